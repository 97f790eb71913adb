import { useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { ask } from "#/shared/api.ts";
import { useKeyNames, useKeys } from "#/shared/keys/keys.ts";
import { Badge, IconButton } from "#/shared/ui/ui.tsx";

/** Before a card number is said: what follows is not kept until she goes on. The state comes back by the socket. */
export default function RecordingPause({ conversation, recording }: { conversation: string; recording: string }) {
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
    <span data-recording={recording}>
      <Badge tone={paused ? "warning" : "plain"} shape>{send.error ? t`La demande n’est pas passée, réessayez` : paused ? t`Enregistrement suspendu` : t`Enregistré`}</Badge>
      <IconButton icon={paused ? "play" : "record"} name={name} tip={`${name} (${keys.pause_recording})`} aria-pressed={paused} onPress={turn} />
    </span>
  );
}
