import { useLingui } from "@lingui/react/macro";
import type { LiveConversation } from "@palabre/contracts";
import { clockTime } from "@palabre/words";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { channelIcon, channelWord, stateWord } from "#/features/desk/status_words.ts";
import { useQueueName } from "#/features/routing/names.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { cx } from "#/shared/ui/ui.tsx";
import { choiceWords, useWho } from "./data.ts";
import css from "./inbox.module.css";

export function ConversationRow({ conversation, gone, open }: { conversation: LiveConversation; gone: boolean; open: boolean }) {
  const { t } = useLingui();
  const { name, card } = useWho(conversation.conversation, conversation.customer);
  const chosen = card?.choices.map(choiceWords).join(" › "); // tells one visitor of the site from another
  const queue = useQueueName(conversation.queue);
  const [read, setRead] = useState(conversation.messages);
  if (open && read !== conversation.messages) setRead(conversation.messages);
  const unread = conversation.messages - read;
  const state = gone ? t`Close` : conversation.customer_present || conversation.state === "wrap_up" ? stateWord(conversation.state) : t`Client parti`;
  return (
    <Link to="/inbox/$conversation" params={{ conversation: conversation.conversation }} className={cx(css.row, gone && css.gone)} data-open={open || undefined} aria-current={open ? "page" : undefined} data-conversation={conversation.conversation} data-state={gone ? "gone" : conversation.state}>
      <Icon name={channelIcon(conversation.channel)} />
      <span className="unseen">{channelWord(conversation.channel)}</span>
      <span className={css.name}><bdi>{name}</bdi></span>
      <span className={css.when}>{clockTime(conversation.talk_since ?? conversation.since)}</span>
      <span className={css.about}>{state} · <bdi>{chosen || queue}</bdi></span>
      {unread > 0 ? <span className={css.unread} aria-label={t`${unread} non lus`}>{unread}</span> : <span />}
    </Link>
  );
}
