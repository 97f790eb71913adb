import { useLingui } from "@lingui/react/macro";
import type { Answer } from "@palabre/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { Check, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Fault, ui } from "#/shared/ui/ui.tsx";
import { asMicros, asMoney, money, useTrunkWords } from "./trunk_words.ts";

type Plan = Answer<"get", "/dial-plan">;

/** Whoever follows an alarm here is to see it at once. */
const shownFirst = (element: HTMLElement | null) => { if (element && location.hash === `#${element.id}`) element.scrollIntoView({ block: "start" }); };

/** What may be dialled, its ceilings, and what today has cost. */
export function DialPlan() {
  const { t } = useLingui();
  const plan = useQuery({ queryKey: ["dial-plan"], queryFn: () => ask("get", "/dial-plan"), staleTime: 0 });
  return (
    <article className={ui.stack} aria-label={t`Plan d’appel`} id="dial-plan" ref={shownFirst}>
      <h3>{t`Plan d’appel`}</h3>
      <p className={css.soft}>{t`Rien ne sort vers une destination fermée, ni au-delà des plafonds. Les numéros d’urgence passent toujours.`}</p>
      {plan.data && <Today currency={plan.data.currency} most={plan.data.day_micros_max} calls={plan.data.calls_max} />}
      {plan.data && <PlanForm key={plan.dataUpdatedAt} plan={plan.data} saved={() => void plan.refetch()} />}
      <Fault error={plan.error} retry={() => void plan.refetch()} />
    </article>
  );
}

function Today({ currency, most, calls }: { currency: string; most: number; calls: number }) {
  const { t } = useLingui();
  const words = useTrunkWords();
  const today = useQuery({ queryKey: ["dial-plan-today"], queryFn: () => ask("get", "/dial-plan/today"), refetchInterval: 10_000 });
  if (!today.data) return null;
  const spent = money(today.data.micros, currency);
  const ceiling = money(most, currency);
  const up = today.data.calls;
  const numbers = today.data.emergency.join(", ");
  return (
    <div className={ui.stack} role="status">
      <p>{t`Aujourd’hui : ${spent} sur ${ceiling}, ${up} appels en cours sur ${calls}.`} {today.data.alarm === 50 && <Badge tone="bad" shape>{t`La moitié du budget du jour est dépensée`}</Badge>}{today.data.alarm === 100 && <Badge tone="bad" shape>{t`Budget du jour épuisé : plus rien ne sort`}</Badge>}</p>
      <p className={css.soft}>{t`Urgences, toujours ouvertes :`} <bdi dir="ltr">{numbers}</bdi></p>
      {today.data.refused.length > 0 && <ul>{today.data.refused.map((one) => <li key={`${one.code}${one.kind}${one.purpose}`}>{words.kind(one.kind)} : {words.refusal(one.code)} × {one.refusals}</li>)}</ul>}
    </div>
  );
}

const list = (typed: string) => typed.split(/[\s,;]+/).filter(Boolean);

function PlanForm({ plan, saved }: { plan: Plan; saved: () => void }) {
  const { t } = useLingui();
  const words = useTrunkWords();
  const [countries, setCountries] = useState(plan.countries.join(" "));
  const [classes, setClasses] = useState(new Set(plan.classes));
  const [opened, setOpened] = useState((plan.opened ?? []).join(" "));
  const [closed, setClosed] = useState((plan.closed ?? []).join(" "));
  const [calls, setCalls] = useState(String(plan.calls_max));
  const [budget, setBudget] = useState(asMoney(plan.day_micros_max));
  const save = useMutation({
    mutationFn: () => ask("put", "/dial-plan", { body: { ...plan, countries: list(countries.toUpperCase()), classes: [...classes], opened: list(opened), closed: list(closed), calls_max: Number(calls), day_micros_max: asMicros(budget) } }),
    onSuccess: saved,
  });
  const flip = (kind: string, on: boolean) => setClasses(new Set(on ? [...classes, kind] : [...classes].filter((one) => one !== kind)));
  return (
    <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <TextField label={t`Pays de l’organisation`} help={t`Codes à deux lettres, séparés par des espaces.`} value={countries} onChange={(event) => setCountries(event.target.value)} required dir="ltr" />
      <fieldset>
        <legend>{t`Destinations ouvertes`}</legend>
        {Object.entries(words.kinds).filter(([kind]) => kind !== "emergency").map(([kind, name]) => <Check key={kind} checked={classes.has(kind)} onChange={(event) => flip(kind, event.target.checked)}>{name}</Check>)}
      </fieldset>
      <TextField label={t`Préfixes ouverts en plus`} help={t`Comme +33899 ou 3949.`} value={opened} onChange={(event) => setOpened(event.target.value)} dir="ltr" />
      <TextField label={t`Préfixes fermés`} value={closed} onChange={(event) => setClosed(event.target.value)} dir="ltr" />
      <TextField label={t`Appels sortants simultanés au plus`} type="number" min={0} max={10000} value={calls} onChange={(event) => setCalls(event.target.value)} dir="ltr" />
      <TextField label={t`Budget par jour (${plan.currency})`} help={t`Alarme à la moitié, arrêt au bout.`} inputMode="decimal" value={budget} onChange={(event) => setBudget(event.target.value)} dir="ltr" />
      <p role="status">{save.isSuccess && <Badge tone="good" shape>{t`Enregistré.`}</Badge>}</p>
      <Fault error={save.error} />
      <div><Button type="submit" kind="primary" isPending={save.isPending}>{t`Enregistrer le plan d’appel`}</Button></div>
    </form>
  );
}
