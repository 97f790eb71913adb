/** One script tag: <script src="https://host/welcome/widget.js" data-key="…" async></script>
 * data-lang fr|en|ar (else the page's language), data-theme light|dark (else the reader's), data-server (else the script's host).
 * No cookie; everything lives in a shadow tree that the page's styles do not reach. */
import tokens from "@palabre/tokens/tokens.css?inline";
import { render } from "preact";
import { Model } from "./model.ts";
import { Widget } from "./view.tsx";
import style from "./widget.css?inline";
import { languageOf, WORDS } from "./words.ts";

const script = document.currentScript as HTMLScriptElement | null;

function begin(tag: HTMLScriptElement): void {
  const { key, lang, theme, server } = tag.dataset;
  if (!key || document.querySelector("palabre-chat")) return;
  const language = languageOf(lang, document.documentElement.lang, navigator.language);
  const host = document.createElement("palabre-chat");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [tokens, style].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  document.body.append(host);
  const model = new Model(server ?? new URL(tag.src).origin, key, language);
  host.addEventListener("palabre:open", () => model.show(true));
  render(<Widget model={model} words={WORDS[language]} language={language} theme={theme ?? ""} />, root);
}

if (script) {
  if (document.body) begin(script);
  else addEventListener("DOMContentLoaded", () => begin(script));
}
