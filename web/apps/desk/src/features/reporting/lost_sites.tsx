import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEntity } from "@palabre/live";
import { clockTime } from "@palabre/words";
import { useState } from "react";
import { useSiteNames } from "#/features/routing/names.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { IconButton } from "#/shared/ui/ui.tsx";
import { dismissed, dismiss } from "./dismissed.ts";
import css from "./lost_sites.module.css";

const SHOWN_MAX = 3;

/** One line a site whose desks fell silent together: until it is back, or put away. */
export function LostSites() {
  const { t } = useLingui();
  const told = useEntity("tiles")?.sites_lost;
  const names = useSiteNames();
  const [away, setAway] = useState(dismissed);
  const shown = (told ?? []).filter((one) => !away.includes(keyOf(one))).slice(0, SHOWN_MAX);
  return (
    <div role="alert" className={css.all}>
      {shown.map((one) => {
        const name = names.get(one.site) ?? "…";
        return (
          <p key={one.site} className={css.lost} data-lost-site={one.site}>
            <Icon name="warning" size={20} />
            <span><Trans>Site <bdi>{name}</bdi> : <Plural value={one.lost} one="# poste perdu" other="# postes perdus" /> à {clockTime(one.at)}</Trans></span>
            <IconButton icon="close" size="small" name={t`Ne plus afficher l’alarme du site ${name}`} onPress={() => setAway(dismiss(keyOf(one)))} />
          </p>
        );
      })}
    </div>
  );
}

const keyOf = (one: { site: string; at: number }) => `${one.site}@${one.at}`;
