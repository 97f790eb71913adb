import { wordsBeside } from "#/shared/words_beside.ts";

/** These words come with their screens: the desk starts without them. */
export const loadWords = wordsBeside({
  fr: () => import("#/words/forecasts/fr.po"),
  en: () => import("#/words/forecasts/en.po"),
  ar: () => import("#/words/forecasts/ar.po"),
});
