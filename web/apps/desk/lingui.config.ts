import { formatter } from "@lingui/format-po";

export default {
  sourceLocale: "fr",
  locales: ["fr", "en", "ar"],
  catalogs: [{ path: "<rootDir>/src/words/{locale}", include: ["<rootDir>/src"] }],
  format: formatter({ lineNumbers: false }),
  orderBy: "message" as const,
};
