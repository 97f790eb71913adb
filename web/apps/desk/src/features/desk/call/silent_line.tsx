import { useLingui } from "@lingui/react/macro";
import type { LiveConversation } from "@palabre/contracts";
import { Icon } from "#/shared/ui/icons.tsx";
import { usePhone } from "../use_phone.ts";
import css from "./lines.module.css";

/** Nothing is heard on one of the two lines: which, and what to do. Her own closed microphone is no silent line. */
export default function SilentLine({ call }: { call: LiveConversation }) {
  const { t } = useLingui();
  const { state } = usePhone();
  const silent = call.silent?.filter((one) => one.end === "customer" || !state.muted) ?? [];
  const hers = silent.some((one) => one.end === "advisor");
  const theirs = silent.some((one) => one.end === "customer");
  const what = hers ? t`On ne vous entend pas` : t`On n’entend pas le client`;
  const then = hers ? t`Vérifiez votre micro et votre casque.` : t`Demandez-lui de rappeler, ou rappelez-le.`;
  return (
    <span role="status" className={css.silent} data-silent={hers ? "advisor" : theirs ? "customer" : undefined} title={hers || theirs ? `${what}. ${then}` : undefined}>
      {(hers || theirs) && <><Icon name={hers ? "microphone_off" : "headset"} size={16} /><span dir="auto"><strong>{what}</strong> <span>{then}</span></span></>}
    </span>
  );
}
