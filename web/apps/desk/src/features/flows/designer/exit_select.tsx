import { useLingui } from "@lingui/react/macro";
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
  const pick = (value: string) => {
    if (value.startsWith(NEW)) added?.(value.slice(NEW.length), { step, exit });
    else change(connect(draft, step, exit, value || null));
  };
  return (
    <Select label={exitName(exit)} value={to} disabled={readOnly} wrong={wrong ? faultWords(wrong) : null} data-exit={exit} onChange={(event) => pick(event.target.value)}>
      <option value="">{t`nulle part`}</option>
      <optgroup label={t`Mener à`}>{walked(draft).map(({ name }) => <option key={name} value={name}>{titleOf(draft, name)}</option>)}</optgroup>
      {added && <optgroup label={t`Nouvelle étape`}>{kindsOf(schema).map(({ kind }) => <option key={kind} value={NEW + kind}>{kindName(kind)}</option>)}</optgroup>}
    </Select>
  );
}
