import { useLingui } from "@lingui/react/macro";
import { useAll } from "@palabre/live";
import { Link } from "@tanstack/react-router";
import { Icon } from "#/shared/ui/icons.tsx";
import { usePhone } from "../use_phone.ts";
import css from "./silent_line.module.css";

/** Nothing is heard on a line of her call: whose, and what to do. Under the call strip, where there is room for the words;
 *  it is there before it speaks, so that it is read aloud. */
export default function SilentLine() {
  const call = useAll("conversation").find((one) => one.channel === "voice" && one.state === "talking");
  const { state } = usePhone();
  const silent = call?.silent?.filter((one) => one.end === "customer" || !state.muted) ?? []; // muted by herself is no silent line
  const ends = [...new Set(silent.map((one) => one.end))].sort(); // hers first: she can mend that
  return <div role="status">{ends.map((end) => <Silent key={end} end={end} telephone={call?.telephone ?? ""} />)}</div>;
}

function Silent({ end, telephone }: { end: string; telephone: string }) {
  const { t } = useLingui();
  const hers = end === "advisor";
  return (
    <p className={css.line} data-silent={end}>
      <Icon name={hers ? "microphone_off" : "headset"} size={20} />
      <span>
        <strong>{hers ? t`On ne vous entend pas` : t`On n’entend pas le client`}</strong>{" "}
        <span>{hers ? t`Vérifiez votre micro et votre casque, puis demandez si l’on vous entend.` : t`Demandez-lui de vérifier son téléphone ; sinon, raccrochez et rappelez-le.`}</span>
      </span>
      {hers && telephone && <Link to="/check">{t`Vérifier le matériel`}</Link>}
    </p>
  );
}
