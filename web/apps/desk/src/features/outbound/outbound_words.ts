import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Answer, Given } from "@palabre/contracts";
import { csrfToken, Problem } from "#/shared/api.ts";
import type { Tone } from "#/shared/ui/ui.tsx";

export type Campaign = Answer<"get", "/outbound/campaigns">[number];
export type Progress = Answer<"get", "/outbound/campaigns/{campaign}/progress">;
export type Report = Answer<"post", "/outbound/lists/{calling_list}/imports">;
export type Card = Answer<"get", "/outbound/contacts/{contact}">;
export type Wanted = Given<"post", "/outbound/campaigns">["body"];
export interface OutboundSearch { show?: string; id?: string }

type Words = Record<string, MessageDescriptor>;
const STATES: Words = { draft: msg`Brouillon`, running: msg`En cours`, paused: msg`En pause`, stopped: msg`Arrêtée` };
const MODES: Words = { preview: msg`Avec fiche d’abord`, progressive: msg`Un appel par conseiller`, predictive: msg`Prédictif` };
const RULES: Words = {
  do_not_call: msg`Ne veut plus être appelé`, consent: msg`Pas de consentement enregistré`, refusal: msg`A refusé il y a moins de 60 jours`,
  attempts: msg`Appelé trop souvent en 30 jours`, holiday: msg`Jour férié`, hours: msg`Hors des heures permises chez lui`, dial_plan: msg`Destination fermée`,
};
const OUTCOMES: Words = {
  busy: msg`occupé`, no_answer: msg`sans réponse`, failed: msg`injoignable`, invalid_number: msg`numéro sans abonné`, refused: msg`non composé`, no_line: msg`pas de ligne libre`, in_doubt: msg`dans le doute`, abandoned: msg`abandonné`,
  hung_up: msg`a raccroché`, machine: msg`répondeur`, skipped: msg`passé`, skipped_later: msg`passé : pas maintenant`, skipped_unfit: msg`passé : pas concerné`, skipped_wrong_data: msg`passé : fiche fausse`, talked: msg`a parlé`,
};
export const DISPOSITIONS: Words = {
  done: msg`Abouti`, refused: msg`Refuse`, do_not_call: msg`Ne plus appeler`, machine: msg`Répondeur`, fax: msg`Télécopieur`, wrong_number: msg`Faux numéro`, call_again: msg`Rappeler demain`,
};
const WRONG: Words = {
  no_number: msg`sans numéro`, not_a_number: msg`numéro illisible`, costly_number: msg`numéro surtaxé`, doubled: msg`deux fois dans le fichier`, known: msg`déjà dans la liste`,
  do_not_call: msg`ne veut plus être appelé`, bad_date: msg`date illisible`,
};
const SOURCES: Words = { csv: msg`par fichier`, api: msg`par un autre système`, person: msg`par l’équipe`, digit: msg`d’une touche, pendant l’appel`, customer: msg`par le client`, advisor: msg`dit à un conseiller` };

const SKIPS: Words = { later: msg`Pas maintenant`, unfit: msg`Pas concerné`, wrong_data: msg`Fiche fausse` };
const FIELDS: Words = {
  name: msg`nom`, queue: msg`file`, mode: msg`rythme`, country: msg`règles`, entry: msg`numéro présenté`, language: msg`langue du message`, ceiling_permille: msg`abandons au plus (‰)`,
  ring_seconds: msg`secondes de sonnerie`, preview_seconds: msg`secondes pour lire`, lines_max: msg`lignes au plus`, attempts_max: msg`essais au plus`, retries: msg`nouveaux essais`, message: msg`message`,
};
const GESTURES: Words = {
  "outbound.create_campaign": msg`faite`, "outbound.change_campaign": msg`modifiée`, "outbound.running": msg`lancée`, "outbound.paused": msg`suspendue`, "outbound.stopped": msg`arrêtée`,
  "outbound.export": msg`résultats téléchargés`,
};

const said = (words: Words, code: string) => (words[code] ? i18n._(words[code]) : code);
export const stateSaid = (code: string) => said(STATES, code);
export const modeSaid = (code: string) => said(MODES, code);
export const ruleSaid = (code: string) => said(RULES, code);
export const outcomeSaid = (code: string) => said(OUTCOMES, code);
export const dispositionSaid = (code: string) => said(DISPOSITIONS, code);
export const wrongSaid = (code: string) => said(WRONG, code);
export const sourceSaid = (code: string) => said(SOURCES, code);
export const skipSaid = (code: string) => said(SKIPS, code);
export const SKIP_CODES = Object.keys(SKIPS);
export const fieldSaid = (code: string) => said(FIELDS, code);
export const gestureSaid = (code: string) => said(GESTURES, code);
export const MODE_CODES = Object.keys(MODES);
export const toneOf = (state: string): Tone => (state === "running" ? "good" : state === "paused" ? "warning" : "plain");

/** What a campaign was made with: put back, it is as before. */
export function wantedOf(one: Campaign): Wanted {
  const { id: _id, state: _state, version: _version, created_at: _at, ...wanted } = one;
  return wanted;
}

/** A file as it is: no JSON. */
export async function sendFile(path: string, file: File, dry: boolean): Promise<Report> {
  const answer = await fetch(`/api${path}?dry=${dry}&name=${encodeURIComponent(file.name)}`, { method: "POST", credentials: "same-origin", headers: { "Content-Type": "text/csv", "X-CSRF": csrfToken() }, body: file });
  const value = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(value.code ?? "busy", answer.status, value.details ?? {}, value.reference ?? null);
  return value as Report;
}
