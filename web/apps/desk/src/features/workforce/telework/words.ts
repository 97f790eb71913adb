import { wordsBeside } from "#/shared/words_beside.ts";

/** These words come with their screens: the desk starts without them. */
export const loadWords = wordsBeside({
  fr: () => import("#/words/telework/fr.po"),
  en: () => import("#/words/telework/en.po"),
  ar: () => import("#/words/telework/ar.po"),
});
