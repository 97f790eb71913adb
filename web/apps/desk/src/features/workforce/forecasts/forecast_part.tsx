import { useLingui } from "@lingui/react/macro";
import { dayTime, number, percent } from "@palabre/words";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ask, Problem } from "#/shared/api.ts";
import { Check, Select } from "#/shared/ui/fields.tsx";
import { Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { basisSaid, clock, dateSaid, dayOf, type Demand, type Forecast, modelSaid, type Told } from "./forecast_words.ts";
import css from "./forecasts.module.css";
import { Lines } from "./lines.tsx";

const share = (value: number | null) => (value === null ? "—" : percent(value / 100));
const missing = (error: unknown) => error instanceof Problem && error.code === "workforce.forecast_missing";

export function useForecast(queue: string) {
  return useQuery({ queryKey: ["forecasts", "forecast", queue], queryFn: () => ask("get", "/workforce/queues/{queue}/forecast", { path: { queue } }), refetchInterval: 5_000, retry: (n, error) => n < 2 && !missing(error) });
}

/** One queue's next fourteen days, a day at a time: what is expected, how sure, beside the floor and what came. */
export function ForecastPart({ of, toHistory }: { of: Demand; toHistory: () => void }) {
  const { t } = useLingui();
  const found = useForecast(of.queue);
  if (missing(found.error)) {
    return of.half_hours === 0
      ? <Empty icon="chart" title={t`Rien n’est encore connu de cette file`} action={<Button kind="primary" onPress={toHistory}>{t`Importer un historique`}</Button>}>{t`Les mesures du centre se gardent d’elles-mêmes chaque quart d’heure ; un fichier des mois passés sert tout de suite.`}</Empty>
      : <Empty icon="chart" title={t`Pas encore de prévision`}>{t`Elle se fait chaque nuit, ou maintenant si vous la demandez.`}</Empty>;
  }
  if (found.error) return <Fault error={found.error} retry={() => void found.refetch()} />;
  return found.data ? <Shown of={of} forecast={found.data} /> : null;
}

function Shown({ of, forecast }: { of: Demand; forecast: Forecast }) {
  const { t } = useLingui();
  const told = forecast.told as unknown as Told;
  return (
    <div className={css.part}>
      <dl className={css.figures}>
        <div><dt>{t`Modèle retenu`}</dt><dd>{modelSaid(told.model)}<small>{t`erreur passée : ${share(told.error)}`}</small></dd></div>
        <div><dt>{t`Plancher`}</dt><dd>{modelSaid(told.floor)}<small>{t`erreur passée : ${share(told.floor_error)}`}</small></dd></div>
        <div><dt>{t`Dans l’intervalle`}</dt><dd>{share(told.covered)}<small>{t`de ce qui est venu ; 90 % visés`}</small></dd></div>
        <div><dt>{t`Durée de traitement`}</dt><dd>{told.handle_model ? modelSaid(told.handle_model) : t`inconnue`}<small>{told.handle_error === null ? "" : t`erreur ${share(told.handle_error)}, plancher ${share(told.handle_floor_error)}`}</small></dd></div>
      </dl>
      {basisSaid(told.basis) && <p className={css.soft} data-basis={told.basis}>{basisSaid(told.basis)}</p>}
      <p className={css.soft}>{t`Faite le ${dayTime(forecast.made_at, forecast.time_zone)}, apprise de ${number(told.days_known)} jours, ${number(told.left_out)} jours d’événements mis à part, ${number(told.notes["holes"] ?? 0)} demi-heures manquantes.`}</p>
      <DayShown of={of} forecast={forecast} />
    </div>
  );
}

function DayShown({ of, forecast }: { of: Demand; forecast: Forecast }) {
  const { t } = useLingui();
  const zone = forecast.time_zone;
  const days = [...new Set(forecast.rows.map((row) => dayOf(row.start, zone)))];
  const [day, setDay] = useState(days[0] ?? "");
  const [what, setWhat] = useState<"volume" | "handle">("volume");
  const [table, setTable] = useState(false);
  const rows = forecast.rows.filter((row) => dayOf(row.start, zone) === day);
  const came = forecast.actual.filter((row) => dayOf(row.start, zone) === day);
  const today = useQuery({ queryKey: ["forecasts", "today", of.queue], queryFn: () => ask("get", "/workforce/queues/{queue}/today", { path: { queue: of.queue } }), refetchInterval: 60_000 });
  const volume = what === "volume";
  const band = rows.map((row) => (volume ? { at: row.start, low: row.low, high: row.high } : { at: row.start, low: row.handle_low, high: row.handle_high }));
  const told = rows.map((row) => ({ at: row.start, value: volume ? row.mean : row.handle }));
  const actual = came.flatMap((row) => (volume ? [{ at: row.start, value: row.offered }] : row.handle === null ? [] : [{ at: row.start, value: row.handle }]));
  const sum = number(rows.reduce((all, row) => all + row.mean, 0));
  const rest = today.data && today.data.at > 0 && dayOf(today.data.at, zone) === day ? today.data : null;
  return (
    <div className={css.part}>
      <div className={css.head}>
        <div className={ui.row}>
          <Select label={t`Jour`} value={day} onChange={(event) => setDay(event.target.value)}>{days.map((one) => <option key={one} value={one}>{dateSaid(one)}</option>)}</Select>
          <Select label={t`Montrer`} value={what} onChange={(event) => setWhat(event.target.value as "volume" | "handle")}><option value="volume">{t`Contacts`}</option><option value="handle">{t`Secondes par contact`}</option></Select>
        </div>
        <div className={ui.row}>
          <Check checked={table} onChange={(event) => setTable(event.target.checked)}>{t`Tableau`}</Check>
          <a href={`/api/workforce/queues/${of.queue}/forecast.csv`} download>{t`Télécharger en CSV`}</a>
        </div>
      </div>
      <Lines zone={zone} band={band} told={t`${dateSaid(day)} : ${sum} contacts prévus, par demi-heure. Les nombres sont dans le tableau.`} lines={[...(volume ? [{ kind: "floor" as const, points: rows.map((row) => ({ at: row.start, value: row.floor })) }] : []), { kind: "told", points: told }, { kind: "actual", points: actual }]} />
      <ul className={css.legend} aria-label={t`Légende`}>
        <Mark kind="told">{t`prévu`}</Mark><Mark kind="band">{t`où l’on attend 9 fois sur 10`}</Mark>{volume && <Mark kind="floor">{t`plancher`}</Mark>}<Mark kind="actual">{t`venu`}</Mark>
      </ul>
      {rest && <p className={css.soft} data-rest>{t`Mis à jour à ${clock(rest.at, zone)} : ${number(rest.came)} contacts venus pour ${number(rest.told)} prévus ; le reste du jour est multiplié par ${number(rest.times, 2)}.`}</p>}
      {table && (
        <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Prévision par demi-heure`}>
          <table className={ui.table}>
            <caption className="unseen">{dateSaid(day)}</caption>
            <thead><tr><th scope="col">{t`Début`}</th><th scope="col">{t`Prévu`}</th><th scope="col">{t`De`}</th><th scope="col">{t`à`}</th><th scope="col">{t`Plancher`}</th><th scope="col">{t`Venu`}</th><th scope="col">{t`Secondes`}</th></tr></thead>
            <tbody>{rows.map((row) => (
              <tr key={row.start}><th scope="row">{clock(row.start, zone)}</th><td>{number(row.mean, 1)}</td><td>{number(row.low, 1)}</td><td>{number(row.high, 1)}</td><td>{number(row.floor, 1)}</td><td>{came.some((one) => one.start === row.start) ? number(came.find((one) => one.start === row.start)!.offered) : "—"}</td><td>{row.handle ? number(row.handle) : "—"}</td></tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </div>
  );
}

export function Mark({ kind, children }: { kind: "told" | "band" | "floor" | "actual" | "base"; children: ReactNode }) {
  return <li><svg viewBox="0 0 28 10" aria-hidden="true">{kind === "band" ? <rect width="28" height="10" className={css.band} /> : <line x1="0" x2="28" y1="5" y2="5" className={css[kind]} />}</svg>{children}</li>;
}
