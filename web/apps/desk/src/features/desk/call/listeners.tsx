import { useLingui } from "@lingui/react/macro";
import type { LiveListener } from "@palabre/contracts";
import { clockTime } from "@palabre/words";
import { usePeopleNames } from "#/features/routing/names.ts";
import { Badge } from "#/shared/ui/ui.tsx";
import css from "./listeners.module.css";

/** Who is in this call beside its advisor, how and since when: she is never listened to unseen. */
export default function Listeners({ listeners }: { listeners: readonly LiveListener[] }) {
  const { t } = useLingui();
  const names = usePeopleNames(listeners.map((one) => one.person));
  const words = ({ person, how, since }: LiveListener): string => {
    const name = names.get(person) || t`Encadrement`;
    const at = clockTime(since);
    if (how === "join") return t`${name} est dans l’appel depuis ${at}`;
    if (how === "whisper") return t`${name} vous souffle depuis ${at}`;
    return t`${name} vous écoute depuis ${at}`;
  };
  return (
    <ul className={css.all} aria-label={t`Dans cet appel`}>
      {listeners.map((one) => <li key={one.person} data-listener={one.how}><Badge tone="special" shape><bdi>{words(one)}</bdi></Badge></li>)}
    </ul>
  );
}
