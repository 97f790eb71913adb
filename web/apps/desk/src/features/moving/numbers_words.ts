import { t } from "@lingui/core/macro";
import { number } from "@palabre/words";

export const NUMBERS = ["moving", "numbers"];

export interface Counts { here: number; old: number; returned: number; why: Record<string, number>; failures: Record<string, number> }
export interface MovingNumber {
  id: string; number: string; name: string; moves: boolean; trunk: string | null; trunk_name: string; old_number: string;
  share: number; return_seconds: number; undo: boolean; today: Counts;
}

/** Why a call went back, with how many. */
export function whySaid(why: string, count: number): string {
  const calls = number(count);
  if (why === "away") return t`${calls} : personne ne pilotait ici`;
  if (why === "silent") return t`${calls} : pas de réponse à temps`;
  return t`${calls} : le parcours a échoué`;
}

/** What the old system said of calls it did not take. */
export function failureSaid(failure: string, count: number): string {
  const calls = number(count);
  if (failure === "busy") return t`${calls} occupés là-bas`;
  if (failure === "noanswer") return t`${calls} sans réponse là-bas`;
  if (failure === "full") return t`${calls} refusés : raccordement plein`;
  return t`${calls} : ancien central injoignable`;
}
