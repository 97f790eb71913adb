import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Row } from "@palabre/contracts";
import { number } from "@palabre/words";
import type { Tone } from "#/shared/ui/ui.tsx";

export type Workstation = Row<"/workforce/workstations">;
export type Verdict = "green" | "amber" | "red";
type Part = Workstation["tests"][number]["judged"]["parts"][number];

const VERDICTS: Record<Verdict, MessageDescriptor> = { green: msg`Bon`, amber: msg`Limite`, red: msg`Insuffisant` };
const TONES: Record<Verdict, Tone> = { green: "good", amber: "warning", red: "bad" };
export const verdictWord = (verdict: Verdict) => i18n._(VERDICTS[verdict]);
export const verdictTone = (verdict: Verdict): Tone => TONES[verdict];

const WHATS: Record<string, MessageDescriptor> = {
  rtt_ms: msg`Aller-retour`, jitter_ms: msg`Irrégularité`, lost_percent: msg`Sons perdus`, mos: msg`Qualité entendue (MOS)`, loaded_ms: msg`Réponse sous charge`,
  down_kbps: msg`Débit reçu`, up_kbps: msg`Débit envoyé`, microphone: msg`Micro`, speaker: msg`Haut-parleur`,
};
const ADVICE: Record<string, MessageDescriptor> = {
  rtt_ms: msg`Branchez un câble plutôt que le wifi, coupez le VPN s’il n’est pas exigé, ou demandez une autre ligne.`,
  jitter_ms: msg`Branchez un câble, ou rapprochez-vous de la box ; arrêtez ce qui charge la ligne.`,
  lost_percent: msg`Branchez un câble ; si cela ne suffit pas, la ligne est à vérifier par l’opérateur.`,
  mos: msg`L’appel s’entendrait mal : voyez les lignes au-dessus.`,
  loaded_ms: msg`Quand la ligne est pleine, tout attend : arrêtez téléchargements et vidéos pendant le travail.`,
  down_kbps: msg`La ligne reçoit trop peu : voyez avec l’opérateur.`, up_kbps: msg`La ligne envoie trop peu : voyez avec l’opérateur.`,
  microphone: msg`Aucun son n’est venu du micro : vérifiez le casque, puis recommencez.`, speaker: msg`Vous n’avez pas entendu les notes : vérifiez le son, puis recommencez.`,
};
export const whatWord = (what: string) => (WHATS[what] ? i18n._(WHATS[what]) : what);
export const adviceOf = (what: string) => (ADVICE[what] ? i18n._(ADVICE[what]) : "");

export function valueWord({ what, value }: Part): string {
  if (what.endsWith("_ms")) return `${number(value)} ms`;
  if (what.endsWith("_kbps")) return i18n._(msg`${number(value / 1000, 1)} Mbit/s`);
  if (what === "lost_percent") return `${number(value, 1)} %`;
  if (what === "mos") return number(value, 2);
  return value ? i18n._(msg`oui`) : i18n._(msg`non`);
}
