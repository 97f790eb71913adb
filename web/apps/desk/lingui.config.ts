import { formatter } from "@lingui/format-po";

export default {
  sourceLocale: "fr",
  locales: ["fr", "en", "ar"],
  catalogs: [
    { path: "<rootDir>/src/words/{locale}", include: ["<rootDir>/src"], exclude: ["<rootDir>/src/features/flows/designer/**"] },
    { path: "<rootDir>/src/words/designer/{locale}", include: ["<rootDir>/src/features/flows/designer"] }, // fetched with the designer alone
  ],
  format: formatter({ lineNumbers: false }),
  orderBy: "message" as const,
};
