import { useLingui } from "@lingui/react/macro";
import { dayTime, number } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { ask } from "#/shared/api.ts";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { RobotCalls } from "./rehearsal_calls.tsx";
import { Scripts } from "./rehearsal_scripts.tsx";
import { REHEARSALS, type Rehearsal } from "./rehearsal_words.ts";

const LOOK_MS = 1_000, REST_MS = 15_000;

/** Robots call our numbers by true calls, through what is published; nobody is rung. */
export function RehearsalPart() {
  const { t } = useLingui();
  const { data, error, refetch, isSuccess } = useQuery({ queryKey: REHEARSALS, queryFn: () => ask("get", "/moving/rehearsals"), refetchInterval: (query) => (query.state.data?.rows.some((one) => one.state === "running") ? LOOK_MS : REST_MS) });
  const [chosen, setChosen] = useState("");
  const rows = data?.rows ?? [];
  const shown = rows.find((one) => one.id === chosen) ?? rows[0];
  const renew = (id?: string) => { if (id) setChosen(id); void queries.invalidateQueries({ queryKey: REHEARSALS }); };
  return (
    <section className={ui.stack} aria-label={t`Répétition`}>
      <p>{t`Des robots appellent vos numéros par de vrais appels, écoutent, appuient sur les touches et suivent chaque chemin du parcours publié. Personne n’est sonné : là où un client serait mis en file ou transféré, l’appel s’arrête et dit où il serait allé.`}</p>
      <Begin begun={renew} />
      <Fault error={error} retry={() => void refetch()} />
      {isSuccess && rows.length === 0 && <Empty icon="phone" title={t`Aucune répétition`}>{t`Lancez-en une avant de déménager le premier numéro.`}</Empty>}
      {rows.length > 1 && (
        <Select label={t`Répétition montrée`} value={shown?.id ?? ""} onChange={(event) => setChosen(event.target.value)}>
          {rows.map((one) => <option key={one.id} value={one.id}>{label(one, t`chaque numéro`, t`tous les chemins`)}</option>)}
        </Select>
      )}
      {shown && <Shown one={shown} renew={renew} />}
      <Scripts />
    </section>
  );
}

const label = (one: Rehearsal, calls: string, flows: string) => `${dayTime(one.asked_at)} · ${one.kind === "calls" ? calls : flows} · ${number(one.calls)}`;

function Begin({ begun }: { begun: (id: string) => void }) {
  const { t } = useLingui();
  const [kind, setKind] = useState<"calls" | "flows">("flows");
  const [asIf, setAsIf] = useState("");
  const begin = useMutation({ mutationFn: () => ask("post", "/moving/rehearsals", { body: { kind, as_if: asIf } }), onSuccess: (made) => begun(made.id) });
  return (
    <form className={ui.row} onSubmit={(event) => { event.preventDefault(); begin.mutate(); }}>
      <Select label={t`Quoi`} value={kind} onChange={(event) => setKind(event.target.value as "calls" | "flows")}>
        <option value="flows">{t`Tous les chemins de chaque numéro`}</option>
        <option value="calls">{t`Chaque numéro, ses premiers mots`}</option>
      </Select>
      <TextField type="datetime-local" label={t`Comme si nous étions le`} help={t`Vide : maintenant`} value={asIf} onChange={(event) => setAsIf(event.target.value)} />
      <Button kind="primary" type="submit" icon="play" isPending={begin.isPending}>{t`Répéter`}</Button>
      <Fault error={begin.error} />
    </form>
  );
}

function Shown({ one, renew }: { one: Rehearsal; renew: (id?: string) => void }) {
  const { t } = useLingui();
  const path = { id: one.id };
  const { data, error, refetch } = useQuery({ queryKey: [...REHEARSALS, one.id, one.state], queryFn: () => ask("get", "/moving/rehearsals/{id}", { path }), refetchInterval: one.state === "running" ? LOOK_MS : false });
  const stop = useMutation({ mutationFn: () => ask("post", "/moving/rehearsals/{id}/stop", { path }), onSettled: () => renew() });
  const again = useMutation({ mutationFn: () => ask("post", "/moving/rehearsals/{id}/again", { path }), onSuccess: (made) => renew(made.id) });
  const over = number(one.over), calls = number(one.calls), wrong = number(one.wrong);
  const stale = data?.calls.filter((call) => call.stale).length ?? 0;
  const again_ = one.state !== "running" && (one.wrong > 0 || stale > 0 || one.state === "stopped");
  return (
    <div className={ui.stack}>
      <div className={ui.row} role="status">
        {one.state === "running" && <progress max={one.calls} value={one.over} aria-label={t`Appels faits`} />}
        <span>{t`${over} appels faits sur ${calls}`}</span>
        {one.wrong > 0 ? <Badge tone="bad" shape>{t`${wrong} à voir`}</Badge> : one.state === "done" && stale === 0 && <Badge tone="good" shape>{t`Tout va bien`}</Badge>}
        {stale > 0 && <Badge tone="warning" shape>{t`${number(stale)} à refaire : le parcours a changé`}</Badge>}
        {one.state === "stopped" && <Badge tone="notice">{t`Arrêtée`}</Badge>}
        {one.as_if !== null && <span>{t`comme si nous étions le ${dayTime(one.as_if)}`}</span>}
        {one.state === "running" && <Button size="small" kind="danger" icon="close" isPending={stop.isPending} onPress={() => stop.mutate()}>{t`Arrêter`}</Button>}
        {again_ && <Button size="small" icon="undo" isPending={again.isPending} onPress={() => again.mutate()}>{t`Refaire ce qui est à voir`}</Button>}
        <a href={`/api/moving/rehearsals/${one.id}/calls.csv`} download>{t`Exporter (CSV)`}</a>
      </div>
      <Fault error={error ?? stop.error ?? again.error} retry={() => void refetch()} />
      {data && <RobotCalls calls={data.calls} />}
    </div>
  );
}
