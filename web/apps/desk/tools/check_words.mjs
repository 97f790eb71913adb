// Every word of every screen exists in every language; one that is missing fails.
import { readFileSync } from "node:fs";

let missing = 0;
for (const language of ["fr", "en", "ar", "later/fr", "later/en", "later/ar", "designer/fr", "designer/en", "designer/ar", "information/fr", "information/en", "information/ar", "outbound/fr", "outbound/en", "outbound/ar", "moving/fr", "moving/en", "moving/ar", "telework/fr", "telework/en", "telework/ar", "forecasts/fr", "forecasts/en", "forecasts/ar"]) {
  const text = readFileSync(new URL(`../src/words/${language}.po`, import.meta.url), "utf8");
  for (const entry of text.split(/\n\n/).slice(1)) {
    if (/^#~/m.test(entry) || !/msgid "/.test(entry)) continue;
    const [, id] = /msgid ((?:".*"\n?)+)/.exec(entry) ?? [];
    const [, words] = /msgstr ((?:".*"\n?)+)/.exec(entry) ?? [];
    if (!words || !words.replace(/["\n]/g, "")) {
      missing += 1;
      console.error(`${language}: ${id?.trim()}`);
    }
  }
}
if (missing) process.exit(1);
console.log("every word is there in fr, en and ar");
