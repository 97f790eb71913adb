import { formatter } from "@lingui/format-po";

export default {
  sourceLocale: "fr",
  locales: ["fr", "en", "ar"],
  catalogs: [
    { path: "<rootDir>/src/words/{locale}", include: ["<rootDir>/src"], exclude: ["<rootDir>/src/features/flows/designer/**", "<rootDir>/src/features/information/**"] },
    { path: "<rootDir>/src/words/designer/{locale}", include: ["<rootDir>/src/features/flows/designer"] }, // fetched with the designer alone
    { path: "<rootDir>/src/words/information/{locale}", include: ["<rootDir>/src/features/information"] }, // and these with their screens
  ],
  format: formatter({ lineNumbers: false }),
  orderBy: "message" as const,
};
