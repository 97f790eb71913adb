import { wordsBeside } from "#/shared/words_beside.ts";

export const loadWords = wordsBeside({
  fr: () => import("#/words/designer/fr.po"),
  en: () => import("#/words/designer/en.po"),
  ar: () => import("#/words/designer/ar.po"),
});
