import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { locale } from "@palabre/words";
import type { Answer } from "@palabre/contracts";
import { csrfToken, Problem } from "#/shared/api.ts";

export type Demand = Answer<"get", "/workforce/demand">[number];
export type Forecast = Answer<"get", "/workforce/queues/{queue}/forecast">;
export type Report = Answer<"post", "/workforce/demand/imports">;
export type Event = Answer<"get", "/workforce/events">[number];
export type Objective = Answer<"get", "/workforce/queues/{queue}/objective">["objective"];
export interface ForecastSearch { queue?: string; show?: string }

/** What the server tells of how a forecast was made (docs/reference/forecast.md). */
export interface Told {
  model: string; floor: string; error: number | null; floor_error: number | null; covered: number | null;
  handle_model: string; handle_error: number | null; handle_floor_error: number | null; basis: string; days_known: number; left_out: number; notes: Record<string, number>;
}

type Words = Record<string, MessageDescriptor>;
const MODELS: Words = {
  same_weekday: msg`comme le même jour, la semaine passée`, mean_of_four: msg`moyenne des quatre derniers mêmes jours`, level: msg`mêmes jours, au niveau de la semaine`,
  factors: msg`formes de journée (SVD)`, blend: msg`formes de journée et moyenne, par moitié`, recent_mean: msg`moyenne des 28 derniers jours`, by_half_hour: msg`par demi-heure`,
};
const BASES: Words = {
  flat: msg`Moins d’une semaine est connue : chaque jour est prévu comme la moyenne de ceux-là, sans jour de la semaine, et l’intervalle est supposé.`,
  weekly: msg`Trop peu de jours pour juger les modèles : c’est la moyenne des mêmes jours, et l’intervalle est supposé.`,
};
const POSSIBLE: Words = {
  nothing: msg`Rien de nouveau à prendre dans ce fichier.`, flat: msg`Moins d’une semaine : on en tire une moyenne par heure, rien sur les jours de la semaine.`,
  weekly: msg`Moins de trois semaines : on en tire les jours de la semaine, sans pouvoir juger les modèles.`, judged: msg`Assez de jours pour comparer les modèles et mesurer l’erreur.`,
};
const WRONG: Words = {
  no_time: msg`heure illisible`, no_such_time: msg`heure qui n’existe pas (changement d’heure)`, no_count: msg`nombre illisible`, negative: msg`nombre négatif`, too_many: msg`nombre démesuré`, bad_handle: msg`durée impossible`,
  twice: msg`deux fois dans le fichier`, off_step: msg`hors du pas du fichier`, queue_unknown: msg`file inconnue`, hole: msg`demi-heure incomplète`, known: msg`déjà connue`,
};
const UNREADABLE: Words = {
  empty: msg`Le fichier est vide.`, encoding: msg`Enregistrez-le en CSV, UTF-8.`, no_header: msg`La première ligne doit nommer les colonnes.`, no_start_column: msg`Il manque une colonne « start » : le début de chaque intervalle.`,
  no_count_column: msg`Il manque une colonne « calls » : le nombre de contacts.`, too_many_lines: msg`Trop de lignes : coupez le fichier.`, too_long: msg`Trop gros : coupez le fichier.`, too_coarse: msg`Plus d’une demi-heure par ligne : il faut au moins des demi-heures.`,
  queue_needed: msg`Choisissez une file, ou nommez-la dans une colonne « queue ».`,
};
const RUNS: Words = { waiting: msg`en attente`, running: msg`en calcul`, done: msg`faite`, refused: msg`impossible` };
const REASONS: Words = { no_history: msg`Aucun jour entier n’est connu. Importez un fichier, ou attendez demain.`, closed: msg`Aucun jour d’ouverture dans les deux semaines.`, failed: msg`Le calcul a échoué cinq fois : prévenez l’exploitant.`, objective: msg`Aucun effectif n’atteint l’objectif.` };
const LEVELS: Words = { SLoff: msg`répondus à temps / présentés`, SLans: msg`répondus à temps / répondus`, SL: msg`n’ont pas attendu plus, abandons compris` };
const said = (words: Words, code: string) => (words[code] ? i18n._(words[code]) : code);
export const modelSaid = (code: string) => said(MODELS, code);
export const basisSaid = (code: string) => (BASES[code] ? said(BASES, code) : "");
export const possibleSaid = (code: string) => said(POSSIBLE, code);
export const wrongSaid = (code: string) => said(WRONG, code);
export const unreadableSaid = (code: string) => said(UNREADABLE, code);
export const runSaid = (code: string) => said(RUNS, code);
export const reasonSaid = (code: string) => said(REASONS, code);
export const levelSaid = (code: string) => said(LEVELS, code);
export const LEVEL_CODES = ["SLoff", "SLans", "SL"] as const;

/** The civil day of an instant, by the tenant's clock. */
export const dayOf = (at: number, zone: string) => new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
export const clock = (at: number, zone: string) => new Intl.DateTimeFormat(locale(), { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(at);
export const dateSaid = (day: string) => new Intl.DateTimeFormat(locale(), { timeZone: "UTC", weekday: "long", day: "numeric", month: "long" }).format(new Date(`${day}T12:00:00Z`));

/** A file as it is: no JSON. */
export async function sendFile(queue: string, file: File, dry: boolean): Promise<Report> {
  const answer = await fetch(`/api/workforce/demand/imports?dry=${dry}&queue=${queue}&name=${encodeURIComponent(file.name)}`, { method: "POST", credentials: "same-origin", headers: { "Content-Type": "text/csv", "X-CSRF": csrfToken() }, body: file });
  const value = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(value.code ?? "busy", answer.status, value.details ?? {}, value.reference ?? null);
  return value as Report;
}
