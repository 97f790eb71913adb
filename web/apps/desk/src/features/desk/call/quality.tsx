import { useLingui } from "@lingui/react/macro";
import type { LiveConversation } from "@palabre/contracts";
import { number } from "@palabre/words";
import { after } from "@palabre/live";
import { useEffect } from "react";
import { ask } from "#/shared/api.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { usePhone } from "../use_phone.ts";
import css from "./lines.module.css";

const TELL_MS = 15_000;

/** The line as a word with its figure (MOS, 1 to 4.5); this browser's own count is told to the server meanwhile. */
export default function Quality({ call }: { call: LiveConversation }) {
  const { t } = useLingui();
  const { phone, state } = usePhone();
  const here = state.role === "leader" && state.call === "talking";
  useEffect(() => {
    if (!here || !phone) return undefined;
    let cancel: () => void = () => undefined;
    let over = false;
    const tell = async () => {
      const counted = await phone.quality();
      if (counted && !over) {
        const { packets_received, lost_share, jitter_ms, round_trip_ms } = counted;
        await ask("post", "/desk/conversations/{conversation}/quality", { path: { conversation: call.conversation }, body: { packets_received, lost_share, jitter_ms, round_trip_ms } }).catch(() => undefined);
      }
      if (!over) cancel = after(TELL_MS, () => void tell());
    };
    cancel = after(TELL_MS / 3, () => void tell());
    return () => { over = true; cancel(); };
  }, [here, phone, call.conversation]);
  const told = call.quality;
  if (!told) return null;
  const words: Record<string, string> = { good: t`Ligne bonne`, fair: t`Ligne moyenne`, weak: t`Ligne faible`, bad: t`Ligne mauvaise` };
  const whose = told.end === "customer" ? t`côté client` : t`de votre côté`;
  const figure = number(told.mos, 1);
  return (
    <span className={css.quality} data-quality={told.word} title={t`${words[told.word] ?? ""}, ${whose} : note d’écoute ${figure} sur 4,5`}>
      <Icon name="signal" size={16} /><span>{words[told.word]}</span> <span className={css.figure}>{figure}</span>
    </span>
  );
}
