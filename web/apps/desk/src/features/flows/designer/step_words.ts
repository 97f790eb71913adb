import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { MessageDescriptor } from "@lingui/core";
import type { IconName } from "#/shared/ui/icons.tsx";
import type { Fault } from "./draft.ts";

interface Told { name: MessageDescriptor; help: MessageDescriptor; icon: IconName }

/** Kinds of steps in the reader's words; one of a room that came later is named by its tag and helped by its own text. */
const KINDS: Record<string, Told> = {
  say: { name: msg`Dire`, help: msg`Dit ou écrit un message, puis continue.`, icon: "speaker" },
  menu: { name: msg`Menu`, help: msg`Propose des choix : une touche au téléphone, un bouton par écrit.`, icon: "list" },
  collect: { name: msg`Demander`, help: msg`Prend des chiffres ou des mots et les garde dans une variable.`, icon: "keyboard" },
  branch: { name: msg`Aiguiller`, help: msg`Prend la sortie du premier cas qui convient.`, icon: "flow" },
  set: { name: msg`Retenir`, help: msg`Donne des valeurs à des variables, dont la langue.`, icon: "note" },
  business_hours: { name: msg`Horaires`, help: msg`Sommes-nous ouverts ?`, icon: "calendar" },
  queue: { name: msg`File d’attente`, help: msg`Cherche quelqu’un et tient compagnie jusque-là.`, icon: "people" },
  transfer: { name: msg`Numéro extérieur`, help: msg`Relie à un numéro extérieur ; ensuite la conversation est à eux.`, icon: "phone" },
  record_consent: { name: msg`Accord d’enregistrement`, help: msg`Annonce l’enregistrement et laisse refuser.`, icon: "record" },
  callback: { name: msg`Rappel`, help: msg`Propose d’être rappelé sans perdre sa place.`, icon: "clock" },
  sub_flow: { name: msg`Autre parcours`, help: msg`Exécute un autre parcours publié et revient par une de ses sorties.`, icon: "panel" },
  come_back: { name: msg`Revenir`, help: msg`Fin d’un parcours exécuté par un autre : il revient par cette sortie.`, icon: "undo" },
  hang_up: { name: msg`Terminer`, help: msg`Un dernier mot, puis la fin.`, icon: "hangup" },
  exact_time: { name: msg`Heure exacte`, help: msg`Dit l’heure exacte d’un lieu.`, icon: "clock" },
  tell_feed: { name: msg`Informations`, help: msg`Dit ce qu’un flux apporte (météo, actualités), avec son âge.`, icon: "info" },
  http_request: { name: msg`Demander à un système`, help: msg`Interroge un autre système par HTTP, avec une sortie par panne.`, icon: "send" },
  record_prompt: { name: msg`Enregistrer un message`, help: msg`Pour les vôtres : on tape le code affiché à côté d’un message, on le dicte, on l’écoute, on le garde.`, icon: "microphone" },
  voicemail: { name: msg`Messagerie`, help: msg`Laisse le client déposer un message.`, icon: "mail" },
};

export const kindName = (kind: string): string => (KINDS[kind] ? i18n._(KINDS[kind].name) : kind.replaceAll("_", " "));
export const kindHelp = (kind: string, own = ""): string => (KINDS[kind] ? i18n._(KINDS[kind].help) : own.split("\n\n")[0]!.replaceAll("`", ""));
export const kindIcon = (kind: string): IconName => KINDS[kind]?.icon ?? "more";

/** Fields by name; `kind.field` where one kind means something else by it. `help` follows the colon of the second. */
const FIELDS: Record<string, [MessageDescriptor, MessageDescriptor?]> = {
  prompts: [msg`Ce qui est dit`, msg`Dans l’ordre. Au téléphone, un enregistrement ou la voix de synthèse.`],
  interruptible: [msg`Peut être interrompu`, msg`Une touche pressée coupe le message et compte pour la suite.`],
  options: [msg`Choix`],
  written: [msg`Dit autrement par écrit`, msg`Où il y a des boutons, « tapez 1 » n’a pas de sens.`],
  on_silence: [msg`Si rien ne vient`],
  on_wrong: [msg`Si la réponse ne convient pas`],
  tries: [msg`Essais`],
  seconds: [msg`Secondes pour répondre`],
  seconds_written: [msg`Secondes pour répondre par écrit`],
  variable: [msg`Variable`, msg`Où la réponse est gardée.`],
  collects: [msg`Ce qui est pris`],
  length_min: [msg`Longueur au moins`],
  length_max: [msg`Longueur au plus`],
  end_key: [msg`Touche de fin`],
  secret: [msg`Secret`, msg`Code, carte : n’existe qu’en mémoire, le temps de l’étape ; jamais gardé ni enregistré.`],
  check: [msg`Contrôle`, msg`Décide entre « collected » et « rejected », par exemple luhn.`],
  cases: [msg`Cas`],
  when: [msg`Quand`],
  exit: [msg`Sortie`],
  key: [msg`Touche`],
  label: [msg`Message du bouton`, msg`Le nom d’un message écrit, dont les mots sont sur le bouton. Vide : la touche.`],
  values: [msg`Valeurs`, msg`Un texte peut contenir d’autres ${"{variables}"}.`],
  calendar: [msg`Horaires`],
  queue: [msg`File`],
  music: [msg`Musique`, msg`Vide : celle de l’organisation.`],
  announce: [msg`Annonce de la place`, msg`${"{position}"} est la place ; elle ne recule jamais.`],
  announce_wait: [msg`Annonce de l’attente`, msg`${"{wait_minutes}"} : dit seulement quand l’estimation est bonne.`],
  announce_seconds: [msg`Secondes entre deux annonces`],
  announce_first_seconds: [msg`Secondes avant la première annonce`],
  comfort: [msg`Messages pendant l’attente`],
  keys: [msg`Touches pendant l’attente`, msg`Chacune quitte la file par sa sortie.`],
  priority_seconds: [msg`Avance dans la file (s)`],
  preferred: [msg`Attend d’abord`],
  preferred_seconds: [msg`Secondes pour cette préférence`],
  "transfer.number": [msg`Numéro`, msg`Il est dans le parcours et ne vient jamais du client.`],
  "transfer.seconds": [msg`Secondes de sonnerie`],
  refuse_key: [msg`Touche de refus`],
  number: [msg`Variable du numéro`, msg`Vide : le numéro qui appelle.`],
  later_minutes: [msg`Minutes plus tard`],
  flow: [msg`Parcours`],
  version: [msg`Version`, msg`Vide : celle qui est publiée quand le client passe. Un nombre : toujours celle-là.`],
  give: [msg`Ce qu’on lui donne`],
  take: [msg`Ce qu’il rend`, msg`Notre variable, puis la sienne.`],
  "come_back.exit": [msg`Sortie prise par l’autre parcours`],
  seconds_max: [msg`Secondes au plus`],
  silence_seconds: [msg`Secondes de silence qui terminent`],
  zone: [msg`Fuseau horaire`],
  url: [msg`Adresse`],
  test: [msg`Comparaison`],
  value: [msg`Valeur`],
  of: [msg`Conditions`],
  who: [msg`Qui`],
  advisor: [msg`Conseiller`],
  within_days: [msg`Depuis moins de jours`],
};

export function fieldName(kind: string, field: string): string {
  const told = FIELDS[`${kind}.${field}`] ?? FIELDS[field];
  return told ? i18n._(told[0]) : field.replaceAll("_", " ");
}

export function fieldHelp(kind: string, field: string): string | undefined {
  const told = FIELDS[`${kind}.${field}`] ?? FIELDS[field];
  return told?.[1] ? i18n._(told[1]) : undefined;
}

const EXITS: Record<string, MessageDescriptor> = {
  done: msg`ensuite`, silence: msg`silence`, wrong: msg`réponse fausse`, collected: msg`reçu`, rejected: msg`refusé au contrôle`, otherwise: msg`sinon`,
  open: msg`ouvert`, closed: msg`fermé`, longest_wait: msg`attente trop longue`, full: msg`file pleine`, nobody: msg`personne ne pourrait`, busy: msg`occupé`,
  no_answer: msg`pas de réponse`, failed: msg`échec`, refused: msg`refusé`, allowed: msg`accepté`, requested: msg`rappel demandé`, pending: msg`rappel déjà prévu`,
  kept: msg`gardé`, given_up: msg`abandonné`, left: msg`message laissé`, empty: msg`rien de dit`,
  no_number: msg`pas de numéro`, stale: msg`trop ancien`, unknown: msg`inconnu`,
};
export const exitName = (exit: string): string => (EXITS[exit] ? i18n._(EXITS[exit]) : exit.replaceAll("_", " "));

const ENUMS: Record<string, MessageDescriptor> = {
  digits: msg`des chiffres`, text: msg`des mots`, equals: msg`est égal à`, one_of: msg`est parmi`, less: msg`est moins que`, at_most: msg`est au plus`, more: msg`est plus que`,
  at_least: msg`est au moins`, starts_with: msg`commence par`, is_empty: msg`est vide`, all: msg`toutes vraies`, any: msg`l’une est vraie`, not: msg`aucune n’est vraie`,
  number: msg`un nombre`, date: msg`une date`, time: msg({ message: "une heure", context: "variable" }), last: msg`le dernier conseiller`, named: msg`un conseiller nommé`, account_manager: msg`le conseiller attitré`,
  yes_no: msg`oui ou non`, choice: msg`un choix`, own: msg`à lui seul`, given: msg`donnée par l’appelant`, returned: msg`rendue à l’appelant`, voice: msg`téléphone`, chat: msg`messages du site`,
};
export const enumName = (value: string): string => (ENUMS[value] ? i18n._(ENUMS[value]) : value.replaceAll("_", " "));

/** What publication would refuse, said to who draws. */
export function faultWords({ code, what }: Fault): string {
  const exit = exitName(what.split(" ").at(-1) ?? "");
  const [first = "", second = ""] = what.split(" ");
  switch (code) {
    case "exit_not_wired": return i18n._(msg`La sortie « ${exitName(what)} » ne mène nulle part.`);
    case "exit_unknown": return i18n._(msg`La sortie « ${exitName(what)} » n’existe plus.`);
    case "exit_twice": return i18n._(msg`Deux choix ont la même sortie « ${exitName(what)} ».`);
    case "exit_reserved": return i18n._(msg`« ${what} » est une sortie de l’étape elle-même : choisissez un autre nom.`);
    case "target_unknown": return i18n._(msg`Elle mène à une étape qui n’existe pas : ${what}.`);
    case "start_unknown": return i18n._(msg`Choisissez la première étape.`);
    case "on_error_unknown": return i18n._(msg`L’étape prévue en cas d’incident n’existe pas.`);
    case "step_unreachable": return i18n._(msg`Rien ne mène à cette étape.`);
    case "prompt_missing": return i18n._(msg`Le message « ${first} » n’est pas écrit en ${second}.`);
    case "recording_missing": return i18n._(msg`Le message « ${first} » n’est pas enregistré en ${second}, et aucune voix ne parle cette langue.`);
    case "voice_missing": return i18n._(msg`Aucune voix de synthèse ne parle ${second}.`);
    case "variable_unknown": return i18n._(msg`La variable « ${what} » n’est jamais remplie.`);
    case "variable_undeclared": return i18n._(msg`La variable « ${what} » n’est pas déclarée.`);
    case "variable_reserved": return i18n._(msg`« ${what} » est tenue par le système.`);
    case "variable_missing": return i18n._(msg`Dites dans quelle variable la réponse est gardée.`);
    case "variable_values_missing": return i18n._(msg`Le choix « ${what} » n’a pas de valeurs.`);
    case "variable_not_number": return i18n._(msg`« ${what} » n’est pas un nombre.`);
    case "value_unfit": return i18n._(msg`Cette valeur ne convient pas au type de « ${what} ».`);
    case "queue_unknown": return i18n._(msg`Choisissez une file en service.`);
    case "calendar_unknown": return i18n._(msg`Choisissez des horaires.`);
    case "flow_unknown": case "flow_not_published": return i18n._(msg`Choisissez un parcours publié.`);
    case "caller_not_wired": return i18n._(msg`Un parcours publié qui exécute celui-ci n’attend pas la sortie « ${exit} ».`);
    case "given_missing": return i18n._(msg`Il attend une valeur pour « ${what} ».`);
    case "given_unknown": return i18n._(msg`Il n’attend pas « ${what} ».`);
    case "returned_unknown": return i18n._(msg`Il ne rend pas « ${what} ».`);
    case "sub_flow_recursive": return i18n._(msg`Ce parcours finirait par s’exécuter lui-même.`);
    case "sub_flow_too_deep": return i18n._(msg`Trop de parcours s’exécutent l’un l’autre (${what} au plus).`);
    case "sub_flow_language": return i18n._(msg`L’autre parcours ne parle pas ${what}.`);
    case "sub_flow_channel": return i18n._(msg`L’autre parcours ne sert pas ce canal : ${enumName(what)}.`);
    case "channel_cannot": return i18n._(msg`Aucun canal de ce parcours ne peut le faire.`);
    case "language_unknown": return i18n._(msg`Ce parcours ne parle pas ${what}.`);
    case "secret_bound": return i18n._(msg`Un secret ne se garde dans aucune variable.`);
    case "key_twice": return i18n._(msg`Deux choix ont la touche ${what}.`);
    case "length_backwards": return i18n._(msg`La longueur minimale dépasse la maximale.`);
    case "condition_variable_missing": return i18n._(msg`Une condition ne dit pas quelle variable elle regarde.`);
    case "condition_parts_missing": return i18n._(msg`Une condition n’a pas de parties.`);
    case "flow_unreadable": return i18n._(msg`Il manque quelque chose : ${what}`);
    default: return `${code.replaceAll("_", " ")}${what ? ` : ${what}` : ""}`;
  }
}
