import { useLingui } from "@lingui/react/macro";
import type { Message, Note } from "@palabre/contracts";
import { after, serverNow } from "@palabre/live";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { queries } from "#/app/queries.ts";
import { ask } from "#/shared/api.ts";
import { newId } from "#/shared/new_id.ts";
import { chordOf, useKeyNames, useKeys } from "#/shared/keys/keys.ts";
import { Button, Choice, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./conversation_view.module.css";
import { messagesKey, notesKey, putMessage, undoMessage } from "./data.ts";
import { forgetDraft, keepDraft, readDraft } from "./drafts.ts";

type Tab = "reply" | "note";
const TYPING_EVERY_MS = 3_000;

interface Props { id: string; name: string; canReply: boolean; tab: Tab; setTab: (tab: Tab) => void; /** counts up each time the person asks to write */ asked: number }

/** It stands at the bottom and keeps its height. Whom it writes to is fixed when the key is pressed. */
export function Composer({ id, name, canReply, tab, setTab, asked }: Props) {
  const { t } = useLingui();
  const keys = useKeyNames();
  const key = `${id}.${tab}`;
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [error, setError] = useState<unknown>(null);
  const [held, setHeld] = useState<Message | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const text = texts[key] ?? readDraft(key);
  const write = (value: string, into = key) => {
    setTexts((all) => ({ ...all, [into]: value }));
    keepDraft(into, value);
  };
  const typing = useTypingSignal(id, canReply && tab === "reply");
  useEffect(() => { if (asked > 0) field.current?.focus(); }, [asked]); // by a key or a click, never by an arrival

  const send = async () => {
    const [to, into, words] = [id, key, text.trim()]; // frozen at the key press
    if (!words) return;
    setError(null);
    write("", into);
    try {
      if (tab === "note") {
        const note = await ask("post", "/conversations/{conversation}/notes", { path: { conversation: to }, body: { text: words } });
        queries.setQueryData<Note[]>(notesKey(to), (list = []) => [...list, note]);
      } else {
        const message = await ask("post", "/conversations/{conversation}/messages", { path: { conversation: to }, body: { text: words, id: newId() } });
        putMessage(message);
        if (message.status === "queued") hold(message);
      }
      forgetDraft(into);
    } catch (refusal) {
      setError(refusal);
      setTexts((all) => ({ ...all, [into]: all[into] ? `${words}\n${all[into]}` : words }));
      keepDraft(into, words);
    }
  };
  const hold = (message: Message) => {
    setHeld(message);
    const left = Math.max(200, (message.held_until ?? 0) - serverNow());
    after(left, () => setHeld((one) => (one?.id === message.id ? null : one)));
    after(left + 700, () => void queries.invalidateQueries({ queryKey: messagesKey(message.conversation), exact: true }));
  };
  const undo = async () => {
    if (!held) return;
    const into = `${held.conversation}.reply`;
    setHeld(null);
    try {
      const words = await undoMessage(held);
      const now = readDraft(into);
      write(now ? `${words}\n${now}` : words, into);
      field.current?.focus();
    } catch (refusal) {
      setError(refusal);
      void queries.invalidateQueries({ queryKey: messagesKey(held.conversation), exact: true });
    }
  };
  useKeys({ undo: () => void undo() });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.nativeEvent.isComposing) field.current?.closest("article")?.querySelector<HTMLElement>("[role=log]")?.focus(); // the desk's keys work again
    if (chordOf(event.nativeEvent) !== keys.send) return;
    event.preventDefault();
    void send();
  };
  const note = tab === "note";
  return (
    <section className={css.composer} data-tab={tab} aria-label={note ? t`Écrire une note` : t`Répondre`}>
      <div className={css.composerHead}>
        {canReply
          ? <Choice name={t`Nature du texte`} value={tab} onChange={setTab} options={[{ key: "reply", label: t`Réponse` }, { key: "note", label: t`Note interne` }]} />
          : <strong>{t`Note interne`}</strong>}
        {held
          ? <Button size="small" icon="undo" hint={keys.undo} onPress={() => void undo()}>{t`Annuler l’envoi`}</Button>
          : <span>{note ? t`Visible de l’équipe seulement` : <>{t`À`} <bdi>{name}</bdi></>}</span>}
      </div>
      <Fault error={error} />
      <div className={css.box}>
        <textarea
          ref={field} className={ui.input} dir={text ? "auto" : undefined} rows={3} value={text} maxLength={8000}
          aria-label={note ? t`Texte de la note` : t`Votre réponse`} placeholder={note ? t`Ce que l’équipe doit savoir…` : t`Votre réponse…`}
          onChange={(event) => { write(event.target.value); typing(); }} onKeyDown={onKeyDown}
        />
        <Button kind="primary" icon={note ? "note" : "send"} hint={keys.send} onPress={() => void send()} isDisabled={!text.trim()}>{note ? t`Ajouter` : t`Envoyer`}</Button>
      </div>
    </section>
  );
}

/** "Somebody is typing" at most every three seconds; nobody waits for its answer. */
function useTypingSignal(id: string, on: boolean): () => void {
  const last = useRef(0);
  return () => {
    if (!on || Date.now() - last.current < TYPING_EVERY_MS) return;
    last.current = Date.now();
    ask("post", "/conversations/{conversation}/typing", { path: { conversation: id }, body: { on: true } }).catch(() => undefined);
  };
}
