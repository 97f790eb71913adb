import { Trans, useLingui } from "@lingui/react/macro";
import type { InternalEnd } from "@palabre/contracts";
import { useEntity } from "@palabre/live";
import { dayOrTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { ask } from "#/shared/api.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Fault, IconButton } from "#/shared/ui/ui.tsx";
import { usePhone } from "../use_phone.ts";
import css from "./lines.module.css";
import { callColleague, seeInternalEnd } from "./line_actions.ts";

/** Calls with colleagues that came to nothing, for who called and for who was called: until read, or called back. */
export default function InternalEnds() {
  const ends = useEntity("me")?.internal_ends ?? [];
  return <>{ends.map((one) => <End key={one.call} one={one} />)}</>;
}

function End({ one }: { one: InternalEnd }) {
  const { t } = useLingui();
  const { phone } = usePhone();
  const { data } = useQuery({ queryKey: ["colleagues"], queryFn: () => ask("get", "/desk/colleagues"), staleTime: 0, refetchInterval: 10_000 });
  const other = data?.find((her) => her.advisor === one.with_advisor);
  const name = other?.name || t`Un collègue`;
  const again = useMutation({ mutationFn: () => { phone?.prepare(); return callColleague(one.with_advisor); } });
  const see = useMutation({ mutationFn: () => seeInternalEnd(one.call) });
  const words: Record<string, string> = {
    missed: t`${name} vous a appelé, sans réponse`, declined: t`${name} a décliné votre appel`, no_answer: t`${name} n’a pas répondu`,
    unreachable: t`Votre appel avec ${name} n’a pas pu se faire : un des deux téléphones est fermé`,
    elsewhere: t`Votre appel avec ${name} s’est arrêté : un autre appel a commencé`, cut: t`Votre appel avec ${name} a été coupé`,
  };
  return (
    <p className={css.internal} data-internal-end={one.outcome}>
      <Icon name="phone" size={20} />
      <span><bdi>{words[one.outcome] ?? words["cut"]}</bdi> · <bdi>{dayOrTime(one.at)}</bdi>{data && !other?.free && <> · <Trans>pas libre pour l’instant</Trans></>}</span>
      <Button icon="phone" isDisabled={!other?.free || again.isPending} onPress={() => again.mutate()}>{one.incoming ? t`Rappeler` : t`Appeler à nouveau`}</Button>
      <IconButton icon="close" name={t`C’est lu`} isDisabled={see.isPending} onPress={() => see.mutate()} />
      <Fault error={again.error ?? see.error} />
    </p>
  );
}
