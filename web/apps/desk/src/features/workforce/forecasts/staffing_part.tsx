import { useLingui } from "@lingui/react/macro";
import { number, percent } from "@palabre/words";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask, Problem } from "#/shared/api.ts";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { clock, dateSaid, dayOf, type Demand, type Forecast, LEVEL_CODES, levelSaid, type Objective } from "./forecast_words.ts";
import { Mark, useForecast } from "./forecast_part.tsx";
import css from "./forecasts.module.css";
import { Lines } from "./lines.tsx";

/** Who is needed, and what if. */
export function StaffingPart({ of }: { of: Demand }) {
  const { t } = useLingui();
  const found = useForecast(of.queue);
  const kept = useQuery({ queryKey: ["forecasts", "objective", of.queue], queryFn: () => ask("get", "/workforce/queues/{queue}/objective", { path: { queue: of.queue } }) });
  if (found.error instanceof Problem && found.error.code === "workforce.forecast_missing") return <Empty icon="people" title={t`Pas encore de prévision`}>{t`Les effectifs se calculent d’une prévision : demandez-la d’abord, sous Prévision.`}</Empty>;
  if (found.error ?? kept.error) return <Fault error={found.error ?? kept.error} retry={() => { void found.refetch(); void kept.refetch(); }} />;
  return found.data && kept.data ? <Planned key={kept.data.version} of={of} forecast={found.data} objective={kept.data.objective} version={kept.data.version} /> : null;
}

function Planned({ of, forecast, objective, version }: { of: Demand; forecast: Forecast; objective: Objective; version: number }) {
  const { t } = useLingui();
  const edits = allowed(useAccount(), "workforce.forecasts.edit");
  const zone = forecast.time_zone;
  const days = [...new Set(forecast.rows.map((row) => dayOf(row.start, zone)))];
  const [day, setDay] = useState(days[0] ?? "");
  const [editing, setEditing] = useState(false);
  const [volume, setVolume] = useState(0);
  const [handle, setHandle] = useState(0);
  const [patience, setPatience] = useState(objective.patience ?? 0);
  const [target, setTarget] = useState(Math.round((objective.target ?? 0.8) * 100));
  const body = { day, volume: 1 + volume / 100, handle: 1 + handle / 100, objective: { ...objective, patience, target: target / 100 } };
  const told = useQuery({ queryKey: ["forecasts", "what-if", of.queue, forecast.id, version, body], queryFn: () => ask("post", "/workforce/queues/{queue}/what-if", { path: { queue: of.queue }, body }), placeholderData: keepPreviousData, retry: false });
  const rows = told.data?.rows ?? [];
  const hours = number(told.data?.hours ?? 0);
  const base = number(told.data?.base_hours ?? 0);
  const usual = () => { setVolume(0); setHandle(0); setPatience(objective.patience ?? 0); setTarget(Math.round((objective.target ?? 0.8) * 100)); };
  return (
    <div className={css.part}>
      <p className={css.soft}>{t`Objectif : ${percent(objective.target ?? 0.8)} en ${number(objective.seconds ?? 20)} s (${levelSaid(objective.level ?? "SLoff")}), occupation ${percent(objective.occupancy_max ?? 0.9)} au plus, absences ${percent(objective.shrinkage ?? 0.3)}, au moins ${number(objective.minimum ?? 0)}.`}</p>
      <div className={css.head}>
        <Select label={t`Jour`} value={day} onChange={(event) => setDay(event.target.value)}>{days.map((one) => <option key={one} value={one}>{dateSaid(one)}</option>)}</Select>
        {edits && <Button icon="edit" onPress={() => setEditing(true)}>{t`Changer l’objectif`}</Button>}
      </div>
      <fieldset className={css.part}><legend>{t`Et si…`}</legend>
        <div className={css.sliders}>
          <Slider name={t`Volume`} value={volume} set={setVolume} least={-50} most={100} said={`${volume > 0 ? "+" : ""}${number(volume)} %`} />
          <Slider name={t`Durée de traitement`} value={handle} set={setHandle} least={-50} most={100} said={`${handle > 0 ? "+" : ""}${number(handle)} %`} />
          <Slider name={t`Patience`} value={patience} set={setPatience} least={0} most={600} step={10} said={patience ? `${number(patience)} s` : t`sans fin`} />
          <Slider name={t`Cible`} value={target} set={setTarget} least={50} most={99} said={`${number(target)} %`} />
        </div>
        <div className={ui.row}><Button icon="undo" onPress={usual}>{t`Comme prévu`}</Button></div>
      </fieldset>
      <Fault error={told.error} retry={() => void told.refetch()} />
      {rows.length > 0 && (
        <>
          <dl className={css.figures} role="status" data-hours={told.data!.hours}>
            <div><dt>{t`Heures de travail`}</dt><dd>{hours}<small>{t`prévu : ${base}`}</small></dd></div>
            <div><dt>{t`Niveau, avec l’effectif prévu`}</dt><dd>{percent(told.data!.level)}<small>{t`si rien ne change au planning`}</small></dd></div>
          </dl>
          <Lines zone={zone} band={rows.map((row) => ({ at: row.start, low: row.low, high: row.high }))} told={t`${dateSaid(day)} : ${hours} heures de travail. Les nombres sont dans le tableau.`} lines={[{ kind: "base", points: rows.map((row) => ({ at: row.start, value: row.base })) }, { kind: "told", points: rows.map((row) => ({ at: row.start, value: row.mean })) }]} />
          <ul className={css.legend} aria-label={t`Légende`}><Mark kind="told">{t`à planifier`}</Mark><Mark kind="band">{t`selon l’incertitude`}</Mark><Mark kind="base">{t`comme prévu`}</Mark></ul>
          <details><summary>{t`Tableau`}</summary>
            <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Effectifs par demi-heure`}><table className={ui.table}>
              <thead><tr><th scope="col">{t`Début`}</th><th scope="col">{t`À planifier`}</th><th scope="col">{t`De`}</th><th scope="col">{t`à`}</th><th scope="col">{t`Comme prévu`}</th><th scope="col">{t`Niveau`}</th></tr></thead>
              <tbody>{rows.map((row) => <tr key={row.start}><th scope="row">{clock(row.start, zone)}</th><td>{number(row.mean)}</td><td>{number(row.low)}</td><td>{number(row.high)}</td><td>{number(row.base)}</td><td>{percent(row.level)}</td></tr>)}</tbody>
            </table></div>
          </details>
        </>
      )}
      {editing && <ObjectiveDialog queue={of.queue} objective={objective} version={version} close={() => setEditing(false)} />}
    </div>
  );
}

function Slider({ name, value, set, least, most, step = 1, said }: { name: string; value: number; set: (value: number) => void; least: number; most: number; step?: number; said: string }) {
  return <label><span>{name} : <bdi dir="ltr">{said}</bdi></span><input type="range" min={least} max={most} step={step} value={value} aria-label={name} aria-valuetext={said} onChange={(event) => set(Number(event.target.value))} /></label>;
}

function ObjectiveDialog({ queue, objective, version, close }: { queue: string; objective: Objective; version: number; close: () => void }) {
  const { t } = useLingui();
  const [one, setOne] = useState({ level: objective.level ?? "SLoff", target: (objective.target ?? 0.8) * 100, seconds: objective.seconds ?? 20, patience: objective.patience ?? 0, occupancy_max: (objective.occupancy_max ?? 0.9) * 100, shrinkage: (objective.shrinkage ?? 0.3) * 100, minimum: objective.minimum ?? 0, handle_seconds: objective.handle_seconds ?? 300 });
  const set = (name: keyof typeof one) => (event: { target: { value: string } }) => setOne({ ...one, [name]: Number(event.target.value) });
  const send = useMutation({
    mutationFn: () => ask("put", "/workforce/queues/{queue}/objective", { path: { queue }, body: { version, objective: { ...one, target: one.target / 100, occupancy_max: one.occupancy_max / 100, shrinkage: one.shrinkage / 100 } } }),
    onSuccess: () => { void queries.invalidateQueries({ queryKey: ["forecasts"] }); close(); },
  });
  return (
    <Dialog title={t`Objectif de la file`} open close={close}>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); send.mutate(); }}>
        <Select label={t`Niveau de service`} value={one.level} onChange={(event) => setOne({ ...one, level: event.target.value as Objective["level"] & string })}>{LEVEL_CODES.map((code) => <option key={code} value={code}>{levelSaid(code)}</option>)}</Select>
        <div className={css.form}>
          <TextField label={t`Cible (%)`} type="number" min={1} max={99.9} step="any" value={one.target} onChange={set("target")} required />
          <TextField label={t`En secondes`} type="number" min={0} max={86400} step="any" value={one.seconds} onChange={set("seconds")} required />
          <TextField label={t`Patience moyenne (s)`} type="number" min={0} max={86400} step="any" value={one.patience} onChange={set("patience")} help={t`0 : personne ne raccroche.`} required />
          <TextField label={t`Occupation au plus (%)`} type="number" min={10} max={100} step="any" value={one.occupancy_max} onChange={set("occupancy_max")} required />
          <TextField label={t`Absences et pauses (%)`} type="number" min={0} max={90} step="any" value={one.shrinkage} onChange={set("shrinkage")} required />
          <TextField label={t`Conseillers au moins`} type="number" min={0} max={1000} value={one.minimum} onChange={set("minimum")} required />
          <TextField label={t`Secondes par contact, si inconnues`} type="number" min={1} max={86400} step="any" value={one.handle_seconds} onChange={set("handle_seconds")} required />
        </div>
        <Fault error={send.error} />
        <div className={ui.row}><Button type="submit" kind="primary" isPending={send.isPending}>{t`Enregistrer`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}
