import { Trans, useLingui } from "@lingui/react/macro";
import type { LiveConversation } from "@palabre/contracts";
import { serverNow } from "@palabre/live";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { endWrapUp, extendWrapUp } from "#/features/desk/actions.ts";
import { outcomeLabel } from "#/features/desk/outcome_label.ts";
import { ask } from "#/shared/api.ts";
import { usePeopleNames } from "#/features/routing/names.ts";
import { useKeyNames, useKeys } from "#/shared/keys/keys.ts";
import { Button, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./context_panel.module.css";
import { useOutcomeCodes, type ConversationCard } from "./data.ts";

/** The end of a contact: what it was about. Its length is the server's; more time, once. */
export function WrapUp({ conversation, card }: { conversation: LiveConversation; card: ConversationCard | undefined }) {
  const { t } = useLingui();
  const keys = useKeyNames();
  const codes = useOutcomeCodes();
  const [picked, setPicked] = useState<string | null>(null);
  const code = picked ?? card?.outcome ?? null;
  const save = useMutation({ mutationFn: (wanted: string) => ask("put", "/conversations/{conversation}/outcome", { path: { conversation: conversation.conversation }, body: { code: wanted } }) });
  const end = useMutation({ mutationFn: () => endWrapUp(conversation.item) });
  const more = useMutation({ mutationFn: () => extendWrapUp(conversation.item) });
  const pick = (wanted: string) => { setPicked(wanted); save.mutate(wanted); };
  const finish = () => { if (!end.isPending) end.mutate(); };
  useKeys({ finish });
  const deadline = conversation.wrap_up_deadline;
  return (
    <section className={css.wrap} aria-label={t`Fin de traitement`}>
      {conversation.taken_by && <TakenOver by={conversation.taken_by} />}
      <h2>{t`De quoi s’agissait-il ?`}</h2>
      {deadline && <div className={css.left} aria-hidden="true"><i key={deadline} style={{ animationDuration: `${Math.max(0, deadline - serverNow())}ms` }} /></div>}
      <Fault error={codes.error} retry={() => void codes.refetch()} />
      <div className={css.codes} role="radiogroup" aria-label={t`Motif du contact`}>
        {(codes.data ?? []).map((one) => <label key={one.code}><input type="radio" name="outcome" checked={code === one.code} onChange={() => pick(one.code)} /><span>{outcomeLabel(codes.data, one.code)}</span></label>)}
        {codes.data?.length === 0 && <p className={css.muted}><Trans>Aucun motif n’est encore défini.</Trans></p>}
      </div>
      <Fault error={save.error ?? end.error ?? more.error} />
      <div className={ui.row}>
        <Button kind="primary" icon="check" hint={keys.finish} onPress={finish} isDisabled={end.isPending}>{t`Clore le contact`}</Button>
        <Button onPress={() => more.mutate()} isDisabled={conversation.wrap_up_extended || more.isPending}>{conversation.wrap_up_extended ? t`Temps prolongé` : t`Plus de temps`}</Button>
      </div>
    </section>
  );
}

/** Not she who ended it: who goes on with the customer, and that nothing more is asked of her. */
function TakenOver({ by }: { by: string }) {
  const { t } = useLingui();
  const name = usePeopleNames([by]).get(by) || t`Votre encadrement`;
  return <p role="status" className={css.taken} data-taken={by}><Trans><strong><bdi>{name}</bdi> a repris cet appel.</strong> Vous n’avez plus rien à faire pour ce client : notez le motif si vous le connaissez, puis closez le contact.</Trans></p>;
}
