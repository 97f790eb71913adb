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
