import { formatter } from "@lingui/format-po";

// Beside whole rooms, screens that are behind `withWords` in the router, or in one that is.
const SCREENS = ["features/customers/customers_page.tsx", "features/conversations/outcomes_section.tsx", ...["setup_page", "people_section", "tokens_section", "audit_section", "organisation_section", "parked_section"].map((one) => `features/tenants/${one}.tsx`), "shared/later_problem_words.ts"].map((file) => `<rootDir>/src/${file}`);
const LATER = ["routing", "reporting", "callbacks", "recordings", "voicemail", "flows", "voice"];

export default {
  sourceLocale: "fr",
  locales: ["fr", "en", "ar"],
  catalogs: [
    { path: "<rootDir>/src/words/{locale}", include: ["<rootDir>/src"], exclude: ["<rootDir>/src/features/flows/designer/**", "<rootDir>/src/features/information/**", "<rootDir>/src/features/outbound/**", "<rootDir>/src/features/moving/**", "<rootDir>/src/features/workforce/**", ...SCREENS, ...LATER.map((room) => `<rootDir>/src/features/${room}/**`)] },
    { path: "<rootDir>/src/words/later/{locale}", include: [...SCREENS, ...LATER.map((room) => `<rootDir>/src/features/${room}`)], exclude: ["<rootDir>/src/features/flows/designer/**"] }, // fetched once the desk stands
    { path: "<rootDir>/src/words/designer/{locale}", include: ["<rootDir>/src/features/flows/designer"] }, // fetched with the designer alone
    { path: "<rootDir>/src/words/outbound/{locale}", include: ["<rootDir>/src/features/outbound"] },
    { path: "<rootDir>/src/words/telework/{locale}", include: ["<rootDir>/src/features/workforce/telework"] },
    { path: "<rootDir>/src/words/forecasts/{locale}", include: ["<rootDir>/src/features/workforce/forecasts"] },
    { path: "<rootDir>/src/words/moving/{locale}", include: ["<rootDir>/src/features/moving"] },
    { path: "<rootDir>/src/words/information/{locale}", include: ["<rootDir>/src/features/information"] }, // and these with their screens
  ],
  format: formatter({ lineNumbers: false }),
  orderBy: "message" as const,
};
