import { i18n } from "@lingui/core";
import { useState } from "react";
import { TextField } from "#/shared/ui/fields.tsx";
import { keptNumber, numberFault, shownNumber, type NumberRule } from "./queue_fields.ts";

/** One number of the rules, with its sentence and its bounds. What is not a number is kept as none, so that nothing is saved of it. */
export function NumberField({ rule, value, change, wrong, disabled }: { rule: NumberRule; value: number | undefined; change: (value: number) => void; wrong?: string | null; disabled?: boolean }) {
  const [text, setText] = useState(() => String(shownNumber(rule, value)));
  const typed = text.trim() === "" ? Number.NaN : Number(text);
  return <TextField label={i18n._(rule.label)} help={i18n._(rule.help)} type="number" min={rule.min} max={rule.max} step="any" value={text} wrong={numberFault(rule, typed) ?? wrong} disabled={disabled} onChange={(event) => { setText(event.target.value); change(keptNumber(rule, event.target.value.trim() === "" ? Number.NaN : Number(event.target.value))); }} dir="ltr" />;
}
