import { i18n } from "@lingui/core";

export const LANGUAGES = ["fr", "en", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];
/** Each in its own words: who cannot read this page must find hers. */
export const LANGUAGE_NAMES: Record<Language, string> = { fr: "Français", en: "English", ar: "العربية" };
/** Dates and numbers; Maghreb Arabic writes 1234. */
export const LOCALES: Record<Language, string> = { fr: "fr-FR", en: "en-GB", ar: "ar-MA" };
const KEY = "palabre.language";

export type Catalogs = Record<Language, () => Promise<{ messages: Record<string, unknown> }>>;

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language);
}

export function firstLanguage(): Language {
  const kept = localStorage.getItem(KEY);
  if (isLanguage(kept)) return kept;
  return (navigator.languages ?? []).map((tag) => tag.slice(0, 2)).find(isLanguage) ?? "fr";
}

export async function speak(language: Language, catalogs: Catalogs): Promise<void> {
  const { messages } = await catalogs[language]();
  i18n.loadAndActivate({ locale: language, messages: messages as never });
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
}

export function locale(): string {
  return LOCALES[i18n.locale as Language] ?? LOCALES.fr;
}

type Format = { format: (value: number) => string };
const kept = new Map<string, Format>();

function once(key: string, make: () => Format): Format {
  const full = `${locale()} ${key}`;
  let found = kept.get(full);
  if (!found) kept.set(full, (found = make()));
  return found;
}

const MINUTE = 60_000;
const unit = (value: number, name: string, display: "short" | "long" | "narrow" = "short") =>
  once(`${name} ${display}`, () => new Intl.NumberFormat(locale(), { style: "unit", unit: name, unitDisplay: display, maximumFractionDigits: 0 })).format(value);

/** Milliseconds as people say them: "40 s", "3 min", "1 h 05". No ticking seconds beyond the first minute. */
export function duration(milliseconds: number): string {
  const all = Math.max(0, milliseconds);
  if (all < MINUTE) return unit(Math.floor(all / 1000), "second");
  const minutes = Math.floor(all / MINUTE);
  if (minutes < 60) return unit(minutes, "minute");
  const rest = minutes % 60;
  return rest ? `${unit(Math.floor(minutes / 60), "hour")} ${unit(rest, "minute")}` : unit(Math.floor(minutes / 60), "hour");
}

/** In the reader's own zone, or in the one that is named. */
const inZone = (name: string, shape: Intl.DateTimeFormatOptions, zone?: string) =>
  once(`${name} ${zone ?? ""}`, () => new Intl.DateTimeFormat(locale(), { ...shape, ...(zone ? { timeZone: zone } : {}) }) as unknown as Format);
export const clockTime = (at: number, zone?: string) => inZone("time", { hour: "2-digit", minute: "2-digit" }, zone).format(at);
export const day = (at: number, zone?: string) => inZone("day", { day: "numeric", month: "short", year: "numeric" }, zone).format(at);
/** The time for what is of today, the day for all else. */
export const dayOrTime = (at: number) => (new Date(at).toDateString() === new Date().toDateString() ? clockTime(at) : day(at));
export const dayTime = (at: number, zone?: string) => inZone("both", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }, zone).format(at);
export const number = (value: number, digits = 0) => once(`number ${digits}`, () => new Intl.NumberFormat(locale(), { maximumFractionDigits: digits })).format(value);
export const percent = (share: number) => once("percent", () => new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 1 })).format(share);
