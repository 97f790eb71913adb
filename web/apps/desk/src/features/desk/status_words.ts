import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ConversationState, Pressure } from "@palabre/contracts";
import type { Tone } from "#/shared/ui/ui.tsx";

export const STATUSES = ["available", "away", "pause", "lunch", "training", "meeting"] as const;

const WORDS: Record<string, MessageDescriptor> = {
  available: msg`Disponible`,
  away: msg`Indisponible`,
  pause: msg({ message: "En pause", context: "somebody's status" }),
  lunch: msg`En repas`,
  training: msg`En formation`,
  meeting: msg`En réunion`,
  off_hours: msg`Hors heures de contact`,
  internal_call: msg`Avec un collègue`,
  talking: msg`En conversation`,
  holding: msg`Client en attente`,
  lost: msg`Ligne à rebrancher`,
  wrap_up: msg`Fin de traitement`,
  offered: msg`Offre en cours`,
};
const TONES: Record<string, Tone> = { available: "good", talking: "notice", holding: "special", lost: "bad", wrap_up: "special", offered: "warning" };

export const statusWord = (status: string) => (WORDS[status] ? i18n._(WORDS[status]) : status);
export const statusTone = (status: string): Tone => TONES[status] ?? "plain";

const STATES: Record<ConversationState, MessageDescriptor> = {
  offered: msg`Proposée`,
  talking: msg`En cours`,
  holding: msg`En attente`,
  lost: msg`On vous rebranche`,
  wrap_up: msg`À terminer`,
};
export const stateWord = (state: ConversationState) => i18n._(STATES[state] ?? STATES.talking);

const PRESSURE: Record<Pressure["word"], MessageDescriptor> = { calm: msg`Calme`, sustained: msg`Soutenue`, strong: msg`Forte` };
export const pressureWord = (pressure: Pressure) => i18n._(PRESSURE[pressure.word] ?? PRESSURE.calm);

const CHANNELS: Record<string, MessageDescriptor> = {
  voice: msg`Appel`, chat: msg`Tchat`, email: msg`Courriel`, messaging: msg`Messagerie`, visits: msg`Visite`, sms: msg`SMS`, whatsapp: msg`WhatsApp`,
};
export const channelWord = (channel: string) => (CHANNELS[channel] ? i18n._(CHANNELS[channel]) : channel);
export const channelIcon = (channel: string) => (channel === "voice" ? "phone" : channel === "email" ? "mail" : "chat") as "phone" | "mail" | "chat";
