import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, plural } from "@lingui/core/macro";
import type { Answer } from "@palabre/contracts";
import { clockTime, duration } from "@palabre/words";
import { statusWord } from "#/features/desk/status_words.ts";

export type Told = Answer<"get", "/routing/items/{item}/why">;
export type WhyWaiting = Told["why"];
export type WhyHer = Answer<"get", "/routing/offers/{offer}/why">;
export type Blocker = WhyWaiting["people"][number]["blockers"][number];
export type Coming = WhyWaiting["next"][number];

/** What keeps somebody, by the server's code (routing/model/blockers.py): how it is counted, and how it is said of one. */
export const BLOCKERS: Record<string, { many: MessageDescriptor; one: MessageDescriptor }> = {
  not_able: { many: msg`n’ont pas ce que la file demande`, one: msg`n’a pas ce que la file demande` },
  later_ring: { many: msg`sont d’un cercle qui s’ouvre plus tard`, one: msg`est d’un cercle qui s’ouvre plus tard` },
  preferred: { many: msg`laissent la place à la personne préférée`, one: msg`laisse la place à la personne préférée` },
  capacity: { many: msg`ne prennent pas ce canal`, one: msg`ne prend pas ce canal` },
  signed_out: { many: msg`ne sont pas au poste`, one: msg`n’est pas au poste` },
  status: { many: msg`ne sont pas disponibles`, one: msg`n’est pas disponible` },
  hours: { many: msg`sont hors de leurs heures`, one: msg`est hors de ses heures` },
  presence: { many: msg`ne sont plus en ligne`, one: msg`n’est plus en ligne` },
  unconfirmed: { many: msg`ont manqué une offre et n’ont pas confirmé leur retour`, one: msg`a manqué une offre et n’a pas confirmé son retour` },
  not_shown: { many: msg`ont un poste qui n’affiche plus les offres`, one: msg`a un poste qui n’affiche plus les offres` },
  offer: { many: msg`ont une autre offre`, one: msg`a une autre offre` },
  talking: { many: msg`sont en conversation`, one: msg`est en conversation` },
  wrap_up: { many: msg`sont en fin de traitement`, one: msg`est en fin de traitement` },
  reservation: { many: msg`sont réservées pour un rappel`, one: msg`est réservée pour un rappel` },
  withheld: { many: msg`sont trop occupées pour un travail qui peut attendre`, one: msg`est trop occupée pour un travail qui peut attendre` },
  declined: { many: msg`ont refusé cette conversation il y a peu`, one: msg`a refusé cette conversation il y a peu` },
};

export const blockerCounted = (code: string, count: number): string => (BLOCKERS[code] ? i18n._(count === 1 ? BLOCKERS[code].one : BLOCKERS[code].many) : code);

/** One person's reason, with what it is and until when, where it ends by itself. */
export function blockerSaid(blocker: Blocker, now: number): string {
  const words = BLOCKERS[blocker.code] ? i18n._(BLOCKERS[blocker.code]!.one) : blocker.code;
  const what = blocker.code === "status" ? ` (${statusWord(blocker.detail)})` : "";
  return blocker.until > now ? `${words}${what} · ${soon(blocker.until, now)}` : words + what;
}

/** "encore 40 s au plus"; beyond the hour, the clock. */
function soon(at: number, now: number): string {
  if (at - now > 3_600_000) {
    const time = clockTime(at);
    return i18n._(msg`jusqu’à ${time} au plus`);
  }
  const left = duration(Math.ceil((at - now) / 1000) * 1000);
  return i18n._(msg`encore ${left} au plus`);
}

/** What happens next, when nobody does anything. */
export function nextSaid(coming: Coming, name: (id: string) => string): string {
  const who = coming.detail ? name(coming.detail) : "";
  const people = coming.people;
  const ring = Number(coming.detail) + 1;
  switch (coming.code) {
    case "ring_opens": return i18n._(msg`Le cercle ${ring} s’ouvre : ${plural(people, { one: "# personne de plus", other: "# personnes de plus" })}.`);
    case "offer_ends": return who ? i18n._(msg`L’offre faite à ${who} finit.`) : i18n._(msg`L’offre en cours finit.`);
    case "wrap_up_ends": return who ? i18n._(msg`La fin de traitement de ${who} s’achève.`) : i18n._(msg`Une fin de traitement s’achève.`);
    case "declined_ends": return who ? i18n._(msg`On peut de nouveau proposer à ${who}.`) : i18n._(msg`On peut de nouveau proposer à qui a refusé.`);
    case "reservation_ends": return who ? i18n._(msg`La réservation de ${who} pour un rappel finit.`) : i18n._(msg`Une réservation pour un rappel finit.`);
    case "withheld_ends": return i18n._(msg`On regarde de nouveau qui est assez libre pour un travail qui peut attendre.`);
    case "hours_ends": return who ? i18n._(msg`Les heures de ${who} commencent.`) : i18n._(msg`Les heures de quelqu’un commencent.`);
    case "preferred_ends": return i18n._(msg`On n’attend plus la personne préférée : toutes les autres peuvent prendre.`);
    case "longest_wait": return i18n._(msg`L’attente la plus longue est atteinte : le parcours décide de la suite.`);
    default: return coming.code;
  }
}

/** What put her before the next one (routing/model/choice.py), said of the one who was chosen. */
export const DECIDED: Record<string, MessageDescriptor> = {
  only: msg`Personne d’autre ne pouvait la prendre à cet instant.`,
  reserved: msg`La réservation était faite avant que le client ne soit appelé.`,
  preferred: msg`C’est la personne préférée de ce client.`,
  ring: msg`Le cercle ouvert le premier passe d’abord.`,
  band: msg`Le niveau demandé passe d’abord.`,
  units: msg`Qui a le moins de conversations en main passe d’abord.`,
  share: msg`Le site ou le partenaire le plus loin de sa part passe d’abord.`,
  occupied: msg`Qui a été le moins occupé aujourd’hui passe d’abord.`,
  idle: msg`Qui est libre depuis le plus longtemps passe d’abord.`,
  id: msg`À égalité en tout : un ordre fixe décide.`,
};

/** Why this conversation rather than another she could have taken. */
export const URGENCY: Record<string, MessageDescriptor> = {
  only: msg`Aucune autre conversation ne pouvait être proposée.`,
  overdue: msg`Elle attendait depuis bien plus que son objectif : la plus ancienne d’abord.`,
  urgency: msg`Son attente, rapportée à son objectif, était la plus pressante.`,
  arrival: msg`À urgence égale, elle était arrivée la première.`,
};

export const decidedSaid = (code: string): string => (DECIDED[code] ? i18n._(DECIDED[code]) : code);
export const urgencySaid = (code: string): string => (URGENCY[code] ? i18n._(URGENCY[code]) : code);

/** Reasons by how many they keep, the commonest first. */
export function commonest(counted: Record<string, number>): [string, number][] {
  return Object.entries(counted).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}
