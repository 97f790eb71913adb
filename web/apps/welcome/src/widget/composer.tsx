import { useState } from "preact/hooks";
import { Lock, Send } from "./icons.tsx";
import type { View } from "./model.ts";
import type { Props } from "./view.tsx";

const LINES_MAX_PX = 120;

export function Composer(props: Props & { view: View }) {
  const { view, words, model } = props;
  const grow = (area: HTMLTextAreaElement | null) => {
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, LINES_MAX_PX)}px`;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    model.send();
  };
  return (
    <form class="composer" onSubmit={(event) => { event.preventDefault(); model.send(); }}>
      <textarea
        ref={grow} rows={1} dir={view.draft ? "auto" : undefined} aria-label={words.composer} placeholder={words.placeholder} value={view.draft}
        disabled={view.unavailable} onInput={(event) => model.write(event.currentTarget.value)} onKeyDown={onKeyDown}
      />
      <button type="submit" class="send" aria-label={words.send} disabled={!view.draft.trim() || view.unavailable}><Send /></button>
    </form>
  );
}

/** For what must not be kept: its own field, its own way; the composer's draft stays where it is. */
export function SecretField(props: Props & { view: View }) {
  const { view, words, model } = props;
  const [value, setValue] = useState("");
  const question = view.messages.find((m) => m.id === view.secret);
  const send = (event: Event) => {
    event.preventDefault();
    if (model.sendSecret(value)) setValue("");
  };
  return (
    <form class="composer" onSubmit={send} autocomplete="off">
      <label for="secret"><Lock /> {words.secret}</label>
      <input
        id="secret" type="password" ref={(field) => { if (field && !value) field.focus(); }} dir="ltr" autocomplete="off" value={value} maxLength={question?.data.length_max ?? 200}
        inputMode={question?.data.kind === "digits" ? "numeric" : "text"} onInput={(event) => setValue(event.currentTarget.value)}
      />
      <button type="submit" class="send" aria-label={words.send} disabled={!value || !view.online}><Send /></button>
    </form>
  );
}
