import { useLingui } from "@lingui/react/macro";
import { locale } from "@palabre/words";

/** What codes of a trunk say in plain words: how it stands, what is wrong with it, what a test call became. */
export function useTrunkWords() {
  const { t } = useLingui();
  const states: Record<string, string> = {
    registered: t`Enregistré chez l’opérateur`,
    reachable: t`Répond`,
    rejected: t`L’opérateur refuse le compte ou le mot de passe`,
    unregistered: t`Pas encore enregistré`,
    stopped: t`Arrêté par l’opérateur`,
    unreachable: t`Ne répond pas`,
    unknown: t`État inconnu`,
  };
  const reaches: Record<string, string> = {
    answers: t`L’opérateur répond.`,
    name_unknown: t`Ce nom de serveur n’existe pas : vérifiez l’adresse.`,
    refused: t`La connexion est refusée : vérifiez le port et le transport.`,
    silent: t`Aucune réponse : un pare-feu, ou l’opérateur ne connaît pas notre adresse.`,
    certificate: t`Le certificat de l’opérateur n’est pas à son nom, ou son autorité nous est inconnue.`,
    not_tls: t`L’opérateur ne parle pas TLS sur ce port.`,
  };
  const calls: Record<string, string> = {
    answered: t`L’appel d’essai a été décroché.`,
    busy: t`L’appel d’essai sonne occupé.`,
    no_answer: t`L’appel d’essai a sonné sans réponse.`,
    failed: t`L’appel d’essai n’aboutit pas : numéro ou format refusé par l’opérateur.`,
    "voice.destination_closed": t`Le plan d’appel n’ouvre pas ce numéro.`,
    "voice.ceiling_reached": t`Un plafond du plan d’appel est atteint.`,
    "voice.number_invalid": t`Ce n’est pas un numéro.`,
    "voice.no_way_out": t`Ce raccordement est plein ou en pause.`,
  };
  const kinds: Record<string, string> = {
    fixed: t`Fixes`,
    mobile: t`Mobiles`,
    freephone: t`Numéros gratuits`,
    shared: t`Numéros à coût partagé`,
    special: t`Numéros spéciaux`,
    premium: t`Numéros surtaxés`,
    short: t`Numéros courts`,
    international: t`Autres pays`,
    satellite: t`Satellite`,
    emergency: t`Urgences`,
  };
  const refusals: Record<string, string> = {
    "voice.destination_closed": t`destination fermée`,
    "voice.ceiling_reached": t`plafond atteint`,
    "voice.caller_id_not_ours": t`numéro présenté qui n’est pas à nous`,
    "voice.no_way_out": t`aucune ligne libre`,
  };
  const said = (words: Record<string, string>) => (code: string) => words[code] ?? code;
  return { state: said(states), reach: said(reaches), call: said(calls), kind: said(kinds), refusal: said(refusals), kinds };
}

/** Micro-units of a currency, as its readers write it. */
export const money = (micros: number, currency: string) => new Intl.NumberFormat(locale(), { style: "currency", currency }).format(micros / 1_000_000);

/** Micro-units as people read money, and back. */
export const asMoney = (micros: number) => String(micros / 1_000_000);
export const asMicros = (typed: string) => Math.round(Number(typed.replace(",", ".")) * 1_000_000);
