import { useLingui } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { Select } from "#/shared/ui/fields.tsx";
import { useDesigner } from "./context.tsx";
import { connect, titleOf, walked } from "./draft.ts";
import { kindsOf } from "./schema.ts";
import { exitName, faultWords, kindName } from "./step_words.ts";

const NEW = "new:";

/** Where an exit leads: a step there is, or a new one. The keyboard's way to draw a line. */
export function ExitSelect({ step, exit, added }: { step: string; exit: string; added: ((kind: string, from: { step: string; exit: string }) => void) | undefined }) {
  const { t } = useLingui();
  const { draft, schema, faults, readOnly, change } = useDesigner();
  const to = draft.steps[step]?.next?.[exit] ?? "";
  const wrong = faults.find((one) => one.where === step && one.what === exit && one.code.startsWith("exit_"));
  const keyed = useRef(false);
  const [wanted, setWanted] = useState("");
  const make = (value: string) => { setWanted(""); added?.(value.slice(NEW.length), { step, exit }); };
  const pick = (value: string) => {
    setWanted("");
    if (!value.startsWith(NEW)) change(connect(draft, step, exit, value || null));
    else if (keyed.current) setWanted(value); // by arrows one passes them all: none is made but by Enter
    else make(value);
  };
  return (
    <Select
      label={exitName(exit)} value={wanted || to} disabled={readOnly} wrong={wrong && !wanted ? faultWords(wrong) : null} help={wanted ? t`Entrée crée cette étape.` : undefined} data-exit={exit}
      onChange={(event) => pick(event.target.value)} onPointerDown={() => { keyed.current = false; }} onBlur={() => setWanted("")}
      onKeyDown={(event) => { keyed.current = true; if (wanted && event.key === "Enter") { event.preventDefault(); make(wanted); } }}
    >
      <option value="">{t`nulle part`}</option>
      <optgroup label={t`Mener à`}>{walked(draft).map(({ name }) => <option key={name} value={name}>{titleOf(draft, name)}</option>)}</optgroup>
      {added && <optgroup label={t`Nouvelle étape`}>{kindsOf(schema).map(({ kind }) => <option key={kind} value={NEW + kind}>{kindName(kind)}</option>)}</optgroup>}
    </Select>
  );
}
