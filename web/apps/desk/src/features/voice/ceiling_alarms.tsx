import { Trans, useLingui } from "@lingui/react/macro";
import { useEntity } from "@palabre/live";
import { clockTime, number } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { usePeopleNames } from "#/features/routing/names.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Fault } from "#/shared/ui/ui.tsx";
import css from "./ceiling_alarms.module.css";
import { money } from "./trunk_words.ts";

type Alarm = NonNullable<ReturnType<typeof useEntity<"tiles">>>["ceilings"] extends (infer One)[] | undefined ? One : never;

/** Calls to the outside near a ceiling of the dial plan: until somebody sees to it; what is stopped stays said. */
export default function CeilingAlarms() {
  const { t } = useLingui();
  const told = useShown();
  const raises = allowed(useAccount(), "voice.edit");
  const names = usePeopleNames(told.flatMap((one) => (one.person ? [one.person] : [])));
  const see = useMutation({ mutationFn: (one: Alarm) => ask("post", "/desk/ceilings/{ceiling}/seen", { path: { ceiling: one.ceiling }, body: { percent: one.percent } }) });
  return (
    <div role="alert" className={css.all}>
      {told.map((one) => (
        <Line key={one.ceiling} one={one}>
          {one.person ? <em><Trans><bdi>{names.get(one.person) || "…"}</bdi> s’en occupe</Trans></em> : <Button size="small" isDisabled={see.isPending} onPress={() => see.mutate(one)}>{t`Je m’en occupe`}</Button>}
          {raises ? <Link to="/setup/$section" params={{ section: "trunks" }} hash="dial-plan">{t`Relever le plafond`}</Link> : <span>{t`Un administrateur peut relever le plafond.`}</span>}
        </Line>
      ))}
      <Fault error={see.error} />
    </div>
  );
}

/** On the wall: what is so, nobody's name, nothing to press. */
export function CeilingAlarmsOnWall() {
  return <div role="alert" className={css.all}>{useShown().map((one) => <Line key={one.ceiling} one={one} />)}</div>;
}

function Line({ one, children }: { one: Alarm; children?: ReactNode }) {
  return (
    <p className={css.line} data-ceiling={one.ceiling} data-percent={one.percent}>
      <Icon name="warning" size={20} />
      <span><Said one={one} /></span>
      {children}
    </p>
  );
}

function Said({ one }: { one: Alarm }) {
  const at = clockTime(one.since);
  const limit = one.ceiling === "money" ? money(one.limit, one.currency) : number(one.limit);
  if (one.ceiling === "money") {
    return one.percent < 100
      ? <Trans>La moitié du budget d’appels du jour (<bdi>{limit}</bdi>) est dépensée, depuis {at}.</Trans>
      : <Trans>Budget d’appels du jour épuisé (<bdi>{limit}</bdi>), depuis {at} : plus aucun appel ne sort, sauf les urgences.</Trans>;
  }
  return one.percent < 100
    ? <Trans>À {at}, la moitié des appels sortants permis en même temps ({limit}) était en cours.</Trans>
    : <Trans>À {at}, tous les appels sortants permis en même temps ({limit}) étaient pris : d’autres n’ont pas pu partir.</Trans>;
}

/** Of calls at once one who sees to it is enough; that nothing is dialled any more stays said to all. */
function useShown(): Alarm[] {
  return (useEntity("tiles")?.ceilings ?? []).filter((one) => !one.person || (one.ceiling === "money" && one.percent === 100));
}
