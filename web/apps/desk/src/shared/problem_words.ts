import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Problem } from "./api.ts";

/** The server's codes in people's words: what happened and what to do. */
const WORDS: Record<string, MessageDescriptor> = {
  network: msg`Pas de réponse du réseau. Rien n’est perdu : réessayez dans un instant.`,
  "reporting.period_refused": msg`Cette période est trop longue pour ce détail, ou finit avant de commencer.`,
  "reporting.report_refused": msg`Ces filtres ne vont pas ensemble.`,
  "reporting.export_too_long": msg`Ce fichier serait trop long : choisissez une période plus courte ou moins de détail.`,
  "reporting.long_memory_unavailable": msg`Les anciens chiffres ne se lisent pas pour l’instant. Réessayez dans un instant.`,
  busy: msg`Le service est très demandé. Réessayez dans un instant.`,
  "routing.busy": msg`Le service est très demandé. Réessayez dans un instant.`,
  accident: msg`Quelque chose n’a pas marché de notre côté. Donnez la référence à votre administrateur.`,
  invalid: msg`Une valeur n’est pas acceptée. Vérifiez les champs.`,
  not_signed_in: msg`Votre session est terminée. Reconnectez-vous.`,
  forbidden: msg`Votre rôle ne permet pas cette action.`,
  not_found: msg`Introuvable : peut-être supprimé entre-temps.`,
  too_large: msg`C’est trop long.`,
  too_many_requests: msg`Trop de demandes à la suite. Attendez un instant.`,
  "tenants.changed_meanwhile": msg`Quelqu’un d’autre l’a modifié entre-temps. Relisez, puis recommencez.`,
  "tenants.email_taken": msg`Cette adresse e-mail a déjà un compte.`,
  "tenants.name_taken": msg`Ce nom est déjà pris.`,
  "tenants.last_administrator": msg`Il faut garder au moins un administrateur.`,
  "tenants.roles_not_granted": msg`On ne peut donner que des droits que l’on a soi-même.`,
  "tenants.password_refused": msg`Ce mot de passe est trop court, trop courant, ou contient le nom.`,
  "tenants.csrf_refused": msg`La page est restée ouverte trop longtemps. Rechargez-la.`,
  "flows.draft_changed": msg`Quelqu’un d’autre a modifié ce brouillon. Rechargez-le avant d’enregistrer.`,
  "flows.flow_unreadable": msg`Le document n’est pas un parcours valable.`,
  "tenants.password_wrong": msg`Ce n’est pas votre mot de passe actuel.`,
  "tenants.code_wrong": msg`Ce code n’est pas celui de maintenant, ou il a déjà servi.`,
  "tenants.totp_already_enabled": msg`La double vérification est déjà active.`,
  "routing.declining_forbidden": msg`Cette file ne permet pas de refuser.`,
  "routing.customer_gone": msg`Le client est parti.`,
  "routing.not_talking": msg`Cette conversation n’est plus en cours.`,
  "routing.not_wrapping_up": msg`Ce contact est déjà clos.`,
  "routing.name_taken": msg`Ce nom est déjà pris.`,
  "flows.name_taken": msg`Ce nom est déjà pris.`,
  "flows.nothing_to_undo": msg`Il n’y a pas de version d’avant.`,
  "flows.calendar_invalid": msg`Ces horaires se contredisent : des plages se chevauchent ou finissent avant de commencer.`,
  "flows.zone_unknown": msg`Ce fuseau horaire n’existe pas.`,
  "conversations.not_taking_part": msg`Cette conversation n’est pas la vôtre.`,
  "voice.phone_unavailable": msg`La téléphonie n’est pas disponible pour l’instant.`,
  "customers.changed_meanwhile": msg`Quelqu’un d’autre l’a modifié entre-temps. Relisez, puis recommencez.`,
  "routing.changed_meanwhile": msg`Quelqu’un d’autre l’a modifié entre-temps. Relisez, puis recommencez.`,
  "routing.nothing_to_undo": msg`Il n’y a pas de version d’avant.`,
  "routing.queue_in_use": msg`Cette file sert encore ailleurs.`,
  "routing.skill_in_use": msg`Une file en service demande encore cette compétence.`,
  "customers.erased": msg`Ce client a été effacé à sa demande.`,
  "tenants.parked_already_done": msg`C’est déjà repris.`,
  "tenants.nothing_parked": msg`Rien n’est arrêté : l’activité continue.`,
  "routing.parked": msg`L’activité de votre organisation est arrêtée. Prévenez la personne qui exploite Palabre.`,
  "desk.not_your_conversation": msg`Cette conversation n’est pas la vôtre.`,
  "voice.not_on_this_call": msg`Vous n’êtes pas sur cet appel.`,
  "routing.offer_ended": msg`Cette offre n’est plus là : elle a été proposée à quelqu’un d’autre ou le client est parti.`,
  "routing.advisor_not_available": msg`Vous n’êtes pas en état de recevoir des offres.`,
  "routing.advisor_busy": msg`Terminez d’abord ce qui est en cours.`,
  "routing.wrap_up_already_extended": msg`Le temps a déjà été prolongé une fois.`,
  "conversations.closed": msg`La conversation est close : le message n’est pas parti.`,
  "conversations.message_already_sent": msg`Trop tard : le message est déjà parti.`,
  "conversations.message_empty": msg`Écrivez d’abord quelque chose.`,
  "conversations.text_too_long": msg`Le texte est trop long.`,
  "conversations.outcome_unknown": msg`Ce motif n’existe plus. Choisissez-en un autre.`,
};

export function problemWords(problem: Problem): string {
  const known = WORDS[problem.code];
  if (known) return i18n._(known);
  if (problem.status === 503) return i18n._(WORDS["busy"]!);
  return i18n._(msg`Refusé par le serveur (${problem.code}).`);
}
