import { Trans, useLingui } from "@lingui/react/macro";
import { dayTime } from "@palabre/words";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { channelWord } from "#/features/desk/status_words.ts";
import { useQueueNames } from "#/features/routing/names.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { useDefinitions } from "./figures.ts";
import { BarChart, TimeChart } from "./report_chart.tsx";
import { civilDay, daysBetween, EACH, EACH_DAYS_MAX, eachWord, exportUrl, GROUPS, groupWord, KINDS, kindWord, PICTURES, shifted, useReportTable, type Asked, type Each, type Group, type Kind, type ReportRow, type ReportSearch } from "./report_data.ts";
import { Definitions, Figures, headOf } from "./report_table.tsx";
import css from "./reports.module.css";

const THRESHOLD = 20;
const CHANNELS = ["voice", "chat"];

/** Standard reports: what, when, of which queue; a picture, the numbers, what they count, and files of them. */
export function ReportsPage() {
  const { t } = useLingui();
  const account = useAccount();
  const search = useSearch({ strict: false }) as ReportSearch;
  const navigate = useNavigate();
  const queues = useQueueNames();
  const thresholds = useQuery({ queryKey: ["thresholds"], queryFn: () => ask("get", "/reporting/thresholds"), staleTime: Infinity });
  const words = useDefinitions();
  const zone = account.tenant.time_zone;
  const today = civilDay(Date.now(), zone);
  const all = allowed(account, "reporting.view");
  const kinds = all ? KINDS : (["time"] as const);
  const by: Kind = (kinds as readonly string[]).includes(search.by ?? "") ? search.by! : all ? "queue" : "time";
  const asked: Asked = { by, each: search.each ?? (by === "time" ? "interval" : "period"), first: search.first ?? today, last: search.last ?? today, queue: byQueue(by) ? (search.queue ?? "") : "", channel: byQueue(by) && !search.queue ? (search.channel ?? "") : "", seconds: search.seconds ?? THRESHOLD };
  const length = daysBetween(asked.first, asked.last);
  const wrong = length < 1 ? t`Le dernier jour précède le premier.` : length > EACH_DAYS_MAX[asked.each] ? t`${EACH_DAYS_MAX[asked.each]} jours au plus avec ce détail.` : null;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching, isFetchingNextPage } = useReportTable(asked, !wrong);
  const change = (some: Partial<ReportSearch>) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...some }).filter(([, value]) => value !== undefined && value !== ""));
    void navigate({ to: "/reports", search: next as never, replace: true });
  };
  const table = data?.pages[0];
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  const group: Group = search.show ?? "main";
  const nameOf = (row: ReportRow) => (table?.by === "channel" ? channelWord(row.subject) : row.name || t`Équipe`);
  const picture = table ? pictured(table.columns.map((column) => column.key), search.picture) : -1;
  const periods: { label: string; first: string; last: string }[] = [
    { label: t`Aujourd’hui`, first: today, last: today },
    { label: t`Hier`, first: shifted(today, -1), last: shifted(today, -1) },
    { label: t`7 jours`, first: shifted(today, -6), last: today },
    { label: t`Ce mois`, first: `${today.slice(0, 8)}01`, last: today },
    { label: t`12 mois`, first: shifted(today, -364), last: today },
  ];
  const finest = (days: number): Each => (days > EACH_DAYS_MAX.interval && asked.each === "interval" ? "day" : asked.each);
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>{all ? t`Rapports` : t`Mes chiffres`}</h1>
        {!all && <p><Trans>Vos chiffres, pour vous. Personne n’est comparé ici.</Trans></p>}
      </header>
      <form className={css.filters} aria-label={t`Ce que montre le rapport`} onSubmit={(event) => event.preventDefault()}>
        {all && <Select label={t`Rapport`} value={by} onChange={(event) => change({ by: event.target.value as Kind })}>{kinds.map((kind) => <option key={kind} value={kind}>{kindWord(kind)}</option>)}</Select>}
        <Select label={t`Détail`} value={asked.each} onChange={(event) => change({ each: event.target.value as Each })}>{EACH.map((each) => <option key={each} value={each}>{eachWord(each)}</option>)}</Select>
        <TextField label={t`Du`} type="date" value={asked.first} max={asked.last} onChange={(event) => event.target.value && change({ first: event.target.value })} />
        <TextField label={t`Au`} type="date" value={asked.last} min={asked.first} max={today} onChange={(event) => event.target.value && change({ last: event.target.value })} wrong={wrong} />
        {all && byQueue(by) && (
          <>
            <Select label={t`File`} value={search.queue ?? ""} onChange={(event) => change({ queue: event.target.value, channel: "" })}>
              <option value="">{t`Toutes les files`}</option>
              {[...queues].sort(([, a], [, b]) => a.localeCompare(b)).map(([id, name]) => <option key={id} value={id}>{name}</option>)}
            </Select>
            <Select label={t`Canal`} value={asked.channel} onChange={(event) => change({ channel: event.target.value, queue: "" })}>
              <option value="">{t`Tous les canaux`}</option>
              {CHANNELS.map((one) => <option key={one} value={one}>{channelWord(one)}</option>)}
            </Select>
          </>
        )}
        <Select label={t`Seuil de service`} value={asked.seconds} onChange={(event) => change({ seconds: Number(event.target.value) })}>
          {(thresholds.data ?? [asked.seconds]).map((one) => <option key={one} value={one}>{t`${one} s`}</option>)}
        </Select>
        <Select label={t`Chiffres`} value={group} onChange={(event) => change({ show: event.target.value as Group })}>{GROUPS.map((one) => <option key={one} value={one}>{groupWord(one)}</option>)}</Select>
      </form>
      <div className={css.bar2}>
        <div role="group" aria-label={t`Période`} className={ui.tabs}>
          {periods.map((one) => <button key={one.label} type="button" className={ui.tab} aria-pressed={one.first === asked.first && one.last === asked.last} onClick={() => change({ first: one.first, last: one.last, each: finest(daysBetween(one.first, one.last)) })}>{one.label}</button>)}
        </div>
        {!wrong && (
          <div role="group" aria-label={t`Emporter ces chiffres`} className={css.files}>
            <a href={exportUrl(asked, "xlsx")} download><Icon name="down" size={16} />{t`Tableur (XLSX)`}</a>
            <a href={exportUrl(asked, "csv")} download>CSV</a>
            <a href={exportUrl(asked, "parquet")} download>Parquet</a>
            <a href={exportUrl(asked, "definitions")} download>{t`Définitions`}</a>
            <Button size="small" onPress={() => window.print()}>{t`Imprimer`}</Button>
          </div>
        )}
      </div>
      <Fault error={error} retry={() => void refetch()} />
      {table && !wrong && (
        <section aria-label={t`Chiffres`} aria-busy={isFetching} className={css.result}>
          {rows.length === 0 ? (
            <Empty icon="day" title={t`Rien sur cette période`}>{t`Aucun contact n’est entré dans ces files. Choisissez une autre période ou une autre file.`}</Empty>
          ) : (
            <>
              {picture >= 0 && drawn(table.by, table.each, rows.length) && (
                <div className={css.pictured}>
                  <Select label={t`Image de`} value={table.columns[picture]!.key} onChange={(event) => change({ picture: event.target.value })}>
                    {PICTURES.filter((key) => table.columns.some((column) => column.key === key)).map((key) => <option key={key} value={key}>{words.name(key)}</option>)}
                  </Select>
                  {by === "time" && <TimeChart table={table} rows={rows} column={picture} name={headOf(table.columns[picture]!, words)} />}
                  {by !== "time" && <BarChart table={table} rows={rows} column={picture} name={headOf(table.columns[picture]!, words)} nameOf={nameOf} />}
                </div>
              )}
              <Figures table={table} rows={rows} group={group} words={words} nameOf={nameOf} />
              {hasNextPage && <div><Button onPress={() => void fetchNextPage()} isDisabled={isFetchingNextPage}>{t`Afficher la suite`}</Button></div>}
            </>
          )}
          <Definitions table={table} group={group} words={words} />
          <p className={css.foot}>{t`Établi le ${dayTime(table.now, table.time_zone)}, fuseau ${table.time_zone}.`}</p>
        </section>
      )}
    </div>
  );
}

/** People are never drawn beside each other; of several things along time a picture would be a tangle. */
const drawn = (by: string, each: string, rows: number) => (by === "time" ? rows > 1 : by !== "advisor" && each === "period");
const byQueue = (by: Kind) => by !== "advisor";
function pictured(keys: string[], wanted: string | undefined): number {
  return keys.findIndex((key) => key === (wanted ?? "")) >= 0 ? keys.indexOf(wanted!) : keys.findIndex((key) => PICTURES.includes(key));
}
