import { i18n } from "@lingui/core";

type Words = { messages: Record<string, unknown> };
type Catalogs = Record<string, () => Promise<unknown>>;

/** Words that the desk starts without: `await` them before what says them is shown. Another language brings its own. */
export function wordsBeside(catalogs: Catalogs): () => Promise<void> {
  let listening = false;
  const add = async () => {
    const language = i18n.locale;
    const { messages } = (await (catalogs[language] ?? catalogs["fr"]!)()) as Words;
    const there = Object.keys(messages).every((one) => one in i18n.messages);
    if (!there && language === i18n.locale) i18n.load(language, messages as never);
  };
  return async () => {
    if (!listening) {
      listening = true;
      i18n.on("change", () => void add());
    }
    await add();
  };
}
