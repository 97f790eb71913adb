import { msg } from "@lingui/core/macro";
import { i18n, type MessageDescriptor } from "@lingui/core";
import type { Answer } from "@palabre/contracts";
import { locale, number, percent } from "@palabre/words";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ask, withQuery } from "#/shared/api.ts";

/** A report as the server gives it. Values and n stand in the order of the columns. */
export type ReportTable = Answer<"get", "/reporting/reports/{by}">;
export type ReportColumn = ReportTable["columns"][number];
export type ReportRow = ReportTable["rows"][number];

export const KINDS = ["time", "queue", "channel", "advisor", "site", "partner"] as const;
export type Kind = (typeof KINDS)[number];
export const EACH = ["period", "day", "interval"] as const;
export type Each = (typeof EACH)[number];
export const EACH_DAYS_MAX: Record<Each, number> = { period: 1830, day: 400, interval: 31 };
export interface ReportSearch { by?: Kind; each?: Each; first?: string; last?: string; queue?: string; channel?: string; seconds?: number; show?: Group; picture?: string }

/** Columns that are looked at together. */
export const GROUPS = ["main", "waits", "handling", "door", "all"] as const;
export type Group = (typeof GROUPS)[number];
const SHOWN: Record<Exclude<Group, "all">, string[]> = {
  main: ["offered", "answered", "abandoned", "service_level", "asa", "wait_p90", "aht", "occupancy_at_event"],
  waits: ["answered", "asa", "asa_waited", "wait_p50", "wait_p90", "wait_p95", "wait_from_arrival", "longest_wait", "patience_abandoned"],
  handling: ["answered", "aht", "talk_time", "hold_time", "wrap_up_time", "occupancy_at_event"],
  door: ["offered", "first_offered", "refused_at_door", "refused_closed", "refused_full", "refused_nobody", "callback", "callback_level", "short_abandoned", "ended_otherwise", "resumed"],
};
export const PICTURES = ["offered", "answered", "abandoned", "service_level", "asa", "wait_p90", "aht", "occupancy_at_event"];

export function columnsOf(table: ReportTable, group: Group): number[] {
  const all = table.columns.map((_, index) => index);
  return group === "all" ? all : all.filter((index) => SHOWN[group].includes(table.columns[index]!.key));
}

const KIND_WORDS: Record<Kind, MessageDescriptor> = { time: msg`Dans le temps`, queue: msg`Par file`, channel: msg`Par canal`, advisor: msg`Par conseiller`, site: msg`Par site`, partner: msg`Par partenaire` };
const EACH_WORDS: Record<Each, MessageDescriptor> = { period: msg`Toute la période`, day: msg`Par jour`, interval: msg`Par quart d’heure` };
const GROUP_WORDS: Record<Group, MessageDescriptor> = { main: msg`Essentiel`, waits: msg`Attentes`, handling: msg`Traitement`, door: msg`Entrées et issues`, all: msg`Tous les chiffres` };
export const kindWord = (kind: Kind) => i18n._(KIND_WORDS[kind]);
export const eachWord = (each: Each) => i18n._(EACH_WORDS[each]);
export const groupWord = (group: Group) => i18n._(GROUP_WORDS[group]);

/** "1,4 s", "82,1 %", "1 204": short, for a cell; a value of nobody is a dash. */
export function valueText(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return "–";
  if (unit === "ratio") return percent(value);
  if (unit !== "seconds") return number(value);
  if (value < 60) return new Intl.NumberFormat(locale(), { style: "unit", unit: "second", unitDisplay: "short", maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  const all = Math.round(value);
  const two = (n: number) => String(n).padStart(2, "0");
  return all < 3600 ? `${Math.floor(all / 60)}:${two(all % 60)}` : `${Math.floor(all / 3600)}:${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
}

/** When a row is, in the report's own time zone. */
export function whenText(row: { begin: number; end: number }, table: ReportTable): string {
  const shape: Intl.DateTimeFormatOptions = { timeZone: table.time_zone, day: "numeric", month: "short", ...(table.each === "interval" ? { hour: "2-digit", minute: "2-digit" } : { year: "numeric" }) };
  const format = new Intl.DateTimeFormat(locale(), shape);
  return table.each === "period" ? format.formatRange(row.begin, row.end - 1) : format.format(row.begin);
}

/** The civil day of an instant in a zone, as the API takes it: 2026-11-22. */
export const civilDay = (at: number, zone: string) => new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
export function shifted(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
export const daysBetween = (first: string, last: string) => Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;

export type Asked = { by: Kind; each: Each; first: string; last: string; queue: string; channel: string; seconds: number };
const query = ({ each, first, last, queue, channel, seconds }: Asked) => ({ each, first, last, queue, channel, seconds });
export const exportUrl = (asked: Asked, format: string) => `/api${withQuery(`/reporting/reports/${asked.by}/export`, { ...query(asked), format })}`;

const PAGE = 200;
const AGE_MS = 60_000;

export function useReportTable(asked: Asked, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ["report-table", asked],
    queryFn: ({ pageParam }) => ask("get", "/reporting/reports/{by}", { path: { by: asked.by }, query: { ...query(asked), limit: PAGE, after: pageParam } }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: AGE_MS,
    enabled,
  });
}
