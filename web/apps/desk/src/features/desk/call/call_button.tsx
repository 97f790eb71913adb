import { useLingui } from "@lingui/react/macro";
import { useEntity } from "@palabre/live";
import { useMutation } from "@tanstack/react-query";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { Fault, IconButton } from "#/shared/ui/ui.tsx";
import { usePhone } from "../use_phone.ts";
import { callNumber } from "./line_actions.ts";

/** Beside a customer's number: one click calls it in the tenant's name. Shown to who answers calls and is free. */
export default function CallButton({ number }: { number: string }) {
  const { t } = useLingui();
  const { phone } = usePhone();
  const account = useAccount();
  const me = useEntity("me");
  const dial = useMutation({ mutationFn: () => { phone?.prepare(); return callNumber(number); } });
  const own = me?.own_call && me.own_call.call === dial.data?.call ? me.own_call.outcome : "";
  if (!allowed(account, "desk.answer") || !phone) return null;
  const said: Record<string, string> = { busy: t`C’est occupé.`, no_answer: t`Personne ne répond.`, refused: t`Ce numéro ne peut pas être appelé d’ici.`, failed: t`L’appel n’a pas abouti.`, ceiling_reached: t`Plafond d’appels atteint`, no_way_out: t`Aucune ligne libre vers l’extérieur.` };
  return (
    <>
      <IconButton size="small" icon="phone" name={t`Appeler ce numéro`} isDisabled={me?.status !== "available" || !!me.reserved_until || dial.isPending} onPress={() => dial.mutate()} />
      <span role="status">{said[own] ?? ""}</span>
      <Fault error={dial.error} />
    </>
  );
}
