import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { LiveConversation, Message, Note, Segment, TimelineContact } from "@palabre/contracts";
import { useLive, after } from "@palabre/live";
import { clockTime, day, dayOrTime, duration } from "@palabre/words";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { outcomeLabel } from "#/features/desk/outcome_label.ts";
import { channelIcon, channelWord } from "#/features/desk/status_words.ts";
import { StoryButton } from "#/features/routing/story_button.tsx";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Fault } from "#/shared/ui/ui.tsx";
import css from "./conversation_view.module.css";
import { useMessages, useNotes, useOutcomeCodes, useTimeline, type ConversationCard } from "./data.ts";
import { MessageBubble, NoteBubble } from "./message.tsx";
import { Recordings } from "./recordings.tsx";

type Said = { at: number; message?: Message; note?: Note };

/** One customer, all channels: earlier contacts folded, then what is being said now. */
export function Timeline({ id, card, live }: { id: string; card: ConversationCard | undefined; live: LiveConversation | undefined }) {
  const { t } = useLingui();
  const messages = useMessages(id);
  const notes = useNotes(id);
  const earlier = useTimeline(live?.customer ?? card?.customer);
  const typing = useTyping(id, live?.messages ?? 0);
  const said = inOrder(messages.data ?? [], notes.data ?? []);
  const before = (earlier.data ?? []).filter((row) => row.id !== id).toReversed();
  const scroll = useBottom(said.length, before.length);
  const spoken = (live?.channel ?? card?.channel) === "voice";
  return (
    <div className={css.timeline} ref={scroll.ref} onScroll={scroll.onScroll} role="log" aria-label={t`Échanges`} tabIndex={0}>
      {before.map((row) => <EarlierContact key={row.id} row={row} />)}
      <p className={css.here}><span>{card ? <>{channelWord(card.channel)} · {day(card.opened_at)} {clockTime(card.opened_at)}</> : t`Maintenant`}</span></p>
      {(messages.error || notes.error) && <Fault error={messages.error ?? notes.error} retry={() => { void messages.refetch(); void notes.refetch(); }} />}
      {said.map((one) => one.message ? <MessageBubble key={one.message.id} message={one.message} /> : <NoteBubble key={one.note!.id} note={one.note!} />)}
      {spoken && card?.attachments && <Recordings of={card.attachments} />}
      {spoken && said.length === 0 && <p className={css.status}>{live ? t`Ce que vous notez pendant l’appel s’ajoute ici.` : t`Rien n’a été écrit dans ce contact.`}</p>}
      {!spoken && <p className={css.typing} aria-live="polite">{typing ? t`Le client écrit…` : ""}</p>}
      {scroll.missed > 0 && <Button size="small" kind="primary" icon="down" className={css.news ?? ""} onPress={scroll.toEnd}><Plural value={scroll.missed} one="# nouveau, afficher" other="# nouveaux, afficher" /></Button>}
    </div>
  );
}

function inOrder(messages: readonly Message[], notes: readonly Note[]): Said[] {
  const all: Said[] = [
    ...messages.filter((one) => one.status !== "undone").map((message) => ({ at: message.sent_at ?? message.created_at, message })),
    ...notes.map((note) => ({ at: note.created_at, note })),
  ];
  return all.sort((a, b) => (a.message?.number === null ? 1 : 0) - (b.message?.number === null ? 1 : 0) || a.at - b.at);
}

/** Follows the end while the reader is there; elsewhere it counts what came and moves nothing. */
function useBottom(count: number, before: number) {
  const ref = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const seen = useRef(count);
  const [missed, setMissed] = useState(0);
  const toEnd = () => {
    const box = ref.current;
    if (box) box.scrollTop = box.scrollHeight;
    seen.current = count;
    setMissed(0);
  };
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
    else setMissed(Math.max(0, count - seen.current));
  }, [count, before]); // eslint-disable-line react/exhaustive-deps
  useEffect(() => { // the composer below may grow: who was at the end stays there
    const box = ref.current;
    if (!box) return undefined;
    const watch = new ResizeObserver(() => { if (atEnd.current) box.scrollTop = box.scrollHeight; });
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  const onScroll = () => {
    const box = ref.current;
    if (!box) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
    if (atEnd.current) { seen.current = count; setMissed(0); }
  };
  return { ref, onScroll, missed, toEnd };
}

const TYPING_MS = 6_000;

function useTyping(id: string, messages: number): boolean {
  const live = useLive();
  const [on, setOn] = useState(false);
  const [seen, setSeen] = useState(messages);
  if (seen !== messages) { // what was being written has come
    setSeen(messages);
    setOn(false);
  }
  useEffect(() => {
    let cancel: (() => void) | undefined;
    const off = live.onTyping((typing) => {
      if (typing.conversation !== id || typing.who !== "customer") return;
      cancel?.();
      setOn(typing.on);
      if (typing.on) cancel = after(TYPING_MS, () => setOn(false));
    });
    return () => { off(); cancel?.(); };
  }, [live, id]);
  return on;
}

const talked = (segments: readonly Segment[]) => segments.filter((one) => one.kind === "talk" && one.closed_at).reduce((sum, one) => sum + one.closed_at! - one.opened_at, 0);

export function EarlierContact({ row }: { row: TimelineContact }) {
  const { t } = useLingui();
  const codes = useOutcomeCodes().data;
  const seconds = talked(row.segments);
  const said = inOrder(row.messages, row.notes);
  const outcome = row.outcome ? outcomeLabel(codes, row.outcome) : row.closed_reason === "abandoned" ? t`Parti avant la réponse` : "";
  return (
    <details className={css.contact}>
      <summary>
        <Icon name={channelIcon(row.channel)} size={16} />
        <strong>{channelWord(row.channel)}</strong>
        {outcome && <span>{outcome}</span>}
        {row.channel === "voice" && seconds > 0 && <span>{duration(seconds)}</span>}
        {row.notes.length > 0 && <span><Plural value={row.notes.length} one="# note" other="# notes" /></span>}
        <time dateTime={new Date(row.opened_at).toISOString()}>{dayOrTime(row.opened_at)}</time>
      </summary>
      <div>
        {said.map((one) => one.message ? <MessageBubble key={one.message.id} message={one.message} /> : <NoteBubble key={one.note!.id} note={one.note!} />)}
        <Recordings of={row.attachments} />
        {said.length === 0 && row.attachments.length === 0 && <p className={css.status}><Trans>Rien n’a été écrit dans ce contact.</Trans></p>}
        <div><StoryButton conversation={row.id} segments={row.segments} /></div>
      </div>
    </details>
  );
}
