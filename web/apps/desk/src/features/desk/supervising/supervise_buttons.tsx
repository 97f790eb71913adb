import { useLingui } from "@lingui/react/macro";
import type { LiveListener } from "@palabre/contracts";
import { hasRole, useAccount } from "#/features/tenants/session.ts";
import { problemWords } from "#/shared/problem_words.ts";
import type { Problem } from "#/shared/api.ts";
import { IconButton } from "#/shared/ui/ui.tsx";
import css from "./supervising.module.css";
import { useSupervise } from "./supervision.ts";

/** The gestures beside an advisor's call, each explicit, the one in force pressed; pressed again it ends. */
export default function SuperviseButtons({ advisor, name, conversation, listeners }: { advisor: string; name: string; conversation: string; listeners: readonly LiveListener[] }) {
  const { t } = useLingui();
  const { begin, end } = useSupervise();
  const account = useAccount();
  const me = account.person.id;
  const how = listeners.find((one) => one.person === me)?.how ?? "";
  const gestures = [
    { how: "listen", icon: "headset", words: t`Écouter l’appel de ${name}` },
    { how: "whisper", icon: "speaker", words: t`Souffler à ${name}` },
    { how: "join", icon: "plus", words: t`Entrer dans l’appel de ${name}` },
    { how: "take_over", icon: "phone", words: t`Prendre la main sur l’appel de ${name}` },
  ] as const;
  const possible = hasRole(account, "advisor") ? gestures : gestures.slice(0, 3); // what she takes needs a desk of her own
  const press = (wanted: (typeof gestures)[number]["how"]) => {
    if (begin.isPending || end.isPending) return;
    if (how === wanted) end.mutate(conversation);
    else begin.mutate({ conversation, advisor, how: wanted });
  };
  const error = begin.error ?? end.error;
  return (
    <span className={css.buttons} role="group" aria-label={t`Être dans l’appel de ${name}`}>
      {possible.map((one) => <IconButton key={one.how} size="small" icon={one.icon} name={one.words} aria-pressed={how === one.how} className={how === one.how ? css.on ?? "" : ""} onPress={() => press(one.how)} />)}
      {error && <span role="alert" className={css.fault}>{problemWords(error as Problem)}</span>}
    </span>
  );
}
