import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { endInternalCall } from "#/features/desk/call/line_actions.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Fault } from "#/shared/ui/ui.tsx";
import css from "./ceiling_alarms.module.css";
import { useEmergency } from "./emergency_address.tsx";

/** Help is being called from her desk: on every page; where nobody was reached she is told so until she has read it. */
export function HelpLine({ call, number, one, close }: { call: string; number: string; one: { state: string } | undefined; close: () => void }) {
  const { t } = useLingui();
  const mine = useEmergency();
  const reached = useRef(false);
  const [ended, setEnded] = useState(false);
  const end = useMutation({ mutationFn: () => endInternalCall(call), onMutate: () => setEnded(true) });
  const over = one === undefined;
  if (one?.state === "talking") reached.current = true;
  useEffect(() => {
    if (over && (reached.current || ended)) close();
  }, [over, ended, close]);
  const address = mine.data?.address ?? "";
  return (
    <div className={css.all} role="alert" data-help={one?.state ?? "failed"}>
      <p className={css.line}>
        <Icon name={over ? "warning" : "phone"} size={20} />
        <span>
          {over
            ? <Trans>L’appel au <bdi>{number}</bdi> n’a pas abouti : prenez un autre téléphone, maintenant.</Trans>
            : one.state === "talking" ? <Trans>En ligne avec les secours (<bdi>{number}</bdi>)</Trans> : <Trans>On appelle les secours (<bdi>{number}</bdi>)…</Trans>}
          {!over && <span className={css.more}>{address ? <Trans>Adresse donnée aux secours : <bdi>{address}</bdi></Trans> : t`Aucune adresse n’est connue : dites tout de suite où vous êtes.`}</span>}
        </span>
        {over ? <Button onPress={close}>{t`Fermer`}</Button> : <Button kind="danger" icon="hangup" isPending={end.isPending} onPress={() => end.mutate()}>{t`Raccrocher`}</Button>}
      </p>
      <Fault error={end.error} />
    </div>
  );
}
