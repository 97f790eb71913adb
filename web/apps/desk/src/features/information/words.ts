import { i18n } from "@lingui/core";

type Words = { messages: Record<string, unknown> };
const CATALOGS: Record<string, () => Promise<Words>> = {
  fr: () => import("#/words/information/fr.po"),
  en: () => import("#/words/information/en.po"),
  ar: () => import("#/words/information/ar.po"),
};
let listening = false;

/** These words come with their screens: the desk starts without them. Another language brings its own. */
export async function loadWords(): Promise<void> {
  if (!listening) {
    listening = true;
    i18n.on("change", () => void add());
  }
  await add();
}

async function add(): Promise<void> {
  const language = i18n.locale;
  const { messages } = await (CATALOGS[language] ?? CATALOGS["fr"]!)();
  const [one] = Object.keys(messages);
  if (one && language === i18n.locale && !(one in i18n.messages)) i18n.load(language, messages as never);
}
