import { wordsBeside } from "#/shared/words_beside.ts";

/** These words come with their screens: the desk starts without them. */
export const loadWords = wordsBeside({
  fr: () => import("#/words/outbound/fr.po"),
  en: () => import("#/words/outbound/en.po"),
  ar: () => import("#/words/outbound/ar.po"),
});
