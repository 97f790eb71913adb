import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { MessageDescriptor } from "@lingui/core";

export interface RecordingSearch { queue?: string; advisor?: string; number?: string; since?: string; until?: string; held?: string; open?: string }
export const RECORDING_FILTERS = ["queue", "advisor", "number", "since", "until", "held", "open"] as const;

const SILENCES: Record<string, MessageDescriptor> = {
  alone: msg`Flux ou attente`, hold: msg`Mise en attente`, pause: msg`Pause`, secret: msg`Saisie secrète`, consult: msg`Consultation`, rule: msg`Règle`,
};
const SEGMENTS: Record<string, MessageDescriptor> = {
  flow: msg`Flux`, queue: msg`File`, ring: msg`Sonnerie`, talk: msg`Conversation`, hold: msg`Mise en attente`, consult: msg`Consultation`, wrap_up: msg`Fin de traitement`,
};
const MODES: Record<string, MessageDescriptor> = { never: msg`Jamais`, consent: msg`Avec l’accord du client`, always: msg`Toujours, sauf refus` };
const PLACES: Record<string, MessageDescriptor> = { tenant: msg`Toute l’organisation`, number: msg`Numéro`, flow: msg`Flux`, queue: msg`File` };
const TROUBLES: Record<string, MessageDescriptor> = {
  disk_full: msg`le disque est plein`, not_started: msg`l’enregistrement ne commence pas`, cut: msg`un enregistrement s’est coupé`, not_kept: msg`un enregistrement n’a pas pu être rangé`,
};
const said = (words: Record<string, MessageDescriptor>) => (code: string) => (words[code] ? i18n._(words[code]) : code);
export const silenceSaid = said(SILENCES);
export const segmentSaid = said(SEGMENTS);
export const modeSaid = said(MODES);
export const placeSaid = said(PLACES);
export const troubleSaid = said(TROUBLES);
export const MODE_CODES = Object.keys(MODES);

/** 75 → 1:15; 3675 → 1:01:15. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, n) => (n ? String(part).padStart(2, "0") : String(part))).join(":");
}
