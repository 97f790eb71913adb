import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Answer, Given } from "@palabre/contracts";
import { Problem } from "#/shared/api.ts";

export type Many = NonNullable<Given<"post", "/routing/bulk-changes/preview">["body"]>;
export type Preview = Answer<"post", "/routing/bulk-changes/preview">;
/** What differs: what is left out stays. Null: none; of hours: always. Level 0: without the skill. */
export interface Change { site?: string | null; partner?: string | null; calendar?: string | null; capacities?: Record<string, number>; skills?: Record<string, number> }
export type Names = (kind: "site" | "partner" | "calendar" | "skill", id: string) => string;

/** The form of a change: empty: as it is; "-": none. */
export interface Form { site: string; partner: string; calendar: string; voice: string; chat: string; skills: readonly { skill: string; level: string }[] }
export const NOTHING: Form = { site: "", partner: "", calendar: "", voice: "", chat: "", skills: [] };

export function changeOf(form: Form): Change | null {
  const place = (text: string) => (text === "-" ? null : text);
  const found: Change = {};
  for (const key of ["site", "partner", "calendar"] as const) if (form[key]) found[key] = place(form[key]);
  const capacities = Object.fromEntries((["voice", "chat"] as const).filter((key) => form[key] !== "").map((key) => [key, Number(form[key])]));
  const skills = Object.fromEntries(form.skills.filter((one) => one.skill).map((one) => [one.skill, Number(one.level)]));
  if (Object.keys(capacities).length > 0) found.capacities = capacities;
  if (Object.keys(skills).length > 0) found.skills = skills;
  return Object.keys(found).length > 0 ? found : null;
}

export interface Line { what: string; before: string; after: string }
/** A change as people say it: what, from, to. */
export function linesOf(before: Change, after: Change, names: Names): Line[] {
  const none = { site: i18n._(msg`sans site`), partner: i18n._(msg`sans partenaire`), calendar: i18n._(msg`toujours`) };
  const heads = { site: i18n._(msg`Site`), partner: i18n._(msg`Partenaire`), calendar: i18n._(msg`Heures de contact`) };
  const found: Line[] = [];
  for (const key of ["site", "partner", "calendar"] as const) {
    const said = (id: string | null | undefined) => (id ? names(key, id) : none[key]);
    if (after[key] !== undefined) found.push({ what: heads[key], before: said(before[key]), after: said(after[key]) });
  }
  const channels: Record<string, string> = { voice: i18n._(msg`Appels à la fois`), chat: i18n._(msg`Tchats à la fois`) };
  for (const [channel, most] of Object.entries(after.capacities ?? {})) found.push({ what: channels[channel] ?? channel, before: String(before.capacities?.[channel] ?? 0), after: String(most) });
  const level = (n: number | undefined) => (n ? String(n) : i18n._(msg`sans`));
  for (const [skill, to] of Object.entries(after.skills ?? {})) found.push({ what: names("skill", skill), before: level(before.skills?.[skill]), after: level(to) });
  return found;
}

const REFUSED: Record<string, MessageDescriptor> = {
  person_unknown: msg`aucun conseiller en service n’a cette adresse`,
  person_twice: msg`cette personne est déjà sur une ligne d’avant`,
  site_unknown: msg`ce site n’existe pas`,
  partner_unknown: msg`ce partenaire n’existe pas`,
  calendar_unknown: msg`ces horaires n’existent pas`,
  level_out_of_bounds: msg`un niveau va de 0 (sans) à 10`,
  capacity_out_of_bounds: msg`on prend de 0 à 20 conversations à la fois`,
  not_for_a_partner: msg`chez un partenaire on ne peut être que conseiller ou superviseur du partenaire`,
  more_than_you: msg`cette personne a des droits que vous n’avez pas`,
};
export const refusedSaid = (reason: string): string => (REFUSED[reason] ? i18n._(REFUSED[reason]) : reason);

const SHEET: Record<string, MessageDescriptor> = {
  nobody_named: msg`Il manque la colonne « e-mail » : la première ligne nomme les colonnes.`,
  column_unknown: msg`Cette colonne n’est ni connue ni une compétence en service :`,
  column_twice: msg`Une colonne est là deux fois.`,
  too_many_lines: msg`Ce fichier a trop de lignes : partagez-le en plusieurs.`,
  not_a_sheet: msg`Ce n’est pas un fichier CSV lisible : enregistrez-le depuis le tableur en « CSV ».`,
};
/** Why a sheet as a whole is not read; null: the problem is another. */
export function sheetFault(error: unknown): string | null {
  if (!(error instanceof Problem) || error.code !== "invalid") return null;
  const words = SHEET[String(error.details["reason"] ?? "")];
  if (!words) return null;
  const what = error.details["what"];
  return error.details["reason"] === "column_unknown" ? `${i18n._(words)} ${String(what ?? "")}` : i18n._(words);
}
