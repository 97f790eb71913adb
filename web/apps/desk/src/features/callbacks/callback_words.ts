import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Row } from "@palabre/contracts";
import type { Tone } from "#/shared/ui/ui.tsx";

export type Callback = Row<"/callbacks">;
/** What is searched stands in the address. */
export interface CallbackSearch { queue?: string; state?: string; number?: string }

export const STATES: Record<string, { words: MessageDescriptor; tone: Tone }> = {
  pending: { words: msg`En attente`, tone: "notice" },
  reached: { words: msg`Joint`, tone: "good" },
  not_reached: { words: msg`Pas joint`, tone: "warning" },
  cancelled: { words: msg`Annulé`, tone: "plain" },
  returned: { words: msg`A rappelé de lui-même`, tone: "good" },
  expired: { words: msg`Dépassé`, tone: "bad" },
  queue_removed: { words: msg`File retirée`, tone: "bad" },
};
const ASKED: Record<string, MessageDescriptor> = { voice: msg`pendant l’appel`, chat: msg`par écrit`, web: msg`depuis la page`, person: msg`par l’équipe` };
const OUTCOMES: Record<string, MessageDescriptor> = { answered: msg`a répondu`, busy: msg`occupé`, no_answer: msg`sans réponse`, failed: msg`numéro injoignable`, refused: msg`refusé` };

export const stateSaid = (state: string) => (STATES[state] ? i18n._(STATES[state].words) : state);
export const askedSaid = (by: string) => (ASKED[by] ? i18n._(ASKED[by]) : by);
export const outcomeSaid = (outcome: string) => (OUTCOMES[outcome] ? i18n._(OUTCOMES[outcome]) : outcome);

/** What comes next for one that waits: its next try, the time that was chosen, or its turn. Milliseconds; 0: its turn. */
export function nextOf(one: Pick<Callback, "state" | "next_at" | "due">, now: number): number | null {
  if (one.state !== "pending") return null;
  if (one.next_at > now) return one.next_at;
  return one.due > now ? one.due : 0;
}

/** Past what was promised, and nobody reached yet. */
export const isLate = (one: Pick<Callback, "state" | "promised">, now: number) => one.state === "pending" && one.promised < now;

/** "2026-11-22T14:30", as a field of date and time has it in the reader's own zone; NaN where it is none. */
export const instantOf = (local: string): number => (local ? new Date(local).getTime() : Number.NaN);

/** Seconds between tries from what is written in minutes: whole, in bounds, nothing empty. Null: not sensible. */
export function distancesOf(minutes: readonly string[]): number[] | null {
  const seconds = minutes.map((one) => Math.round(Number(one) * 60));
  return seconds.every((one) => Number.isFinite(one) && one >= 60 && one <= 86_400) ? seconds : null;
}
