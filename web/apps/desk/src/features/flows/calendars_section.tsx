import { useLingui } from "@lingui/react/macro";
import type { Row } from "@palabre/contracts";
import { locale } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { draftOf, parseSeasons, seasonsOf } from "./seasons.ts";
import { SeasonsFields } from "./seasons_fields.tsx";
import { DAYS, dayName, hoursSaid, readHours, readWeek, writeHours } from "./week.ts";
import { WeekFields } from "./week_fields.tsx";
import { WeekPicture } from "./week_picture.tsx";

type Kept = Row<"/calendars">;
type Calendar = Kept["calendar"];

const dateName = (date: string) => new Intl.DateTimeFormat(locale(), { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
const tomorrow = () => { const day = new Date(Date.now() + 86_400_000); return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`; };

const NEW: Calendar = { zone: Intl.DateTimeFormat().resolvedOptions().timeZone, week: Object.fromEntries(DAYS.map((day, n) => [day, n < 5 ? [{ begin: "08:00", end: "19:00" }] : []])) as Calendar["week"], seasons: [], days: [] };

export function CalendarsSection() {
  const { t } = useLingui();
  const list = usePaged("/calendars");
  const edits = allowed(useAccount(), "calendars.edit");
  const [open, setOpen] = useState<Kept | "new" | null>(null);
  return (
    <section aria-label={t`Horaires`}>
      <header><h2>{t`Horaires`}</h2><div>{edits && <Button kind="primary" icon="plus" onPress={() => setOpen("new")}>{t`Nouveaux horaires`}</Button>}</div></header>
      {list.rows.map((one) => <CalendarCard key={one.id} kept={one} edits={edits} edit={() => setOpen(one)} />)}
      {list.loaded && list.rows.length === 0 && <Empty icon="calendar" title={t`Aucun horaire`}>{t`Sans horaires, une file est toujours ouverte.`}</Empty>}
      <More list={list} />
      {open && <CalendarDialog kept={open === "new" ? null : open} close={() => setOpen(null)} />}
    </section>
  );
}

function CalendarCard({ kept, edits, edit }: { kept: Kept; edits: boolean; edit: () => void }) {
  const { t } = useLingui();
  const [date, setDate] = useState(tomorrow);
  const [name, setName] = useState("");
  const declare = useMutation({ mutationFn: () => ask("post", "/calendars/{id}/holidays", { path: { id: kept.id }, body: { date, hours: [], name: name.trim() } }), onSuccess: () => { setName(""); void relist("/calendars"); } });
  const revoke = useMutation({ mutationFn: (day: string) => ask("delete", "/calendars/{id}/holidays/{date}", { path: { id: kept.id, date: day } }), onSuccess: () => relist("/calendars") });
  const today = new Date().toISOString().slice(0, 10);
  const coming = kept.calendar.days.filter((one) => one.date >= today);
  return (
    <article className={ui.stack} aria-label={kept.name}>
      <div className={ui.spread}><h3><bdi>{kept.name}</bdi></h3><span className={ui.row}><bdi dir="ltr" className={css.soft}>{kept.calendar.zone}</bdi>{edits && <Button size="small" icon="edit" onPress={edit} aria-label={t`Modifier ${kept.name}`}>{t`Modifier`}</Button>}</span></div>
      <WeekPicture week={kept.calendar.week} />
      <div className={ui.tableWrap}><table className={ui.table}><caption className="unseen">{kept.name}</caption><tbody>
        {DAYS.map((day, n) => <tr key={day}><th scope="row">{dayName(n)}</th><td><bdi dir="ltr">{hoursSaid(kept.calendar.week[day]) || "–"}</bdi>{(kept.calendar.week[day] ?? []).length === 0 && <span className={css.soft}> {t`fermé`}</span>}</td></tr>)}
        {kept.calendar.seasons.map((season) => <tr key={season.name + season.first}><th scope="row"><bdi>{season.name}</bdi></th><td>{t`du ${dateName(season.first)} au ${dateName(season.last)}, autres heures`}</td></tr>)}
      </tbody></table></div>
      {edits && (
        <form className={ui.row} style={{ alignItems: "end" }} aria-label={t`Déclarer un jour fermé`} onSubmit={(event) => { event.preventDefault(); declare.mutate(); }}>
          <TextField label={t`Jour fermé`} type="date" value={date} onChange={(event) => setDate(event.target.value)} required />
          <TextField label={t`Pour quelle raison`} value={name} onChange={(event) => setName(event.target.value)} placeholder={t`Jour férié`} dir="auto" />
          <Button type="submit" kind="primary" isPending={declare.isPending}>{t`Fermer ce jour`}</Button>
        </form>
      )}
      <Fault error={declare.error ?? revoke.error} />
      {coming.length > 0 && <ul className={css.faults} aria-label={t`Jours à part`}>{coming.map((one) => <li key={one.date}><strong>{dateName(one.date)}</strong><bdi>{one.name}</bdi><bdi dir="ltr">{hoursSaid(one.periods)}</bdi>{one.periods.length === 0 && <span className={css.soft}>{t`fermé`}</span>}{edits && <Button size="small" kind="quiet" onPress={() => revoke.mutate(one.date)} aria-label={t`Rouvrir le ${dateName(one.date)}`}>{t`Rouvrir`}</Button>}</li>)}</ul>}
    </article>
  );
}

export function CalendarDialog({ kept, close, saved }: { kept: Kept | null; close: () => void; saved?: (id: string) => void }) {
  const { t } = useLingui();
  const start = kept?.calendar ?? NEW;
  const [name, setName] = useState(kept?.name ?? "");
  const [zone, setZone] = useState(start.zone);
  const [hours, setHours] = useState(() => writeHours(start.week));
  const [seasonsText, setSeasonsText] = useState<string | null>(null);
  const [drafts, setDrafts] = useState(() => start.seasons.map(draftOf));
  const week = readWeek(hours);
  const seasons = seasonsText !== null && !parseSeasons(seasonsText) ? null : seasonsOf(drafts);
  const good = week && seasons && name.trim() && zone.trim();
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), calendar: { zone: zone.trim(), week: week as Calendar["week"], seasons: seasons as Calendar["seasons"], days: start.days } };
      return kept ? ask("put", "/calendars/{id}", { path: { id: kept.id }, body }) : ask("post", "/calendars", { body });
    },
    onSuccess: (answer) => { void relist("/calendars"); if (answer) saved?.(answer.id); close(); },
  });
  return (
    <Dialog title={kept ? t`Modifier des horaires` : t`Nouveaux horaires`} open close={close} wide>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (good) save.mutate(); }}>
        <div className={css.grid}><TextField label={t`Nom`} value={name} onChange={(event) => setName(event.target.value)} required autoFocus dir="auto" /><TextField label={t`Fuseau`} value={zone} onChange={(event) => setZone(event.target.value)} required dir="ltr" /></div>
        <p className={css.soft}>{t`Une ou plusieurs plages par jour, par exemple 08:00-12:00, 14:00-24:00. Vide : fermé.`}</p>
        <WeekFields hours={hours} change={setHours} />
        <WeekPicture week={Object.fromEntries(DAYS.map((day) => [day, readHours(hours[day] ?? "") ?? []]))} />
        <SeasonsFields drafts={drafts} change={setDrafts} hours={hours} text={seasonsText} setText={setSeasonsText} />
        <Fault error={save.error} />
        <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending} isDisabled={!good}>{t`Enregistrer`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}
