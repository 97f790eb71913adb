import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Row } from "@palabre/contracts";
import { locale } from "@palabre/words";
import type { Tone } from "#/shared/ui/ui.tsx";

export type Agreement = Row<"/workforce/telework/agreements">;
export type Terms = NonNullable<Agreement["agreement"]["terms"]>;
export type ContactHours = Terms["contact"][number];

const PHASES: Record<string, MessageDescriptor> = {
  asked: msg`Demandé`, refused: msg`Refusé`, offered: msg`À signer`, declined: msg`Décliné`, withdrawn: msg({ message: "Retiré", context: "request" }),
  to_come: msg`À venir`, adapting: msg`Période d’adaptation`, running: msg`En vigueur`, ending: msg`Prend fin`, ended: msg`Terminé`,
};
const TONES: Record<string, Tone> = { asked: "notice", offered: "warning", refused: "bad", adapting: "good", running: "good", to_come: "good", ending: "warning" };

export const phaseWord = (phase: string) => (PHASES[phase] ? i18n._(PHASES[phase]) : phase);
export const phaseTone = (phase: string): Tone => TONES[phase] ?? "plain";

const SOME_MONDAY = Date.UTC(2024, 0, 1);
/** 0: Monday. */
export const weekdayName = (weekday: number, style: "long" | "short" = "long") => new Intl.DateTimeFormat(locale(), { weekday: style, timeZone: "UTC" }).format(SOME_MONDAY + weekday * 86_400_000);
export const weekdayNames = (days: readonly number[]) => new Intl.ListFormat(locale(), { type: "conjunction" }).format(days.map((one) => weekdayName(one)));
/** `2026-11-23` as people write it. */
export const dayWord = (iso: string) => new Intl.DateTimeFormat(locale(), { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(Date.parse(`${iso}T00:00:00Z`));
export const money = (cents: number, currency: string) => new Intl.NumberFormat(locale(), { style: "currency", currency }).format(cents / 100);

export const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
/** Minutes of the day; null where it is no time. */
export function minuteOf(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  const minute = found ? Number(found[1]) * 60 + Number(found[2]) : Number.NaN;
  return minute >= 0 && minute <= 1_440 && Number(found?.[2]) < 60 ? minute : null;
}
/** `09:00-12:00, 13:00-18:00`; null where it cannot be read. */
export function hoursOf(weekday: number, text: string): ContactHours[] | null {
  const found: ContactHours[] = [];
  for (const part of text.split(/[,;]/).map((one) => one.trim()).filter(Boolean)) {
    const [begins, ends, more] = part.split("-").map(minuteOf);
    if (begins == null || ends == null || more !== undefined || ends <= begins) return null;
    found.push({ weekday, begins, ends });
  }
  return found.length > 0 ? found : null;
}
export const hoursText = (contact: readonly ContactHours[], weekday: number) => contact.filter((one) => one.weekday === weekday).toSorted((a, b) => a.begins - b.begins).map((one) => `${clock(one.begins)}-${clock(one.ends)}`).join(", ");
