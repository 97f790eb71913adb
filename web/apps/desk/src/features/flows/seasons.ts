import { readWeek, writeHours, type Hours, type Week } from "./week.ts";

export interface Season { name: string; first: string; last: string; week: Week }
/** A season while it is typed. `key`: its own for as long as the form is open. */
export interface Draft { key: number; name: string; first: string; last: string; hours: Hours }
export type SeasonFault = { code: "name" | "dates" | "backwards" | "hours" } | { code: "overlap"; other: string };

let made = 0;
export const draftOf = (season: Season): Draft => ({ key: ++made, name: season.name, first: season.first, last: season.last, hours: writeHours(season.week) });

/** What keeps the season at `n` from being saved: the first thing, dates before all for they have words of their own. */
export function faultOf(drafts: readonly Draft[], n: number): SeasonFault | null {
  const one = drafts[n]!;
  if (!one.first || !one.last) return { code: "dates" };
  if (one.first > one.last) return { code: "backwards" };
  const other = drafts.find((each) => each !== one && each.first && each.first <= one.last && each.last >= one.first);
  if (other) return { code: "overlap", other: other.name };
  if (!one.name.trim()) return { code: "name" };
  return readWeek(one.hours) ? null : { code: "hours" };
}

/** As the server takes them; null while one is not whole. */
export function seasonsOf(drafts: readonly Draft[]): Season[] | null {
  if (drafts.some((_, n) => faultOf(drafts, n))) return null;
  return drafts.map(({ name, first, last, hours }) => ({ name: name.trim(), first, last, week: readWeek(hours)! }));
}

/** Null for what is no list of seasons. */
export function parseSeasons(text: string): Season[] | null {
  try {
    const value: unknown = JSON.parse(text.trim() || "[]");
    return Array.isArray(value) && value.every(isSeason) ? value : null;
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isPeriod = (value: unknown) => isRecord(value) && typeof value["begin"] === "string" && typeof value["end"] === "string";
const isSeason = (value: unknown): value is Season =>
  isRecord(value) && ["name", "first", "last"].every((key) => typeof value[key] === "string")
  && isRecord(value["week"]) && Object.values(value["week"]).every((day) => Array.isArray(day) && day.every(isPeriod));
