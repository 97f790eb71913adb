import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Action } from "./keys.ts";

export const KEY_WORDS: Record<Action, MessageDescriptor> = {
  accept: msg`Accepter l’offre`,
  mute: msg`Couper ou rouvrir le micro`,
  hold: msg`Mettre en attente ou reprendre`,
  pause_recording: msg`Suspendre ou reprendre l’enregistrement`,
  transfer: msg`Transférer`,
  hang_up: msg`Raccrocher`,
  palette: msg`Chercher ou agir`,
  send: msg`Envoyer`,
  search: msg`Rechercher`,
  next: msg`Conversation suivante`,
  previous: msg`Conversation précédente`,
  reply: msg`Répondre`,
  note: msg`Écrire une note`,
  macro: msg`Réponse toute prête`,
  case: msg`Dossier`,
  finish: msg`Terminer la conversation`,
  snooze: msg`Mettre de côté`,
  undo: msg`Annuler l’envoi`,
  help: msg`Aide du clavier`,
};
