import { useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog, Fault, IconButton } from "#/shared/ui/ui.tsx";
import css from "./lines.module.css";
import { pressKeys } from "./line_actions.ts";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** Keys into the call. What was pressed is shown for this call alone and kept nowhere. */
export default function Keypad({ conversation, disabled }: { conversation: string; disabled: boolean }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [pressed, setPressed] = useState("");
  const press = useMutation({ mutationFn: (keys: string) => pressKeys(conversation, keys), scope: { id: "keys" } });
  const send = (key: string) => { setPressed((before) => (before + key).slice(-20)); press.mutate(key); };
  return (
    <>
      <IconButton size="big" icon="keypad" name={t`Clavier`} tip={t`Clavier de numérotation`} isDisabled={disabled} onPress={() => setOpen(true)} />
      <Dialog title={t`Clavier`} open={open} close={() => { setOpen(false); setPressed(""); }}>
        <input className={css.pressed} dir="ltr" inputMode="tel" autoComplete="off" aria-label={t`Touches pressées`} value={pressed} onChange={(event) => { const key = event.target.value.slice(-1); if (event.target.value.length > pressed.length && KEYS.includes(key)) send(key); }} />
        <div className={css.pad} dir="ltr">
          {KEYS.map((key) => <button key={key} type="button" className={css.key} onClick={() => send(key)}>{key}</button>)}
        </div>
        <Fault error={press.error} />
      </Dialog>
    </>
  );
}
