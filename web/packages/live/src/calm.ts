/** How loudly a lost connection is said: under 2 s nothing, then grey words, beyond 10 s an amber line. */
export type Calm = "nothing" | "words" | "amber";
export const WORDS_AFTER_MS = 2_000;
export const AMBER_AFTER_MS = 10_000;

export function calm(lostForMs: number | null): Calm {
  if (lostForMs === null || lostForMs < WORDS_AFTER_MS) return "nothing";
  return lostForMs < AMBER_AFTER_MS ? "words" : "amber";
}
