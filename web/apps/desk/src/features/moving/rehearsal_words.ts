import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Answer } from "@palabre/contracts";

export type Whole = Answer<"get", "/moving/rehearsals/{id}">;
export type Rehearsal = Whole["rehearsal"];
export type RobotCall = Whole["calls"][number];
export type Script = Answer<"get", "/moving/rehearsal-scripts">["rows"][number];

export const REHEARSALS = ["moving", "rehearsals"];
export const SCRIPTS = ["moving", "rehearsal-scripts"];

const PROBLEMS: Record<string, MessageDescriptor> = {
  no_flow: msg`aucun parcours publié ne répond`,
  not_answered: msg`personne n’a décroché`,
  nothing_heard: msg`rien n’a été entendu`,
  flow_failed: msg`le parcours a échoué`,
  too_long: msg`pas de fin après trois minutes`,
  other_end: msg`arrivé ailleurs que prévu`,
  keys_left: msg`fini avant toutes les touches`,
  long_silence: msg`plus de dix secondes de silence`,
  interrupted: msg`interrompu : la téléphonie s’est arrêtée`,
};
const STEPS: Record<string, MessageDescriptor> = {
  queue: msg`file`, transfer: msg`transfert`, hang_up: msg`raccroché`, menu: msg`menu`, say: msg`annonce`, business_hours: msg`horaires`, collect: msg`saisie`, callback: msg`rappel`,
  voicemail: msg`message vocal`, sub_flow: msg`sous-parcours`, record_consent: msg`accord d’enregistrement`, branch: msg`choix`, set: msg`variable`, come_back: msg`retour`,
};
export const ENDS = ["queue", "transfer", "hang_up"];
export const problemSaid = (code: string) => (PROBLEMS[code] ? i18n._(PROBLEMS[code]) : code);
export const stepSaid = (kind: string) => (STEPS[kind] ? i18n._(STEPS[kind]) : kind.replaceAll("_", " "));

/** Where a call ended: kind, and of which queue or number. */
export function endSaid(came: string, names: Record<string, string>): string {
  const [kind = "", what = ""] = [came.split(":")[0], came.slice(came.indexOf(":") + 1)];
  if (!came) return "—";
  return came.includes(":") ? `${stepSaid(kind)} ${names[what] ?? what}` : stepSaid(kind);
}
