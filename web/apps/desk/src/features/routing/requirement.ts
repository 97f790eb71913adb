import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** Who may take something, as it is written: a skill at a level, all or any of several, or not. All of nothing: everybody. */
export interface Requirement { kind: "skill" | "all" | "any" | "not"; skill?: string | null; level?: number; parts?: Requirement[] }
export interface Ring { after_seconds: number; requirement: Requirement; bands?: [number, number][] }
export type Place = readonly number[];

export const LEVELS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
export const EVERYBODY: Requirement = { kind: "all", parts: [] };

export const partAt = (whole: Requirement, place: Place): Requirement => place.reduce((at, index) => at.parts![index]!, whole);

/** The whole with this part in that place; null takes it away. */
export function withPart(whole: Requirement, place: Place, part: Requirement | null): Requirement {
  if (place.length === 0) return part ?? EVERYBODY;
  const [first, ...rest] = place as [number, ...number[]];
  const parts = whole.parts ?? [];
  const next = rest.length === 0 && part === null ? parts.filter((_, index) => index !== first) : parts.map((one, index) => (index === first ? withPart(one, rest, part) : one));
  return { ...whole, parts: next };
}

/** Turned into another kind, keeping what was said as far as it fits. */
export function turned(from: Requirement, kind: Requirement["kind"], skill: string): Requirement {
  if (kind === from.kind) return from;
  const first = from.kind === "skill" ? from : from.parts?.find((one) => one.kind === "skill");
  const one: Requirement = first ?? { kind: "skill", skill, level: 1 };
  if (kind === "skill") return { kind, skill: one.skill ?? skill, level: one.level ?? 1 };
  if (kind === "not") return { kind, parts: [from.kind === "skill" || !from.parts?.length ? one : from.parts[0]!] };
  return { kind, parts: from.kind === "skill" ? [from] : from.parts?.length ? from.parts : [one] };
}

/** In words: "Français ≥ 3 et (Commercial ou sauf Anglais)". */
export function requirementSaid(requirement: Requirement, name: (skill: string) => string, inner = false): string {
  const parts = requirement.parts ?? [];
  if (requirement.kind === "skill") {
    const skill = name(requirement.skill ?? "");
    return (requirement.level ?? 1) > 1 ? `${skill} ≥ ${requirement.level}` : skill;
  }
  if (requirement.kind === "not") return `${i18n._(msg`sauf`)} ${parts[0] ? requirementSaid(parts[0], name, true) : "…"}`;
  if (parts.length === 0) return requirement.kind === "all" ? i18n._(msg`tout le monde`) : "…";
  const between = requirement.kind === "all" ? i18n._(msg`et`) : i18n._(msg`ou`);
  const said = parts.map((part) => requirementSaid(part, name, true)).join(` ${between} `);
  return inner && parts.length > 1 ? `(${said})` : said;
}

export function bandsText(bands: readonly (readonly number[])[]): string {
  return bands.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(", ");
}

/** "1-3, 4-10": levels that count as equal. Null: not understood. */
export function bandsOf(text: string): [number, number][] | null {
  const found: [number, number][] = [];
  for (const piece of text.split(/[,;،]/).map((one) => one.trim()).filter(Boolean)) {
    const match = /^(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?$/.exec(piece);
    const [first, last] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
    if (!match || first < 1 || last > 10 || first > last) return null;
    found.push([first, last]);
  }
  return found;
}

export type RingFault = "" | "first" | "order" | "empty";
/** What keeps the rings from being saved: the first begins at once, each widens later, no part is left without a skill. */
export function ringsFault(rings: readonly Ring[]): RingFault {
  if (rings[0]?.after_seconds !== 0) return "first";
  if (rings.some((ring, index) => index > 0 && !(ring.after_seconds > rings[index - 1]!.after_seconds))) return "order";
  return rings.some((ring) => hollow(ring.requirement)) ? "empty" : "";
}

const hollow = (one: Requirement): boolean => (one.kind === "skill" ? !one.skill : (one.kind !== "all" && !one.parts?.length) || (one.parts ?? []).some(hollow));

/** Why rules are refused (routing/model/rules.py), and what is warned of (model/drafts.py). */
export const REASONS: Record<string, MessageDescriptor> = {
  nobody_has_this: msg`personne n’a ce qu’elle demande`,
  nobody_takes_this_channel: msg`personne ne prend ce canal`,
  priority_starves_others: msg`sa priorité fait trop attendre les autres`,
  overflow_circle: msg`les débordements tournent en rond`,
  overflow_unknown: msg`elle déborde vers une file qui n’est pas en service`,
  overflow_other_channel: msg`elle déborde vers un autre canal`,
  first_ring_not_at_once: msg`le premier cercle ne commence pas tout de suite`,
  rings_out_of_order: msg`les cercles ne s’ouvrent pas l’un après l’autre`,
  too_many_rings: msg`elle a trop de cercles`,
  band_out_of_levels: msg`une bande de niveaux sort de 1 à 10`,
  requirement_empty: msg`une condition est vide`,
  requirement_too_deep: msg`une condition est trop imbriquée`,
  requirement_unknown: msg`une condition n’est pas comprise`,
  skill_malformed: msg`une compétence ou son niveau n’est pas valable`,
  shares_of_two_kinds: msg`ses parts mêlent sites et partenaires`,
  share_twice: msg`une part est écrite deux fois`,
  shares_beyond_the_whole: msg`ses parts dépassent le tout`,
  share_window_below_a_minute: msg`la fenêtre de ses parts est trop courte`,
  fairness_unknown: msg`sa façon de choisir n’est pas connue`,
  negative_seconds: msg`une durée est négative`,
  nobody_may_wait: msg`personne ne peut y attendre`,
  no_units: msg`elle n’occupe aucune capacité`,
  target_below_one_second: msg`son objectif est trop court`,
  offer_below_one_second: msg`la durée de ses offres est trop courte`,
  hours_end_before_they_begin: msg`ses horaires finissent avant de commencer`,
  hours_out_of_order: msg`ses horaires se chevauchent`,
  ceiling_out_of_bounds: msg`son plafond d’occupation sort de 1 à 100 %`,
  queue_twice: msg`elle est écrite deux fois`,
};
export const reasonSaid = (reason: string): string => (REASONS[reason] ? i18n._(REASONS[reason]) : reason);
