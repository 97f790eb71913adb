import { useLingui } from "@lingui/react/macro";
import { useAll, useEntity } from "@palabre/live";
import { duration } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useWho } from "#/features/conversations/data.ts";
import { useNow } from "#/shared/clock.ts";
import { useKeyNames, useKeys } from "#/shared/keys/keys.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, cx, IconButton } from "#/shared/ui/ui.tsx";
import { hangUp, hold, takeCall } from "./actions.ts";
import { useColleagueName } from "./call/colleague_name.ts";
import css from "./call_strip.module.css";
import { usePhone, useReattached } from "./use_phone.ts";

const RecordingPause = lazy(() => import("./call/recording_pause.tsx"));
const Lines = lazy(() => import("./call/lines.tsx"));
const AbuseOver = lazy(() => import("./call/abuse_over.tsx"));
const Dial = lazy(() => import("./call/dial.tsx"));
const Listeners = lazy(() => import("./call/listeners.tsx"));
const Transfer = lazy(() => import("./call/transfer.tsx"));

/** The call in progress. It stands at the same place, at the same size, with or without a call. */
export function CallStrip() {
  const { t } = useLingui();
  const keys = useKeyNames();
  const { phone, state } = usePhone();
  const now = useNow(10);
  const call = useAll("conversation").find((one) => one.channel === "voice" && ["talking", "holding", "lost"].includes(one.state));
  const { name } = useWho(call?.conversation, call?.customer);
  const me = useEntity("me");
  const internals = useAll("internal");
  const beside = call ? undefined : internals[0]; // a colleague, or help: no conversation
  const colleague = useColleagueName(beside?.with_advisor || undefined);
  const reserved = (me?.reserved_until ?? 0) > now && !call;
  const kept = useAll("calling").length > 0;
  const holding = call?.state === "holding";
  const connecting = call?.state === "talking" && call.connected === false; // accepted, and not yet joined
  const id = call?.conversation;
  const elsewhere = !!call?.telephone && !!state.session && call.telephone !== state.session; // in another browser of hers
  const turn = useMutation({ mutationFn: (on: boolean) => hold(id!, on) });
  const end = useMutation({ mutationFn: () => hangUp(id!) });
  const take = useMutation({ mutationFn: () => { phone?.prepare(); return takeCall(id!); } });
  useReattached(call, state);
  // her desk telephone, or her own number: this browser has no microphone to close, the server closes the line
  const plain = !!call && !elsewhere && !connecting && state.call === "none" && call.telephone !== "";
  const muted = plain ? !!call?.muted : state.muted;
  const shut = useMutation({ mutationFn: async (on: boolean) => (await import("./call/line_actions.ts")).muteAtServer(id!, on) });
  const letGo = useMutation({ mutationFn: async (one: string) => (await import("./call/line_actions.ts")).endInternalCall(one) });
  const mutes = call ? !elsewhere : !!beside && state.call !== "none";
  const mute = () => {
    if (!mutes) return;
    if (plain) shut.mutate(!muted);
    else phone?.mute(!state.muted);
  };
  const turnHold = () => { if (call && call.state !== "lost" && !turn.isPending) turn.mutate(!holding); };
  const endCall = () => {
    if (call && !end.isPending) end.mutate();
    else if (beside && !letGo.isPending) letGo.mutate(beside.call);
  };
  const [giving, setGiving] = useState("");
  const [granted, setGranted] = useState<number | null>(null); // minutes of pause, once she is out of an insult
  const canGive = !!call && call.state !== "lost" && !connecting && !call.transfer;
  const give = () => { if (id && canGive) setGiving(id); };
  useKeys({ mute, hold: turnHold, hang_up: endCall, transfer: give });
  if (!phone) return null;

  const lost = call && (call.state === "lost" || (state.call === "lost" && state.role === "leader"));
  const words = (): string => {
    if (!call) return idle();
    if (elsewhere) return take.isPending ? t`On vous relie…` : t`L’appel est sur un autre poste`;
    if (lost) return t`On vous rebranche…`;
    if (holding) return t`En attente, avec la musique`;
    if (connecting && turn.isPending) return t`Mise en attente dès que la ligne est là`;
    if (connecting || state.call === "answering" || (state.call === "none" && state.line !== "ready")) return t`On vous relie…`;
    const since = call.talk_since ?? call.since;
    return now - since < 60_000 ? t`En ligne` : t`En ligne depuis ${duration(now - since)}`;
  };
  const idle = (): string => {
    if (beside?.state === "ringing") return beside.help ? t`On appelle les secours…` : beside.incoming ? t`Vous appelle` : t`On l’appelle…`;
    if (beside) return beside.state === "answered" ? t`On vous relie…` : t`En ligne`;
    if (reserved) return kept ? t`On vous garde pour elle` : t`On appelle le client…`;
    if (state.problem === "insecure") return t`Micro impossible ici : il faut https`;
    if (state.problem === "microphone_denied") return t`Le micro est refusé par le navigateur`;
    if (state.problem === "microphone_missing") return t`Aucun micro trouvé`;
    if (state.problem === "sound_blocked") return t`Cliquez pour entendre`;
    if (state.line === "ready") return state.role === "leader" ? t`Téléphone prêt` : t`Téléphone prêt dans un autre onglet`;
    return state.line === "failed" ? t`Téléphone injoignable, nouvel essai…` : t`Le téléphone se prépare…`;
  };
  const ready = state.line === "ready" && !state.problem;
  return (
    <section className={cx(css.strip, (call || beside) && css.live, holding && css.holding, lost && css.lost)} aria-label={t`Appel en cours`} data-reserved={reserved || undefined} data-call={call ? (lost ? "lost" : connecting ? "connecting" : call.state) : beside ? "internal" : "none"} data-phone={state.line} data-audio={state.call} data-elsewhere={elsewhere || undefined}>
      <span className={cx(css.mark, !call && !beside && !ready && css.trouble)}><Icon name={call || beside ? "phone" : "headset"} /></span>
      <div className={css.words} aria-live="polite">
        <strong><bdi>{call ? name : beside ? (beside.help ? t`Secours (${beside.help})` : colleague) : reserved ? (kept ? t`Campagne d’appels` : t`Rappel`) : t`Pas d’appel`}</bdi></strong>
        <span>{end.error || turn.error || take.error || shut.error || letGo.error ? t`La demande n’est pas passée, réessayez` : words()}</span>
      </div>
      {call && call.recording !== "off" && <Suspense fallback={null}><RecordingPause conversation={call.conversation} recording={call.recording} resumes={call.recording_resumes_at ?? null} /></Suspense>}
      {call?.listeners && call.listeners.length > 0 && <Suspense fallback={null}><Listeners listeners={call.listeners} /></Suspense>}
      {elsewhere && <Button size="big" icon="headset" onPress={() => { if (!take.isPending) take.mutate(); }}>{t`Prendre ici`}</Button>}
      <div className={css.buttons} dir="ltr">
        <Suspense fallback={null}>{call ? !elsewhere && <Lines call={call} outOfAbuse={setGranted} /> : beside ? null : <Dial />}</Suspense>
        <IconButton size="big" icon={muted ? "microphone_off" : "microphone"} name={muted ? t`Rouvrir le micro` : t`Couper le micro`} tip={`${muted ? t`Rouvrir le micro` : t`Couper le micro`} (${keys.mute})`} aria-pressed={muted} className={cx(muted && css.on)} isDisabled={!mutes} onPress={mute} />
        <IconButton size="big" icon={holding ? "play" : "pause"} name={holding ? t`Reprendre l’appel` : t`Mettre en attente`} tip={`${holding ? t`Reprendre l’appel` : t`Mettre en attente`} (${keys.hold})`} aria-pressed={holding} className={cx(holding && css.on)} isDisabled={!call || call.state === "lost"} onPress={turnHold} />
        <IconButton size="big" icon="next" name={t`Transférer`} tip={`${t`Transférer`} (${keys.transfer})`} isDisabled={!canGive} onPress={give} />
        <Button size="big" kind="danger" icon="hangup" aria-label={t`Raccrocher`} isDisabled={!call && !beside} onPress={endCall} className={css.end ?? ""} />
      </div>
      {granted !== null && <Suspense fallback={null}><AbuseOver granted={granted} close={() => setGranted(null)} /></Suspense>}
      {giving && giving === id && <Suspense fallback={null}><Transfer conversation={giving} close={() => setGiving("")} /></Suspense>}
    </section>
  );
}
