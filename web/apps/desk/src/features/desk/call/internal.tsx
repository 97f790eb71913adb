import { Trans, useLingui } from "@lingui/react/macro";
import { useAll, useEntity } from "@palabre/live";
import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { useParts } from "#/app/live_desk.tsx";
import { useColleagueName } from "#/features/desk/call/colleague_name.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Fault } from "#/shared/ui/ui.tsx";
import { usePhone } from "../use_phone.ts";
import css from "./lines.module.css";
import { answerColleague, endInternalCall } from "./line_actions.ts";

const InternalEnds = lazy(() => import("./internal_ends.tsx"));
const HelpLine = lazy(async () => ({ default: (await import("#/features/voice/help_line.tsx")).HelpLine }));

/** A colleague calls, or is called, or help is: on every page, until it is over. */
export default function InternalLine() {
  const { t } = useLingui();
  const { ringer } = useParts();
  const { phone, state } = usePhone();
  const one = useAll("internal")[0];
  const ended = (useEntity("me")?.internal_ends ?? []).length > 0;
  const [help, setHelp] = useState<{ call: string; number: string } | null>(null);
  if (one?.help && one.call !== help?.call) setHelp({ call: one.call, number: one.help });
  const name = useColleagueName(one?.with_advisor);
  const call = one?.call ?? "";
  const answer = useMutation({ mutationFn: () => { phone?.prepare(); return answerColleague(call); } });
  const end = useMutation({ mutationFn: () => endInternalCall(call) });
  const rings = !!one?.incoming && one.state === "ringing" && state.role === "leader";
  useEffect(() => {
    if (!rings) return undefined;
    ringer.ring(30);
    return () => ringer.stop();
  }, [rings, ringer]);
  if (help) return <Suspense fallback={null}><HelpLine key={help.call} call={help.call} number={help.number} one={one?.call === help.call ? one : undefined} close={() => setHelp(null)} /></Suspense>;
  return (
    <div role="status">
      {one && (
        <p className={css.internal} data-internal={one.state} data-incoming={one.incoming || undefined}>
          <Icon name="phone" size={20} />
          <span>{one.state !== "ringing" ? <Trans>En ligne avec votre collègue <bdi>{name}</bdi></Trans> : one.incoming ? <Trans>Votre collègue <bdi>{name}</bdi> vous appelle</Trans> : <Trans>On appelle votre collègue <bdi>{name}</bdi>…</Trans>}</span>
          {one.incoming && one.state === "ringing" && <Button kind="primary" icon="phone" isPending={answer.isPending} onPress={() => answer.mutate()}>{t`Répondre`}</Button>}
          <Button kind="danger" icon="hangup" isPending={end.isPending} onPress={() => end.mutate()}>{one.incoming && one.state === "ringing" ? t`Décliner` : t`Raccrocher`}</Button>
          <Fault error={answer.error ?? end.error} />
        </p>
      )}
      {!one && ended && <Suspense fallback={null}><InternalEnds /></Suspense>}
    </div>
  );
}
