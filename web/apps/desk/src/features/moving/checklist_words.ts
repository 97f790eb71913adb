import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { dayTime, number } from "@palabre/words";
import type { Answer } from "@palabre/contracts";
import type { Tone } from "#/shared/ui/ui.tsx";
import { problemSaid } from "./rehearsal_words.ts";

export type Checklist = Answer<"get", "/moving/checklist">;
export type Check = Checklist["checks"][number];
export type Tick = Checklist["ticks"][number];
export const CHECKLIST = ["moving", "checklist"];

type Words = Record<string, MessageDescriptor>;
const GROUPS: Words = {
  numbers: msg`Numéros`, flows: msg`Parcours`, queues: msg`Files`, people: msg`Personnes`, lines: msg({ message: "Lignes", context: "telephone" }), safety: msg`Secours et dépenses`, rules: msg`Règles`, yours: msg`À vous de dire`,
};
const WHY: Words = {
  answered: msg`un parcours publié répond`, no_flow: msg`aucun parcours publié ne répond`, never_called: msg`pas encore appelé : répétez « chaque numéro, ses premiers mots »`, published_since: msg`une autre version est publiée depuis l’appel du robot`,
  other_flow_since: msg`un autre parcours y répond depuis l’appel du robot`, other_trunk_since: msg`il passe par une autre ligne depuis l’appel du robot`,
  called_long_ago: msg`le dernier appel d’un robot a plus d’un mois`, old_system_away: msg`l’ancien central ne répond pas`, no_return: msg`sans réponse d’ici, l’appel ne repart pas à l’ancien central`,
  rescued: msg`un numéro de secours prend l’appel si nous sommes arrêtés`, no_rescue: msg`si nous sommes arrêtés, l’appelant n’entend que des excuses`, flow_good: msg`rien à redire`, flow_unpublished: msg`jamais publié`,
  draft_newer: msg`le brouillon n’est pas ce qui est publié`, nobody_able: msg`aucun conseiller ne peut y répondre`, one_able: msg`un seul conseiller peut y répondre`, always_open: msg`sans horaires : ouverte jour et nuit`,
  one_administrator: msg`un seul administrateur : s’il part, personne ne peut rien changer`, nobody_waits: msg`toutes les invitations sont acceptées`, no_telephony: msg`la téléphonie ne répond pas`,
  no_trunk: msg`aucun raccordement à un opérateur`, trunk_up: msg`raccordé`, relay: msg`un relais aide les navigateurs derrière un pare-feu`, no_relay: msg`sans relais, certains navigateurs n’auront pas de son`,
  address_known: msg`l’adresse donnée aux secours est connue`, no_address: msg`aucune adresse à donner aux secours`, dear_closed: msg`international, surtaxé et satellite sont fermés`, no_ceiling: msg`aucun plafond d’appels ou de dépense`,
  second_factors: msg`la double vérification protège chaque administrateur`, voice_speaks: msg`parle`, voice_missing: msg`ne parle pas : le programme ou le modèle manque`, voice_slow: msg`ne parle pas : trop lente`,
  voice_silent: msg`ne parle pas : aucun son`, voice_refused: msg`ne parle pas : elle répond par une erreur`, voice_not_sound: msg`ne parle pas : ce n’est pas du son`,
  unrecorded: msg`aucun appel n’est enregistré`, recorded_without_asking: msg`une règle enregistre sans demander l’accord : vérifiez ce que dit l’annonce`, own_music: msg`votre musique d’attente`, our_music: msg`la musique d’attente est celle de départ`,
  no_holidays: msg`aucun jour férié dans l’année qui vient`, do_not_call: msg`une liste « ne plus appeler » est en place`, no_do_not_call: msg`des campagnes, mais aucune liste « ne plus appeler »`,
};
const CODES: Words = {
  answers: msg`répond`, called: msg`appelé par un robot`, way_back: msg`si Palabre ne répond pas`, administrators: msg`Administrateurs`, invited: msg`Invitations`, telephony: msg`Téléphonie`, trunks: msg`Raccordements`,
  relay: msg`Relais`, dear: msg`Destinations chères`, ceilings: msg`Plafonds`, recording: msg`Enregistrement`, music: msg`Musique d’attente`, holidays: msg`jours fériés`, do_not_call: msg`Ne plus appeler`, address: msg`secours`, second_factor: msg`Double vérification`, voice: msg`voix`, disk: msg`Place sur le disque`,
};
const TICKS: Words = {
  staff_trained: msg`Les conseillers sont formés et ont essayé leur poste`, customers_told: msg`Les clients sont prévenus de ce qui change`, operator_ready: msg`L’opérateur a confirmé le jour et l’heure de la bascule`,
  old_contract: msg`La fin du contrat de l’ancien système est connue`, backup_restored: msg`Une sauvegarde a été restaurée dans un dossier vide (./palabre backup, restore)`, words_of_consent: msg`L’annonce d’enregistrement est validée par un juriste`,
  help_number_tried: msg`Un appel aux secours a été essayé, en accord avec eux`,
};
const AT = "/desk";
const PLACES: Record<string, string> = {
  numbers: "/setup/flows", moving: "/setup/moving?show=numbers", rehearsal: "/setup/moving?show=rehearsal", flows: "/setup/flows", queues: "/setup/queues", people: "/setup/people", trunks: "/setup/trunks", sites: "/setup/emergency",
  dial_plan: "/setup/trunks", recording: "/recordings", hours: "/setup/calendars", outbound: "/outbound", music: "/setup/waiting", voices: "/setup/flows",
};
const said = (words: Words, code: string) => (words[code] ? i18n._(words[code]) : code);
export const groupSaid = (code: string) => said(GROUPS, code);
export const codeSaid = (code: string) => (CODES[code] ? i18n._(CODES[code]) : "");
export const tickSaid = (one: Tick) => (TICKS[one.point] ? i18n._(TICKS[one.point]!) : one.words);
export const isTheirs = (one: Tick) => !TICKS[one.point];
export const placeOf = (one: Check) => (PLACES[one.place] ? `${AT}${PLACES[one.place]}` : undefined);
export const toneOf = (state: string): Tone => (state === "green" ? "good" : state === "amber" ? "warning" : "bad");

/** Why a check stands as it does, with its figures. */
export function whySaid(one: Check): string {
  const value = (name: string) => one.values[name] ?? "";
  const figure = (name: string) => number(Number(value(name)));
  const when = typeof one.values["at"] === "number" ? dayTime(one.values["at"]) : "";
  const count = figure("count"), seconds = figure("seconds"), share = figure("share"), days = figure("days"), calls = figure("calls"), money = figure("money"), able = figure("able");
  const gigabytes = number(Math.floor(Number(value("mb")) / 100) / 10);
  const problem = problemSaid(String(value("problem"))), state = String(value("state")), classes = String(value("classes"));
  if (one.why === "called") return t`appelé, entendu et conduit à bon port le ${when}`;
  if (one.why === "call_wrong") return t`${problem}, le ${when}`;
  if (one.why === "goes_back") return t`${share} % ici ; sans réponse en ${seconds} s, l’ancien central`;
  if (one.why === "flow_faults") return t`points à corriger : ${count}`;
  if (one.why === "queue_good") return t`conseillers capables d’y répondre : ${able}`;
  if (one.why === "administrators") return t`administrateurs : ${count}`;
  if (one.why === "invited_wait") return t`invitations qui attendent encore : ${count}`;
  if (one.why === "passwords_alone") return t`administrateurs protégés par leur seul mot de passe : ${count} ; la double vérification s’active dans leur page de sécurité`;
  if (one.code === "disk") return one.state === "green" ? t`${gigabytes} Go libres` : t`${gigabytes} Go libres : faites de la place, sinon rien ne s’enregistre plus`;
  if (one.why === "trunk_down") return t`ne marche pas (${state})`;
  if (one.why === "dear_open") return t`destinations ouvertes : ${classes}`;
  if (one.why === "ceilings") return t`appels à la fois : ${calls} ; dépense d’un jour : ${money}`;
  if (one.why === "recorded") return t`avec l’accord de l’appelant, gardé ${days} jours`;
  if (one.why === "holidays") return t`jours de l’année qui vient : ${count}`;
  return said(WHY, one.why);
}
