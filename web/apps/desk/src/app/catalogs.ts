import type { Catalogs } from "@palabre/words";

export const catalogs: Catalogs = {
  fr: () => import("../words/fr.po"),
  en: () => import("../words/en.po"),
  ar: () => import("../words/ar.po"),
} as Catalogs;
