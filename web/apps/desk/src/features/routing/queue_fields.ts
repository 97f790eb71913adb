import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Answer, Given, Row } from "@palabre/contracts";
import { number } from "@palabre/words";

export type Queue = Row<"/queues">;
export type Options = Queue["options"];
export type Draft = NonNullable<Given<"post", "/routing/check">["body"]>;
export type Checked = Answer<"post", "/routing/check">;
export interface Share { kind: "site" | "partner"; share: number; id: string | null }

/** A number of the rules: what it is, in one sentence; its bounds; what it is where nobody said otherwise. `scale`: shown times this. */
export interface NumberRule { label: MessageDescriptor; help: MessageDescriptor; min: number; max: number; usual: number; scale?: number }
const WEEK = 7 * 24 * 3600;

export const MAIN = {
  target_seconds: { label: msg`Objectif de réponse (s)`, help: msg`L’attente que l’on vise ; l’urgence se mesure à elle.`, min: 1, max: WEEK, usual: 20 },
  wait_seconds_max: { label: msg`Attente la plus longue (s)`, help: msg`Au-delà, le client déborde ou revient au parcours.`, min: 1, max: WEEK, usual: 1800 },
  offer_seconds: { label: msg`Durée d’une offre (s)`, help: msg`Sans réponse, l’offre va tout de suite à quelqu’un d’autre.`, min: 1, max: 3600, usual: 20 },
  wrap_up_seconds: { label: msg`Fin de traitement (s)`, help: msg`Le temps de noter, que personne ne raccourcit ; chacun peut le finir plus tôt.`, min: 0, max: 3600, usual: 30 },
  wrap_up_more_seconds: { label: msg`« Plus de temps » (s)`, help: msg`Ce que l’on ajoute à la fin de traitement, une fois.`, min: 0, max: 3600, usual: 60 },
  priority_seconds: { label: msg`Avance de priorité (s)`, help: msg`Compte comme de l’attente déjà faite ; au plus trois fois l’objectif.`, min: 0, max: WEEK, usual: 0 },
} as const satisfies Partial<Record<keyof Options, NumberRule>>;

export const LESS_OFTEN = {
  length_max: { label: msg`Personnes en attente au plus`, help: msg`Au-delà, la file est pleine et le parcours prend sa branche « pleine ».`, min: 0, max: 100_000, usual: 1000 },
  short_abandon_seconds: { label: msg`Abandon court, sous (s)`, help: msg`Qui raccroche plus tôt est compté à part des abandons.`, min: 0, max: WEEK, usual: 5 },
  preferred_seconds: { label: msg`Attendre la personne préférée (s)`, help: msg`Le client n’attend que la personne que le parcours préfère, si elle est là ; ensuite tout le monde.`, min: 0, max: 3600, usual: 30 },
  callback_priority_seconds: { label: msg`Avance des rappels (s)`, help: msg`S’ajoute à l’avance de priorité quand un rappel est dû.`, min: 0, max: WEEK, usual: 0 },
  units: { label: msg`Capacité occupée (100 = une conversation)`, help: msg`50 : deux tiennent dans la place d’une ; 200 : une prend la place de deux.`, min: 1, max: 1000, usual: 100 },
} as const satisfies Partial<Record<keyof Options, NumberRule>>;

export const SHARE_WINDOW: NumberRule = { label: msg`Comptées sur les dernières (min)`, help: msg`La fenêtre sur laquelle les parts se mesurent et se rattrapent.`, min: 1, max: WEEK / 60, usual: 60, scale: 1 / 60 };
export const CEILING: NumberRule = { label: msg`Plafond d’occupation (%)`, help: msg`Proposé seulement à qui a été moins occupé que cela pendant 15 minutes ; un appel le met de côté.`, min: 1, max: 100, usual: 80, scale: 100 };
const NUMBERS: Partial<Record<keyof Options, NumberRule>> = { ...MAIN, ...LESS_OFTEN };

/** Where each rule of a queue stands on the screen: a rule of the server that is not here does not compile. */
export const PLACES = {
  target_seconds: "number", wait_seconds_max: "number", offer_seconds: "number", wrap_up_seconds: "number", wrap_up_more_seconds: "number", priority_seconds: "number",
  length_max: "number", short_abandon_seconds: "number", preferred_seconds: "number", callback_priority_seconds: "number", units: "number",
  auto_accept: "check", decline_allowed: "check", best_level_first: "check",
  overflow: "choice", fairness: "choice",
  shares: "shares", share_window_seconds: "shares", deferrable_below: "deferrable",
} as const satisfies Record<keyof Options, "number" | "check" | "choice" | "shares" | "deferrable">;

export const shownNumber = (rule: NumberRule, value: number | undefined) => (value === undefined ? rule.usual : Math.round(value * (rule.scale ?? 1) * 1000) / 1000);
export const keptNumber = (rule: NumberRule, shown: number) => shown / (rule.scale ?? 1);
export const numberFault = (rule: NumberRule, shown: number): string | null => (shown >= rule.min && shown <= rule.max ? null : i18n._(msg`De ${number(rule.min)} à ${number(rule.max)}.`));

/** Whether shares of one kind fit into the whole. */
export const sharesFit = (shares: readonly Share[]): boolean => shares.reduce((sum, one) => sum + one.share, 0) <= 1.0001 && new Set(shares.map((one) => one.id)).size === shares.length;

/** Whether every field holds what the server takes. */
export function optionsSound(options: Partial<Options>): boolean {
  const numbers = Object.entries(NUMBERS).every(([key, rule]) => { const value = options[key as keyof Options]; return value === undefined || numberFault(rule, shownNumber(rule, value as number)) === null; });
  const shares = (options.shares ?? []) as Share[];
  const window = options.share_window_seconds === undefined || numberFault(SHARE_WINDOW, shownNumber(SHARE_WINDOW, options.share_window_seconds)) === null;
  const ceiling = !options.deferrable_below || numberFault(CEILING, shownNumber(CEILING, options.deferrable_below)) === null;
  return numbers && sharesFit(shares) && window && ceiling && !Number.isNaN(options.deferrable_below ?? 0);
}

/** Beside which field a fault or a warning of the server stands. */
export function placeOf(reason: string): "overflow" | "shares" | "rings" | "channel" | "priority_seconds" | "deferrable" | "whole" {
  if (reason.startsWith("overflow")) return "overflow";
  if (reason.startsWith("share")) return "shares";
  if (reason === "nobody_takes_this_channel") return "channel";
  if (reason === "priority_starves_others") return "priority_seconds";
  if (reason === "ceiling_out_of_bounds") return "deferrable";
  return /ring|requirement|skill|band|nobody_has_this/.test(reason) ? "rings" : "whole";
}
