import { useLingui } from "@lingui/react/macro";
import { useEntity } from "@palabre/live";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { queries } from "#/app/queries.ts";
import { finishWorkItem } from "#/features/desk/actions.ts";
import { channelWord, stateWord } from "#/features/desk/status_words.ts";
import { useQueueName } from "#/features/routing/names.ts";
import { StoryButton } from "#/features/routing/story_button.tsx";
import { useKeyNames, useKeys } from "#/shared/keys/keys.ts";
import { Badge, Button, Fault } from "#/shared/ui/ui.tsx";
import { Composer } from "./composer.tsx";
import css from "./conversation_view.module.css";
import { cardKey, messagesKey, notesKey, useWho } from "./data.ts";
import { Timeline } from "./timeline.tsx";

export function ConversationView({ id, panelButton }: { id: string; panelButton: ReactNode }) {
  const { t } = useLingui();
  const keys = useKeyNames();
  const live = useEntity("conversation", id);
  const { name, card, error, refetch } = useWho(id, live?.customer);
  const queue = useQueueName(live?.queue);
  const [tab, setTab] = useState<"reply" | "note">("reply");
  const [asked, setAsked] = useState(0);
  const write = (wanted: "reply" | "note") => { setTab(wanted); setAsked((n) => n + 1); };
  useFresh(id, live?.messages, live?.customer);
  const [had, setHad] = useState(false);
  if (live && !had) setHad(true);
  const watched = !live && !had && !!card && card.state !== "closed"; // somebody else's, in progress: nothing live comes of it
  const finish = useMutation({ mutationFn: () => finishWorkItem(live!.item) });
  const written = !!live && live.channel !== "voice" && ["talking", "holding", "lost"].includes(live.state);
  useKeys({
    reply: () => write("reply"),
    note: () => write("note"),
    finish: () => { if (written && !finish.isPending) finish.mutate(); },
  });
  return (
    <article className={css.view} aria-label={t`Conversation avec ${name}`} data-conversation={id} data-state={live?.state ?? (watched ? "watched" : "closed")}>
      <header className={css.head}>
        <div className={css.who}>
          <h1><bdi>{name}</bdi></h1>
          <span>{channelWord(live?.channel ?? card?.channel ?? "")}{live && <> · <bdi>{queue}</bdi></>}</span>
        </div>
        <div className={css.headEnd}>
          {live && !live.customer_present && live.state !== "wrap_up" && <Badge tone="warning" shape>{t`Client parti`}</Badge>}
          <Badge tone={watched || live?.state === "talking" ? "notice" : live?.state === "lost" ? "warning" : live ? "special" : "plain"} shape>{live ? stateWord(live.state) : watched ? t`En cours` : t`Close`}</Badge>
          {watched && <Button size="small" kind="quiet" icon="clock" onPress={() => void queries.invalidateQueries({ queryKey: cardKey(id) })}>{t`Relire`}</Button>}
          {written && <Button icon="check" hint={keys.finish} onPress={() => finish.mutate()} isDisabled={finish.isPending}>{t`Terminer`}</Button>}
          <StoryButton conversation={id} segments={card?.segments} mine={!!live} />
          {panelButton}
        </div>
      </header>
      <Fault error={error ?? finish.error} retry={error ? () => void refetch() : undefined} />
      <Timeline id={id} card={card} live={live} />
      <Composer id={id} name={name} canReply={written} tab={written ? tab : "note"} setTab={write} asked={asked} />
    </article>
  );
}

/** What the live entity says has grown is fetched again; nothing is asked by the clock. */
function useFresh(id: string, messages: number | undefined, customer: string | null | undefined): void {
  const seen = useRef("");
  useEffect(() => {
    if (messages === undefined) return;
    const grew = seen.current === id;
    seen.current = id;
    void freshMessages(id, grew);
  }, [id, messages]);
  useEffect(() => {
    if (customer !== undefined) void queries.invalidateQueries({ queryKey: cardKey(id), exact: true });
    void queries.invalidateQueries({ queryKey: notesKey(id), exact: true });
  }, [id, customer]);
}

/** A first answer that is still on its way may be older than what has just come, and nothing would ask again: it is dropped. */
async function freshMessages(id: string, grew: boolean): Promise<void> {
  const queryKey = messagesKey(id);
  if (grew && !queries.getQueryData(queryKey)) await queries.cancelQueries({ queryKey, exact: true });
  await queries.invalidateQueries({ queryKey, exact: true });
}
