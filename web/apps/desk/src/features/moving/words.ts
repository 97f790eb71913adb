import { wordsBeside } from "#/shared/words_beside.ts";

/** These words come with their screens: the desk starts without them. */
export const loadWords = wordsBeside({
  fr: () => import("#/words/moving/fr.po"),
  en: () => import("#/words/moving/en.po"),
  ar: () => import("#/words/moving/ar.po"),
});
