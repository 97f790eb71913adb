import { useLingui } from "@lingui/react/macro";
import { Select, TextArea, TextField } from "#/shared/ui/fields.tsx";
import { Button, IconButton } from "#/shared/ui/ui.tsx";
import { useDesigner } from "./context.tsx";
import css from "./designer.module.css";
import { VariableField } from "./step_fields.tsx";
import { enumName } from "./step_words.ts";

interface Condition { test: string; variable?: string; value?: string; values?: string[]; of?: Condition[] }

const OF_PARTS = ["all", "any", "not"];
const TESTS = ["equals", "one_of", "less", "at_most", "more", "at_least", "starts_with", "is_empty", ...OF_PARTS];
const PLAIN: Condition = { test: "equals", variable: "", value: "" };

/** A comparison of one variable, or several of them joined. */
export function ConditionField({ label, value, change }: { label: string; value: unknown; change: (value: unknown) => void }) {
  const { t } = useLingui();
  const { readOnly } = useDesigner();
  const now = (value ?? PLAIN) as Condition;
  const common = { disabled: readOnly, wrong: null };
  const turn = (test: string) => {
    if (OF_PARTS.includes(test)) change({ test, of: now.of ?? [OF_PARTS.includes(now.test) ? PLAIN : now] });
    else if (test === "one_of") change({ test, variable: now.variable ?? "", values: now.values ?? (now.value ? [now.value] : []) });
    else if (test === "is_empty") change({ test, variable: now.variable ?? "" });
    else change({ test, variable: now.variable ?? now.of?.[0]?.variable ?? "", value: now.value ?? now.of?.[0]?.value ?? "" });
  };
  const test = <Select label={t`Comparaison`} {...common} value={now.test} onChange={(event) => turn(event.target.value)}>{TESTS.map((one) => <option key={one} value={one}>{enumName(one)}</option>)}</Select>;
  if (OF_PARTS.includes(now.test)) {
    const parts = now.of ?? [];
    return (
      <fieldset className={css.group}>
        <legend>{label}</legend>
        {test}
        {parts.map((part, n) => (
          <div key={n} className={css.item}>
            <ConditionField label={t`Condition ${n + 1}`} value={part} change={(next) => change({ ...now, of: parts.map((one, at) => (at === n ? next : one)) })} />
            {!readOnly && <div className={css.itemTools}><IconButton name={t`Retirer la condition ${n + 1}`} icon="close" size="small" onPress={() => change({ ...now, of: parts.filter((_, at) => at !== n) })} /></div>}
          </div>
        ))}
        {!readOnly && <div><Button size="small" icon="plus" onPress={() => change({ ...now, of: [...parts, PLAIN] })}>{t`Ajouter une condition`}</Button></div>}
      </fieldset>
    );
  }
  return (
    <fieldset className={css.group}>
      <legend>{label}</legend>
      <VariableField label={t`Variable`} {...common} value={now.variable ?? ""} change={(variable) => change({ ...now, variable })} />
      {test}
      {now.test === "one_of" && <TextArea label={t`Valeurs`} help={t`Une par ligne.`} {...common} rows={3} dir="auto" value={(now.values ?? []).join("\n")} onChange={(event) => change({ ...now, values: event.target.value.split("\n") })} />}
      {now.test !== "one_of" && now.test !== "is_empty" && <TextField label={t`Valeur`} {...common} dir="auto" value={now.value ?? ""} onChange={(event) => change({ ...now, value: event.target.value })} />}
    </fieldset>
  );
}
