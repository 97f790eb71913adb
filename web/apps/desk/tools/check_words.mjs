// Every word of every screen exists in every language; one that is missing fails. Catalogues come one after the other and
// the last to come wins: what two of them say otherwise would change under people's eyes, and fails too (a `context` parts
// what is written alike and meant otherwise).
import { readFileSync } from "node:fs";

let missing = 0;
const known = new Map();
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
    const [, context] = /^msgctxt "(.*)"$/m.exec(entry) ?? [];
    const key = `${language.split("/").at(-1)} ${context ?? ""} ${id?.replace(/"\n"|\n/g, "")}`;
    const said = (words ?? "").replace(/"\n"|\n/g, "");
    if ((known.get(key)?.said ?? said) !== said) {
      missing += 1;
      console.error(`${language}: ${id?.trim()} is ${said} here, and ${known.get(key).said} in ${known.get(key).language}`);
    }
    known.set(key, { said, language });
  }
}
if (missing) process.exit(1);
console.log("every word is there in fr, en and ar");
