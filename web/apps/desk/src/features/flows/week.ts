import { locale } from "@palabre/words";

export interface Period { begin: string; end: string }
export const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Week = Partial<Record<(typeof DAYS)[number], readonly Period[]>>;

export const dayName = (n: number, length: "long" | "short" = "long") => new Intl.DateTimeFormat(locale(), { weekday: length, timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1 + n)));
export const hoursSaid = (periods: readonly Period[] | undefined) => (periods ?? []).map((one) => `${one.begin}–${one.end}`).join(" · ");

/** Where a period stands in its day, 0 to 1. */
export function placeOf({ begin, end }: Period): { from: number; length: number } {
  const part = (text: string) => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) / 1440;
  return { from: part(begin), length: Math.max(0, part(end) - part(begin)) };
}

/** As they are typed, day by day: "08:00-12:00, 14:00-24:00". */
export type Hours = Record<string, string>;
const TIME = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

export function readHours(text: string): Period[] | null {
  const parts = text.replaceAll("–", "-").split(/[,;·]/).map((one) => one.replace(/\s/g, "")).filter(Boolean);
  return parts.every((one) => TIME.test(one)) ? parts.map((one) => ({ begin: one.slice(0, 5), end: one.slice(6) })) : null;
}

export const writeHours = (week: Week): Hours => Object.fromEntries(DAYS.map((day) => [day, (week[day] ?? []).map((one) => `${one.begin}-${one.end}`).join(", ")]));

/** Null where a day is not understood. */
export function readWeek(hours: Hours): Record<(typeof DAYS)[number], Period[]> | null {
  const read = DAYS.map((day) => [day, readHours(hours[day] ?? "")] as const);
  return read.every(([, periods]) => periods) ? (Object.fromEntries(read) as Record<(typeof DAYS)[number], Period[]>) : null;
}
