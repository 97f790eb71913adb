import { Trans, useLingui } from "@lingui/react/macro";
import { useEntity } from "@palabre/live";
import { clockTime } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { usePeopleNames } from "#/features/routing/names.ts";
import { ask } from "#/shared/api.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Fault } from "#/shared/ui/ui.tsx";
import css from "./supervising.module.css";

const SHOWN_MAX = 3;

/** An advisor was insulted: one line until somebody sees to it. */
export default function Abuses() {
  const { t } = useLingui();
  const told = useEntity("tiles")?.abuses ?? [];
  const names = usePeopleNames(told.map((one) => one.advisor));
  const see = useMutation({ mutationFn: (abuse: string) => ask("post", "/desk/abuses/{abuse}/seen", { path: { abuse } }) });
  return (
    <div role="alert">
      {told.slice(0, SHOWN_MAX).map((one) => (
        <p key={one.abuse} className={css.line} data-abuse={one.abuse}>
          <Icon name="shield" size={20} />
          <span><Trans><bdi>{names.get(one.advisor) || "…"}</bdi> a mis fin à un appel pour propos inacceptables à {clockTime(one.at)}</Trans></span>
          <Button size="small" isDisabled={see.isPending} onPress={() => see.mutate(one.abuse)}>{t`Je m’en occupe`}</Button>
        </p>
      ))}
      <Fault error={see.error} />
    </div>
  );
}
