import { useLingui } from "@lingui/react/macro";
import type { LiveConversation } from "@palabre/contracts";
import { useAll, useEntity } from "@palabre/live";
import { useMutation } from "@tanstack/react-query";
import { usePeopleNames, useQueueNames } from "#/features/routing/names.ts";
import { problemWords } from "#/shared/problem_words.ts";
import type { Problem } from "#/shared/api.ts";
import { Button, IconButton } from "#/shared/ui/ui.tsx";
import { cancelTransfer, completeTransfer, hold, swapTransfer } from "../actions.ts";
import css from "./consult.module.css";

/** Under the call strip, which keeps its place and size: beside its buttons these had no room, and giving lay under hanging up. */
export default function ConsultLine() {
  const me = useEntity("me");
  const call = useAll("conversation").find((one) => one.channel === "voice" && ["talking", "holding", "lost"].includes(one.state));
  return call && (call.transfer || call.transfer_outcome) ? <Consult key={call.conversation} call={call} me={me?.advisor ?? ""} /> : null;
}

/** Who is sought or consulted for this call, and what its advisor can do about it; how the last one ended. */
function Consult({ call, me }: { call: LiveConversation; me: string }) {
  const { t } = useLingui();
  const transfer = call.transfer;
  const other = call.parties.find((one) => one.advisor !== me);
  const people = usePeopleNames([transfer?.by, other?.advisor]);
  const queues = useQueueNames();
  const complete = useMutation({ mutationFn: () => completeTransfer(call.conversation) });
  const cancel = useMutation({ mutationFn: () => cancelTransfer(call.conversation) });
  const together = useMutation({ mutationFn: (three: boolean) => hold(call.conversation, three) });
  const swap = useMutation({ mutationFn: () => swapTransfer(call.conversation) });
  const busy = complete.isPending || cancel.isPending || together.isPending || swap.isPending;
  const error = complete.error ?? cancel.error ?? together.error ?? swap.error;
  const ended: Record<string, string> = {
    busy: t`Occupé`, no_answer: t`Pas de réponse`, not_taken: t`N’a pas pris l’appel`, declined: t`A refusé`, left: t`Est parti`,
    longest_wait: t`Personne n’est venu`, destination_closed: t`Destination non permise`, ceiling_reached: t`Plafond d’appels atteint`,
    number_unknown: t`Numéro inconnu`, number_invalid: t`Numéro inconnu`, not_registered: t`Son téléphone est fermé`,
  };
  if (!transfer) {
    const words = call.transfer_outcome && !["handed_over", "cancelled"].includes(call.transfer_outcome) ? ended[call.transfer_outcome] ?? t`Le transfert a échoué` : "";
    return words ? <p role="status" className={css.outcome} data-transfer="ended">{words}</p> : null;
  }
  const name = (other?.advisor && people.get(other.advisor)) || (transfer.to === "queue" ? queues.get(transfer.target) ?? t`File` : transfer.to === "number" ? t`Numéro extérieur` : t`Collègue`);
  const mine = transfer.by === me;
  const joined = transfer.state === "joined";
  const aside = joined && transfer.aside;
  const three = joined && !aside && call.state === "talking";
  const giver = people.get(transfer.by) || t`Collègue`;
  const words = aside ? (mine ? t`Vous parlez au client, ${name} attend en musique` : t`${giver} parle au client, vous êtes en attente`) : !mine ? (three ? t`À trois avec ${giver}` : t`${giver} vous consulte, le client est en attente`) : three ? t`À trois avec ${name}` : joined ? t`Vous parlez à ${name}` : t`On appelle ${name}…`;
  return (
    <div className={css.consult} role="group" aria-label={t`Transfert`} data-transfer={joined ? (three ? "three" : aside ? "aside" : "joined") : "sought"}>
      <span className={css.words} role="status"><bdi>{error ? problemWords(error as Problem) : words}</bdi></span>
      {joined && mine && <IconButton size="big" icon="swap" name={aside ? t`Reprendre ${name}, le client attend` : t`Parler au client seul, ${name} attend`} aria-pressed={aside} isDisabled={busy} onPress={() => swap.mutate()} />}
      {joined && (mine || !aside) && <IconButton size="big" icon="people" name={three ? t`Mettre le client en attente` : t`Parler à trois`} aria-pressed={three} isDisabled={busy} onPress={() => together.mutate(three)} />}
      {mine && <Button size="big" kind="primary" icon="next" isDisabled={busy} onPress={() => complete.mutate()}>{t`Donner`}</Button>}
      {mine && <IconButton size="big" icon="undo" name={t`Annuler et reprendre le client`} isDisabled={busy} onPress={() => cancel.mutate()} />}
    </div>
  );
}
