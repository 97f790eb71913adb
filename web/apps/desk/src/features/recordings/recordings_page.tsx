import { useLingui } from "@lingui/react/macro";
import { dayTime, duration } from "@palabre/words";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { AddressText } from "#/features/customers/address.tsx";
import { usePeopleNames, useQueueNames } from "#/features/routing/names.ts";
import { More, usePaged } from "#/shared/paged.tsx";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Empty, ui } from "#/shared/ui/ui.tsx";
import { Player } from "./player.tsx";
import type { RecordingSearch } from "./recording_words.ts";
import css from "./recordings.module.css";

const Rules = lazy(() => import("./rules_dialog.tsx"));
const DAY_MS = 86_400_000;

/** Calls that were recorded: found by what the address says, heard in place. */
export function RecordingsPage() {
  const { t } = useLingui();
  const search = useSearch({ strict: false }) as RecordingSearch;
  const navigate = useNavigate();
  const queues = useQueueNames();
  const [digits, setDigits] = useState(search.number ?? "");
  const [rules, setRules] = useState(false);
  const from = search.since ? Date.parse(search.since) : null;
  const until = search.until ? Date.parse(search.until) + DAY_MS : null;
  const list = usePaged("/recordings", { queue: search.queue ?? null, advisor: search.advisor ?? null, number: search.number ?? null, since: from, until, held: search.held ? true : null });
  const people = usePeopleNames(list.rows.flatMap((one) => one.advisors));
  const filter = (change: RecordingSearch) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value));
    void navigate({ to: "/recordings", search: next, replace: true });
  };
  return (
    <section className={css.page} aria-label={t`Enregistrements`}>
      <header className={css.head}>
        <h1>{t`Enregistrements`}</h1>
        <Button icon="setup" onPress={() => setRules(true)}>{t`Règles d’enregistrement`}</Button>
      </header>
      <form className={css.filters} role="search" aria-label={t`Filtres`} onSubmit={(event) => { event.preventDefault(); filter({ number: digits.trim() }); }}>
        <Select label={t`File`} value={search.queue ?? ""} onChange={(event) => filter({ queue: event.target.value })}>
          <option value="">{t`Toutes les files`}</option>
          {[...queues].map(([id, name]) => <option key={id} value={id}>{name}</option>)}
        </Select>
        <TextField label={t`Du`} type="date" value={search.since ?? ""} onChange={(event) => filter({ since: event.target.value })} />
        <TextField label={t`Au`} type="date" value={search.until ?? ""} onChange={(event) => filter({ until: event.target.value })} />
        <Select label={t`Conservation`} value={search.held ?? ""} onChange={(event) => filter({ held: event.target.value })}>
          <option value="">{t`Tous`}</option>
          <option value="1">{t`Conservés pour la justice`}</option>
        </Select>
        <TextField label={t`Numéro`} type="search" value={digits} onChange={(event) => setDigits(event.target.value)} dir="ltr" maxLength={30} />
        <Button type="submit" icon="search">{t`Chercher`}</Button>
      </form>
      {search.open && <Player key={search.open} recording={search.open} />}
      {list.rows.length > 0 && (
        <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Liste des enregistrements`}><table className={ui.table}>
          <caption className="unseen">{t`Enregistrements`}</caption>
          <thead><tr><th scope="col">{t`Quand`}</th><th scope="col">{t`Numéro`}</th><th scope="col">{t`File`}</th><th scope="col">{t`Conseiller`}</th><th scope="col" className={ui.number}>{t`Durée`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{list.rows.map((one) => (
            <tr key={one.id} data-recording-row={one.id}>
              <th scope="row">{dayTime(one.began_at)}</th>
              <td><AddressText kind="phone" value={one.number || t`masqué`} /></td>
              <td><bdi>{one.queues.map((queue) => queues.get(queue) ?? t`File`).join(", ")}</bdi></td>
              <td><bdi>{one.advisors.map((advisor) => people.get(advisor) ?? "…").join(", ")}</bdi></td>
              <td className={ui.number}>{duration(one.seconds * 1000)}{one.held && <> <Badge tone="warning" shape>{t`Conservé`}</Badge></>}</td>
              <td className={ui.number}><Button size="small" icon="play" onPress={() => filter({ open: one.id })} aria-label={t`Ouvrir l’enregistrement du ${dayTime(one.began_at)}`}>{t`Ouvrir`}</Button></td>
            </tr>
          ))}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && <Empty icon="record" title={t`Aucun enregistrement ici`}>{t`Rien n’est enregistré sans règle ni accord. Ce qui l’est s’affiche ici dès que l’appel est fini.`}</Empty>}
      <More list={list} />
      <Suspense fallback={null}>{rules && <Rules close={() => setRules(false)} />}</Suspense>
    </section>
  );
}
