import type { View } from "./model.ts";
import type { Words } from "./words.ts";

/** The conversation as plain text: one line per message, with its hour and who wrote it. */
export function transcript(view: View, words: Words, language: string): string {
  const at = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" });
  const lines = view.messages.flatMap((m) => {
    if (m.type === "status") return [];
    const who = m.from === "me" ? words.me : m.from === "advisor" ? words.advisor("") : words.us;
    const options = m.data.options?.map((o) => `[${o.label}]`).join(" ") ?? "";
    const text = m.type === "secret" ? "••••" : [m.text, options].filter(Boolean).join(" ");
    return [`${at.format(m.at)}  ${who} : ${text}`];
  });
  return [view.name, "", ...lines, ""].join("\n");
}

export function download(text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = `conversation-${new Date().toISOString().slice(0, 10)}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
