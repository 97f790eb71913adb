import { useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { ask } from "#/shared/api.ts";
import { useNow } from "#/shared/clock.ts";
import { useKeyNames, useKeys } from "#/shared/keys/keys.ts";
import { Badge, Button, IconButton } from "#/shared/ui/ui.tsx";

const SOON_SECONDS = 30;

/** Before a card number is said: what follows is not kept until she goes on, or until the tenant's bound. The state comes back by the socket. */
export default function RecordingPause({ conversation, recording, resumes }: { conversation: string; recording: string; resumes?: number | null }) {
  const { t } = useLingui();
  const keys = useKeyNames();
  const paused = recording === "paused";
  const send = useMutation({ mutationFn: (on: boolean) => ask("post", "/desk/conversations/{conversation}/recording", { path: { conversation }, body: { on } }) });
  const turn = () => { if (!send.isPending && (recording === "on" || paused)) send.mutate(!paused); };
  useKeys({ pause_recording: turn });
  if (recording === "refused") return <Badge tone="notice" shape>{t`Enregistrement refusé`}</Badge>;
  if (recording === "off") return null;
  const name = paused ? t`Reprendre l’enregistrement` : t`Suspendre l’enregistrement`;
  return (
    <span data-recording={recording} style={{ display: "inline-flex", alignItems: "center", whiteSpace: "nowrap" }}>
      {paused && resumes && !send.error ? <Left resumes={resumes} longer={() => send.mutate(true)} pending={send.isPending} /> : <Badge tone={paused ? "warning" : "plain"} shape>{send.error ? t`La demande n’est pas passée, réessayez` : paused ? t`Enregistrement suspendu` : t`Enregistré`}</Badge>}
      <IconButton icon={paused ? "play" : "record"} name={name} tip={`${name} (${keys.pause_recording})`} aria-pressed={paused} onPress={turn} />
    </span>
  );
}

/** A pause that is forgotten ends by itself: she sees when, is told shortly before, and may have it longer. */
function Left({ resumes, longer, pending }: { resumes: number; longer: () => void; pending: boolean }) {
  const { t } = useLingui();
  const seconds = Math.max(0, Math.ceil((resumes - useNow(1)) / 1000));
  const soon = seconds <= SOON_SECONDS;
  const left = clock(seconds);
  return (
    <>
      <span data-resumes-in={seconds}><Badge tone="warning" shape>{t`Suspendu, reprend dans ${left}`}</Badge></span>
      <span role="status" className="unseen">{soon ? t`L’enregistrement reprend bientôt.` : ""}</span>
      {soon && <Button size="small" isPending={pending} onPress={longer}>{t`Prolonger la pause`}</Button>}
    </>
  );
}

/** 4:05 */
const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
