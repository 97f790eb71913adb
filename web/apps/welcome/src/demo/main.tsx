import { render } from "preact";
import { type Language, languageOf } from "../widget/words.ts";
import { Page } from "./page.tsx";
import type { PageWords } from "./words/fr.ts";

const WORDS: Record<Language, () => Promise<{ default: PageWords }>> = {
  fr: () => import("./words/fr.ts"),
  en: () => import("./words/en.ts"),
  ar: () => import("./words/ar.ts"),
};

/** ?lang=fr|en|ar, ?theme=light|dark, ?chat=KEY of the widget, ?call=KEY of the number, ?back=KEY of a queue that calls back; the demo tenant's by default. */
const query = new URLSearchParams(location.search);
const language = languageOf(query.get("lang"), navigator.language);
const theme = query.get("theme") ?? "";
document.documentElement.lang = language;
document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
document.documentElement.dataset["theme"] = theme;

const openChat = () => document.querySelector("palabre-chat")?.dispatchEvent(new Event("palabre:open"));
void WORDS[language]().then(({ default: words }) => {
  document.title = words.name;
  const page = document.getElementById("page");
  if (page) render(<Page language={language} words={words} callKey={query.get("call") ?? "demo"} backKey={query.get("back") ?? ""} openChat={openChat} />, page);
});

const widget = Object.assign(document.createElement("script"), { src: "/welcome/widget.js", async: true });
Object.assign(widget.dataset, { key: query.get("chat") ?? "demo-telecom", lang: language, theme });
document.body.append(widget);
