import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Figure, LiveAdvisor, LiveQueue, Report } from "@palabre/contracts";
import { serverNow, useAll, useEntity } from "@palabre/live";
import { clockTime, dayTime, duration, number } from "@palabre/words";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { FloorSearch } from "#/app/router.tsx";
import { channelIcon, channelWord, statusTone, statusWord } from "#/features/desk/status_words.ts";
import { usePeopleNames, useQueueNames, useSiteNames } from "#/features/routing/names.ts";
import { WaitingSection } from "#/features/routing/waiting_section.tsx";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { useNow } from "#/shared/clock.ts";
import { Select } from "#/shared/ui/fields.tsx";
import { Icon } from "#/shared/ui/icons.tsx";
import { Badge, cx, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { useAge } from "./age.ts";
import { figureText, useDefinitions, useReport } from "./figures.ts";
import css from "./floor.module.css";
import { LostSites } from "./lost_sites.tsx";
import { Tile } from "./tile.tsx";

const Abuses = lazy(() => import("#/features/desk/supervising/abuses.tsx"));
const Emergency = lazy(async () => {
  const [page, words] = await Promise.all([import("#/features/information/emergency.tsx"), import("#/features/information/words.ts")]);
  await words.loadWords();
  return page;
});
const SuperviseButtons = lazy(() => import("#/features/desk/supervising/supervise_buttons.tsx"));
const RecordingTroubles = lazy(() => import("#/features/recordings/recording_troubles.tsx"));
const SHOWN = ["service_level", "abandoned", "asa", "aht"];

export function FloorPage() {
  const { t } = useLingui();
  const search = useSearch({ strict: false }) as FloorSearch;
  const navigate = useNavigate();
  const age = useAge();
  const queues = useAll("queue");
  const advisors = useAll("advisor");
  const tiles = useEntity("tiles");
  const names = useQueueNames();
  const sites = useSiteNames();
  const account = useAccount();
  const explains = allowed(account, "routing.explain");
  const announces = allowed(account, "information.view");
  useNow(10);
  const filter = (change: Partial<FloorSearch>) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value));
    void navigate({ to: "/floor", search: next, replace: true });
  };
  const shownQueues = queues.filter((one) => (!search.queue || one.queue === search.queue) && (!search.channel || one.channel === search.channel));
  const shownPeople = advisors.filter((one) => !search.site || one.site === search.site);
  const waiting = shownQueues.reduce((sum, one) => sum + one.waiting, 0);
  const longest = Math.min(...shownQueues.map((one) => one.longest_since ?? Infinity));
  const channels = [...new Set(queues.map((one) => one.channel))].sort();
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>{t`Plateau`}</h1>
        <form className={css.filters} aria-label={t`Filtres`} onSubmit={(event) => event.preventDefault()}>
          <Select label={t`File`} value={search.queue ?? ""} onChange={(event) => filter({ queue: event.target.value })}>
            <option value="">{t`Toutes les files`}</option>
            {queues.map((one) => <option key={one.queue} value={one.queue}>{names.get(one.queue) ?? t`File`}</option>)}
          </Select>
          <Select label={t`Canal`} value={search.channel ?? ""} onChange={(event) => filter({ channel: event.target.value })}>
            <option value="">{t`Tous les canaux`}</option>
            {channels.map((one) => <option key={one} value={one}>{channelWord(one)}</option>)}
          </Select>
          <Select label={t`Site`} value={search.site ?? ""} onChange={(event) => filter({ site: event.target.value })}>
            <option value="">{t`Tous les sites`}</option>
            {[...sites].map(([id, name]) => <option key={id} value={id}>{name}</option>)}
          </Select>
          <Link to="/wallboard" search={search} className={css.wall ?? ""}><Icon name="wall" size={16} />{t`Afficher le mur`}</Link>
        </form>
      </header>
      <LostSites />
      <Suspense fallback={null}><Abuses /></Suspense>
      <Suspense fallback={null}><RecordingTroubles /></Suspense>
      {announces && <Suspense fallback={null}><Emergency /></Suspense>}
      <section className={css.tiles} aria-label={t`Maintenant`}>
        <Tile name={t`En attente`} value={number(waiting)} age={age} alert={shownQueues.some(late)} under={Number.isFinite(longest) ? t`depuis ${duration(serverNow() - longest)} au plus` : t`personne n’attend`} />
        <Tile name={t`En conversation`} value={number(shownQueues.reduce((sum, one) => sum + one.talking, 0))} age={age} />
        <Tile name={t`Disponibles`} value={number(tiles?.advisors_available ?? shownPeople.filter((one) => one.activity === "available").length)} age={age} under={<Plural value={tiles?.advisors_signed_in ?? advisors.length} one="# personne au poste" other="# personnes au poste" />} />
        <Measures queue={search.queue} moved={Math.floor(serverNow() / 30_000)} live={age} />
      </section>
      <section aria-label={t`Files`}>
        <h2 className={css.title}>{t`Files`}</h2>
        {shownQueues.length > 0 ? <Queues rows={shownQueues} names={names} stale={age > 0} /> : <Empty icon="list" title={t`Aucune file ici`}>{t`Les files publiées s’affichent dès que les règles sont en vigueur (Réglages, Files).`}</Empty>}
      </section>
      {explains && (
        <section aria-label={t`Qui attend`}>
          <h2 className={css.title}>{t`Qui attend`}</h2>
          <WaitingSection queues={shownQueues} names={names} />
        </section>
      )}
      <section aria-label={t`Équipe`}>
        <h2 className={css.title}>{t`Équipe`}</h2>
        {shownPeople.length > 0 ? <People rows={shownPeople} stale={age > 0} /> : <Empty icon="people" title={t`Personne au poste`}>{t`Chacun apparaît ici dès sa connexion.`}</Empty>}
      </section>
    </div>
  );
}

export function late(queue: LiveQueue): boolean {
  return queue.longest_since !== null && serverNow() - queue.longest_since > queue.target_seconds * 1000;
}

export function Measures({ queue, moved, live, big }: { queue: string | undefined; moved: number; live: number; big?: boolean }) {
  const { t } = useLingui();
  const { data, error, refetch } = useReport(queue, moved);
  const words = useDefinitions();
  if (error && !data) return <Fault error={error} retry={() => void refetch()} />;
  const figures = SHOWN.map((key) => data?.report.measures.find((one) => one.key === key)).filter((one): one is Figure => !!one);
  return (
    <>
      {figures.map((figure) => (
        <Tile key={figure.key} name={words.name(figure.key)} value={figureText(figure)} age={live} big={big ?? false} under={figure.unit === "count" ? t`depuis ce matin` : t`sur ${number(figure.n)}`} about={data ? <About figure={figure} words={words.words(figure)} report={data.report} /> : undefined} />
      ))}
    </>
  );
}

function About({ figure, words, report }: { figure: Figure; words: string; report: Report }) {
  const { t } = useLingui();
  return (
    <>
      <p>{words}</p>
      <dl>
        <div><dt>{t`Calculé sur`}</dt><dd><Plural value={figure.n} one="# contact" other="# contacts" /></dd></div>
        <div><dt>{t`Période`}</dt><dd>{t`de ${dayTime(report.begin, report.time_zone)} à ${clockTime(serverNow(), report.time_zone)}`}</dd></div>
        <div><dt>{t`Fuseau`}</dt><dd><bdi dir="ltr">{report.time_zone}</bdi></dd></div>
      </dl>
    </>
  );
}

/** In the order of their names: a row never moves because of its figures. */
function Queues({ rows, names, stale }: { rows: readonly LiveQueue[]; names: Map<string, string>; stale: boolean }) {
  const { t, i18n } = useLingui();
  const sorted = [...rows].sort((a, b) => (names.get(a.queue) ?? "").localeCompare(names.get(b.queue) ?? "", i18n.locale) || (a.queue < b.queue ? -1 : 1));
  return (
    <div className={ui.tableWrap}>
      <table className={cx(ui.table, stale && css.stale)}>
        <caption className="unseen">{t`Files`}</caption>
        <thead><tr><th scope="col">{t`File`}</th><th scope="col">{t`Canal`}</th><th scope="col" className={ui.number}>{t`En attente`}</th><th scope="col">{t`La plus longue`}</th><th scope="col" className={ui.number}>{t`En conversation`}</th><th scope="col" className={ui.number}>{t`Disponibles`}</th><th scope="col" className={ui.number}>{t`Au poste`}</th></tr></thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={row.queue} data-queue={row.queue}>
              <th scope="row"><bdi>{names.get(row.queue) ?? t`File`}</bdi></th>
              <td>{channelWord(row.channel)}</td>
              <td className={ui.number}>{number(row.waiting)}</td>
              <td>{row.longest_since === null ? <span className={css.faint}>{t`personne`}</span> : late(row) ? <Badge tone="warning" shape>{duration(serverNow() - row.longest_since)}</Badge> : duration(serverNow() - row.longest_since)}</td>
              <td className={ui.number}>{number(row.talking)}</td>
              <td className={ui.number}>{row.advisors_available === 0 && row.waiting > row.offered ? <Badge tone="warning" shape>0</Badge> : number(row.advisors_available)}</td>
              <td className={ui.number}>{number(row.advisors_signed_in)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const ORDER = ["lost", "talking", "holding", "offered", "wrap_up", "available"];
const rank = (activity: string) => { const at = ORDER.indexOf(activity); return at < 0 ? ORDER.length : at; };

function People({ rows, stale }: { rows: readonly LiveAdvisor[]; stale: boolean }) {
  const { t, i18n } = useLingui();
  const names = usePeopleNames(rows.map((row) => row.advisor));
  const groups = new Map<string, LiveAdvisor[]>();
  for (const row of rows) groups.set(row.activity, [...(groups.get(row.activity) ?? []), row]);
  const sorted = [...groups].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const account = useAccount();
  const reads = allowed(account, "conversations.view");
  const listens = allowed(account, "voice.supervise");
  const talkOf = (row: LiveAdvisor) => row.advisor !== account.person.id && row.conversations.find((work) => work.channel === "voice" && ["talking", "holding", "lost"].includes(work.state));
  const nameOf = (row: LiveAdvisor) => names.get(row.advisor) || t`Équipe`;
  return (
    <div className={cx(css.people, stale && css.stale)}>
      {sorted.map(([activity, people]) => (
        <div key={activity} className={css.group} role="group" aria-label={statusWord(activity)}>
          <h3><Badge tone={statusTone(activity)} shape>{statusWord(activity)}</Badge><span className="numbers">{number(people.length)}</span></h3>
          <ul>
            {people.sort((a, b) => nameOf(a).localeCompare(nameOf(b), i18n.locale)).map((row) => (
              <li key={row.advisor} data-advisor={row.advisor}>
                <bdi>{nameOf(row)}</bdi>
                {!row.present && <Badge tone="bad" shape>{t`hors ligne`}</Badge>}
                {row.present && !row.confirmed && <Badge tone="warning" shape>{t`à confirmer`}</Badge>}
                {reads && row.conversations.map((work) => <Link key={work.item} to="/inbox/$conversation" params={{ conversation: work.conversation }} className={css.talk ?? ""} aria-label={t`Ouvrir la conversation de ${nameOf(row)}`}><Icon name={channelIcon(work.channel)} size={16} /></Link>)}
                <Supervised talk={listens && talkOf(row)} name={nameOf(row)} advisor={row.advisor} />
                <span className={css.faint}>{duration(Math.max(60_000, serverNow() - row.activity_since))}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {rows.length === 0 && <p><Trans>Personne.</Trans></p>}
    </div>
  );
}

function Supervised({ talk, name, advisor }: { talk: LiveAdvisor["conversations"][number] | false | undefined; name: string; advisor: string }) {
  return talk ? <Suspense fallback={null}><SuperviseButtons advisor={advisor} name={name} conversation={talk.conversation} listeners={talk.listeners ?? []} /></Suspense> : null;
}
