import { addProblemWords } from "#/shared/problem_words.ts";
import { wordsBeside } from "#/shared/words_beside.ts";

const words = wordsBeside({
  fr: () => import("../words/later/fr.po"),
  en: () => import("../words/later/en.po"),
  ar: () => import("../words/later/ar.po"),
});

/** Of what an advisor's inbox does not show: figures, rules, reports, recordings, callbacks, and what may go wrong there.
 * Fetched as soon as it stands. */
export const laterWords = async (): Promise<void> => {
  const [, problems] = await Promise.all([words(), import("#/shared/later_problem_words.ts")]);
  addProblemWords(problems.LATER_PROBLEMS);
};

/** The page, once it has its words. */
export const withWords = <T>(page: () => Promise<T>) => async (): Promise<T> => (await Promise.all([page(), laterWords()]))[0];
