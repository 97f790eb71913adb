import { formatter } from "@lingui/format-po";

const LATER = ["routing", "reporting", "callbacks", "recordings", "voicemail", "flows", "voice"];

export default {
  sourceLocale: "fr",
  locales: ["fr", "en", "ar"],
  catalogs: [
    { path: "<rootDir>/src/words/{locale}", include: ["<rootDir>/src"], exclude: ["<rootDir>/src/features/flows/designer/**", "<rootDir>/src/features/information/**", "<rootDir>/src/features/outbound/**", "<rootDir>/src/features/moving/**", ...LATER.map((room) => `<rootDir>/src/features/${room}/**`)] },
    { path: "<rootDir>/src/words/later/{locale}", include: LATER.map((room) => `<rootDir>/src/features/${room}`), exclude: ["<rootDir>/src/features/flows/designer/**"] }, // fetched once the desk stands
    { path: "<rootDir>/src/words/designer/{locale}", include: ["<rootDir>/src/features/flows/designer"] }, // fetched with the designer alone
    { path: "<rootDir>/src/words/outbound/{locale}", include: ["<rootDir>/src/features/outbound"] },
    { path: "<rootDir>/src/words/moving/{locale}", include: ["<rootDir>/src/features/moving"] },
    { path: "<rootDir>/src/words/information/{locale}", include: ["<rootDir>/src/features/information"] }, // and these with their screens
  ],
  format: formatter({ lineNumbers: false }),
  orderBy: "message" as const,
};
