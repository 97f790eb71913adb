import { wordsBeside } from "#/shared/words_beside.ts";

/** Of what an advisor's inbox does not show: figures, rules, reports, recordings, callbacks. Fetched as soon as it stands. */
export const laterWords = wordsBeside({
  fr: () => import("../words/later/fr.po"),
  en: () => import("../words/later/en.po"),
  ar: () => import("../words/later/ar.po"),
});

/** The page, once it has its words. */
export const withWords = <T>(page: () => Promise<T>) => async (): Promise<T> => (await Promise.all([page(), laterWords()]))[0];
