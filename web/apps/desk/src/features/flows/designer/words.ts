import { i18n } from "@lingui/core";

type Words = { messages: Record<string, unknown> };
const CATALOGS: Record<string, () => Promise<Words>> = {
  fr: () => import("#/words/designer/fr.po"),
  en: () => import("#/words/designer/en.po"),
  ar: () => import("#/words/designer/ar.po"),
};
let listening = false;

/** The designer's words come with it: the desk starts without them. Another language brings its own. */
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
