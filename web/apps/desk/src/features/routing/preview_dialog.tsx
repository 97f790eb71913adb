import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Answer } from "@palabre/contracts";
import { dayTime, duration, number, percent } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useDefinitions } from "#/features/reporting/figures.ts";
import { stream } from "#/shared/api.ts";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, cx, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./rules.module.css";

type Told = Answer<"post", "/simulation/preview">;
type Beside = Told["preview"]["measures"][number];
const SHOWN = ["offered", "answered", "abandoned", "service_level", "asa", "aht", "occupancy"];
const LESS_IS_BETTER = new Set(["abandoned", "asa", "abandoned_share"]);
const MORE_IS_BETTER = new Set(["answered", "service_level"]);

/** With a day's conversations, the drafts would have given this, beside the rules in force and the day as it was. */
export function PreviewDialog({ names, close }: { names: Map<string, string>; close: () => void }) {
  const { t } = useLingui();
  const [day, setDay] = useState("");
  const [share, setShare] = useState(0);
  const play = useMutation({ mutationFn: (day: string) => stream<Told>("/simulation/preview", { day: day || null }, (line) => setShare(Number(line["progress"] ?? 1))) });
  return (
    <Dialog title={t`Essayer sur une journée`} open close={close} wide>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); setShare(0); play.mutate(day); }}>
        <p>{t`Les brouillons sont joués avec les conversations d’une journée passée, à côté des règles en vigueur. Rien n’est changé.`}</p>
        <div className={ui.row}>
          <TextField label={t`Journée (si vide : hier, ou la plus récente qui suffit)`} type="date" value={day} onChange={(event) => setDay(event.target.value)} dir="ltr" />
          <Button type="submit" kind="primary" icon="play" isPending={play.isPending}>{t`Essayer`}</Button>
        </div>
        {play.isPending && <progress className={css.bar} value={share} max={1} aria-label={t`Avancement`} />}
        <Fault error={play.error} retry={() => play.mutate(day)} />
        {play.data && <Figures told={play.data} names={names} named={!!play.variables} />}
        <div className={ui.row}><Button onPress={close}>{t`Fermer`}</Button></div>
      </form>
    </Dialog>
  );
}

/** What a preview needs and how to get it: never a picture of days that were not. */
function Nothing({ named }: { named: boolean }) {
  const { t } = useLingui();
  if (named) return <p role="status"><Badge shape>{t`Rien à jouer`}</Badge> {t`Aucune conversation ce jour-là : choisissez-en un autre.`}</p>;
  return (
    <div role="status">
      <Empty icon="chart" title={t`Rien à jouer pour l’instant`}><Trans>Un essai rejoue de vraies conversations, et aucun client n’a encore attendu dans une file ces trente derniers jours. Il en faut au moins quelques-unes, terminées ou non, aujourd’hui compris : revenez après les premiers appels ou tchats. Sur une démonstration, <bdi dir="ltr"><code>./palabre demo --robots</code></bdi> met des conseillers aux postes et <bdi dir="ltr"><code>./palabre demo call</code></bdi> passe un appel.</Trans></Empty>
    </div>
  );
}

/** Which day was taken where yesterday held too few, and that little says little. */
function Chosen({ told }: { told: Told }) {
  const { t } = useLingui();
  const { enough, preview } = told;
  const [from, until] = [dayTime(preview.begin), dayTime(preview.end)];
  return (
    <>
      {told.instead_of && <p role="status" data-instead={told.day}><Badge tone="notice" shape>{t`Pas hier`}</Badge> <Trans>Hier compte moins de {enough} conversations. À sa place, du {from} au {until} :</Trans></p>}
      {told.held < enough && <p role="status"><Badge tone="warning" shape>{t`Peu de conversations`}</Badge> <Trans>Moins de {enough} : ces chiffres disent peu.</Trans></p>}
    </>
  );
}

function Figures({ told, names, named }: { told: Told; names: Map<string, string>; named: boolean }) {
  const { t } = useLingui();
  const words = useDefinitions();
  const [queue, setQueue] = useState("");
  const { preview } = told;
  const rows = (queue ? preview.queues[queue] ?? [] : preview.measures).filter((one) => SHOWN.includes(one.key));
  const day = dayTime(preview.begin);
  if (preview.customers === 0) return <Nothing named={named} />;
  return (
    <section className={ui.stack} aria-label={t`Ce que cela aurait donné`}>
      <Chosen told={told} />
      <p role="status"><Trans>Depuis le {day} :</Trans> <Plural value={preview.customers} one="# conversation" other="# conversations" />, <Plural value={preview.advisors} one="# conseiller" other="# conseillers" />.{told.cut && <> {t`La journée était trop longue : elle est coupée.`}</>}</p>
      <Select label={t`File`} value={queue} onChange={(event) => setQueue(event.target.value)}>
        <option value="">{t`Toutes les files`}</option>
        {Object.keys(preview.queues).map((id) => <option key={id} value={id}>{names.get(id) ?? t`File`}</option>)}
      </Select>
      <div className={ui.tableWrap}><table className={ui.table}>
        <caption className="unseen">{t`Ce que cela aurait donné`}</caption>
        <thead><tr><th scope="col">{t`Mesure`}</th><th scope="col" className={ui.number}>{t`Ce jour-là`}</th><th scope="col" className={ui.number}>{t`Règles en vigueur, simulées`}</th><th scope="col" className={ui.number}>{t`Brouillons, simulés`}</th></tr></thead>
        <tbody>{rows.map((one) => {
          const turn = betterOrWorse(one);
          return <tr key={one.key} data-measure={one.key}><th scope="row">{words.name(one.key)}</th><td className={ui.number}>{said(one.recorded, one.unit)}</td><td className={ui.number}>{said(one.before, one.unit)}</td><td className={cx(ui.number, turn === "▲ " && css.better, turn === "▼ " && css.worse)}>{turn === "▲ " ? <span className="unseen">{t`mieux`} </span> : turn ? <span className="unseen">{t`moins bien`} </span> : null}<span aria-hidden="true">{turn}</span>{said(one.after, one.unit)}</td></tr>;
        })}</tbody>
      </table></div>
      <p className={css.said}>{t`Simulé : la patience et les durées que la journée ne dit pas sont tirées au sort, les mêmes des deux côtés. Les compétences et les horaires des files sont ceux d’aujourd’hui. Ne sont pas joués : les coupures, les rappels, et qui a raccroché ou a été renvoyé avant d’atteindre une file.`}</p>
    </section>
  );
}

function said(value: number | null, unit: string): string {
  if (value === null) return "–";
  if (unit === "ratio") return percent(value);
  return unit === "seconds" ? duration(value * 1000) : number(value, 1);
}

/** A mark where the drafts do better or worse than what is in force; nothing where it is a matter of taste. */
export function betterOrWorse(one: Pick<Beside, "key" | "before" | "after">): "" | "▲ " | "▼ " {
  if (one.before === null || one.after === null || one.before === one.after) return "";
  const more = one.after > one.before;
  if (LESS_IS_BETTER.has(one.key)) return more ? "▼ " : "▲ ";
  return MORE_IS_BETTER.has(one.key) ? (more ? "▲ " : "▼ ") : "";
}
