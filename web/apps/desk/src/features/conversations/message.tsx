import { useLingui } from "@lingui/react/macro";
import type { Message, Note } from "@palabre/contracts";
import { clockTime } from "@palabre/words";
import { usePeopleNames } from "#/features/routing/names.ts";
import { cx } from "#/shared/ui/ui.tsx";
import css from "./conversation_view.module.css";

interface Option { key?: string; label?: string; id?: string; text?: string }

export function MessageBubble({ message }: { message: Message }) {
  const { t } = useLingui();
  const names = usePeopleNames([message.author]);
  if (message.kind === "status") return null;
  const flow = message.direction === "out" && !message.author;
  const held = message.status === "queued";
  const who = message.direction === "in" ? t`Client` : flow ? t`Accueil automatique` : (names.get(message.author ?? "") ?? t`Équipe`);
  const options = (message.data?.["options"] ?? []) as Option[];
  const states: Record<string, string> = { queued: t`part dans un instant`, sent: "", delivered: t`remis`, read: t`lu`, failed: t`non envoyé : la conversation était close` };
  return (
    <div className={cx(css.message, message.direction === "in" ? css.in : css.out, flow && css.flow, held && css.held, message.status === "failed" && css.failed)} data-message={message.id} data-status={message.status}>
      <div className={css.bubble} dir="auto">{message.kind === "secret" ? t`(donnée confidentielle, jamais gardée)` : message.text}</div>
      {options.length > 0 && <div className={css.options}>{options.map((option, index) => <span key={option.key ?? option.id ?? index}><bdi>{option.label ?? option.text ?? option.key}</bdi></span>)}</div>}
      <div className={css.meta}><bdi>{who}</bdi><time dateTime={new Date(message.created_at).toISOString()}>{clockTime(message.sent_at ?? message.created_at)}</time>{message.direction === "out" && !flow && <span>{states[message.status]}</span>}</div>
    </div>
  );
}

export function NoteBubble({ note }: { note: Note }) {
  const { t } = useLingui();
  const names = usePeopleNames([note.author]);
  return (
    <div className={css.note} data-note={note.id}>
      <strong>{t`Note interne`}</strong>
      <div dir="auto">{note.text}</div>
      <div className={css.meta}><bdi>{names.get(note.author) ?? t`Équipe`}</bdi><time dateTime={new Date(note.created_at).toISOString()}>{clockTime(note.created_at)}</time></div>
    </div>
  );
}
