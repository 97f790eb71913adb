import { Trans, useLingui } from "@lingui/react/macro";
import { clockTime } from "@palabre/words";
import { useEffect } from "react";
import { usePeopleNames } from "#/features/routing/names.ts";
import { hasRole, useAccount } from "#/features/tenants/session.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button } from "#/shared/ui/ui.tsx";
import css from "./supervising.module.css";
import { useEar, useMine, useSupervise, type How, type Supervision } from "./supervision.ts";

/** While she is in somebody's call: whose, how, and the way to another or out of it, on every page. */
export default function SupervisingLine() {
  const mine = useMine();
  return <div role="status">{mine && <Line key={mine.conversation} {...mine} />}</div>;
}

function Line({ advisor, conversation, how, since }: Supervision) {
  const { t } = useLingui();
  const { begin, end } = useSupervise();
  const ear = useEar();
  const name = usePeopleNames([advisor]).get(advisor) || "…";
  const at = clockTime(since);
  const busy = begin.isPending || end.isPending;
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      const inside = event.target instanceof Element && event.target.closest("[role=dialog], [role=menu], [role=listbox], input, textarea, select, [contenteditable]");
      if (event.key === "Escape" && !event.defaultPrevented && !inside && !end.isPending) end.mutate(conversation);
    };
    addEventListener("keydown", leave);
    return () => removeEventListener("keydown", leave);
  }, [conversation, end]);
  const others: [How, string][] = [["listen", t`Écouter`], ["whisper", t`Souffler`], ["join", t`Entrer dans l’appel`]];
  if (hasRole(useAccount(), "advisor")) others.push(["take_over", t`Prendre la main`]);
  return (
    <p className={css.line} data-supervising={how}>
      <Icon name="headset" size={20} />
      <span>
        {ear?.call === "answering" ? <Trans>On vous relie à l’appel de <bdi>{name}</bdi>…</Trans>
          : how === "join" ? <Trans>Vous êtes dans l’appel de <bdi>{name}</bdi> depuis {at} : tout le monde vous entend.</Trans>
          : how === "whisper" ? <Trans>Vous soufflez à <bdi>{name}</bdi> depuis {at} : le client ne vous entend pas.</Trans>
          : <Trans>Vous écoutez l’appel de <bdi>{name}</bdi> depuis {at} : personne ne vous entend.</Trans>}
      </span>
      <span className={css.gestures}>
        {others.map(([one, words]) => one !== how && <Button key={one} size="small" isDisabled={busy} onPress={() => begin.mutate({ conversation, advisor, how: one })}>{words}</Button>)}
        <Button size="small" kind="danger" icon="exit" isDisabled={busy} onPress={() => end.mutate(conversation)}>{t`Quitter l’appel`}</Button>
      </span>
    </p>
  );
}
