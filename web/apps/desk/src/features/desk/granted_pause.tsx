import { Trans, useLingui } from "@lingui/react/macro";
import { useEntity } from "@palabre/live";
import { clockTime } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useNow } from "#/shared/clock.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Fault } from "#/shared/ui/ui.tsx";
import { changeStatus } from "./actions.ts";
import css from "./granted_pause.module.css";

/** A pause granted to her, until when, and that it is over. She alone comes back to calls, before or after its end. */
export default function GrantedPause() {
  const { t } = useLingui();
  const until = useEntity("me")?.until ?? null;
  const over = useNow(1) >= (until ?? 0);
  const change = useMutation({ mutationFn: changeStatus });
  return (
    <div role="status">
      {until !== null && (
        <p className={css.line} data-granted={over ? "over" : "on"}>
          <Icon name="clock" size={20} />
          <span>{over ? <Trans>La pause accordée est finie. Rien ne vous est proposé tant que vous ne revenez pas.</Trans> : <Trans>Pause accordée jusqu’à {clockTime(until)}. Rien ne vous est proposé.</Trans>}</span>
          <Button kind={over ? "primary" : "plain"} icon="check" isDisabled={change.isPending} onPress={() => change.mutate("available")}>{over ? t`Me rendre disponible` : t`Revenir maintenant`}</Button>
          {over && <Button kind="quiet" isDisabled={change.isPending} onPress={() => change.mutate("pause")}>{t`Rester en pause`}</Button>}
          <Fault error={change.error} />
        </p>
      )}
    </div>
  );
}
