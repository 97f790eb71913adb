import { useLingui } from "@lingui/react/macro";
import { useId, useState, type ReactNode } from "react";
import { Check, Select, TextArea, TextField } from "#/shared/ui/fields.tsx";
import { Button, IconButton, ui } from "#/shared/ui/ui.tsx";
import { useDesigner, useReferred } from "./context.tsx";
import css from "./designer.module.css";
import { ConditionField } from "./condition_field.tsx";
import { PromptsField } from "./prompts_field.tsx";
import { isPrompts, resolve, unwrapped, type Shape } from "./schema.ts";
import { enumName, fieldHelp, fieldName } from "./step_words.ts";

export interface FieldProps {
  kind: string;
  name: string;
  shape: Shape;
  value: unknown;
  change: (value: unknown) => void;
  wrong?: string | null;
  label?: string;
}

/** One field of a step, as the published schema describes it: nothing here knows a kind of step. */
export function StepField(props: FieldProps) {
  const { t } = useLingui();
  const { schema, readOnly } = useDesigner();
  const { shape, optional } = unwrapped(schema, props.shape);
  const label = props.label ?? fieldName(props.kind, props.name);
  const help = fieldHelp(props.kind, props.name);
  const value = props.value ?? shape.default ?? (optional ? null : undefined);
  const common = { label, help, wrong: props.wrong ?? null, disabled: readOnly };
  if (isPrompts(shape)) return <PromptsField {...props} label={label} help={help} value={(value ?? []) as never} />;
  if (props.shape.$ref?.endsWith("/Condition") || shape.properties?.["test"]) return <ConditionField label={label} value={value} change={props.change} />;
  if (shape["x-refers"] === "variable") return <VariableField {...common} value={String(value ?? "")} change={(next) => props.change(next || (optional ? null : ""))} />;
  if (shape["x-refers"]) return <ReferField {...common} refers={shape["x-refers"]} value={String(value ?? "")} change={props.change} />;
  const choices = shape.enum ?? choicesOf(shape.pattern);
  if (choices) return <Select {...common} value={String(value ?? "")} onChange={(event) => props.change(event.target.value || null)}>{(optional || value === undefined || value === "") && <option value="" aria-label={label} />}{choices.map((one) => <option key={String(one)} value={String(one)}>{enumName(String(one))}</option>)}</Select>;
  if (shape.type === "boolean") return <div className={ui.field}><Check checked={value === true} disabled={readOnly} onChange={(event) => props.change(event.target.checked)}>{label}</Check>{help && <span className={ui.help}>{help}</span>}</div>;
  if (shape.type === "integer" || shape.type === "number") return <NumberField {...common} shape={shape} value={value as number | null | undefined} change={(next) => props.change(next ?? (optional ? null : shape.default ?? undefined))} />;
  if (shape.type === "array") return <ListField {...props} shape={shape} value={Array.isArray(value) ? value : []} label={label} help={help} />;
  if (shape.type === "object" && shape.properties) return <ObjectFields kind={props.kind} shape={shape} value={(value ?? {}) as Record<string, unknown>} change={props.change} label={label} />;
  if (shape.type === "object") return <PairsField {...props} shape={shape} value={(value ?? {}) as Record<string, string>} label={label} help={help} />;
  if (shape.type === "string") {
    const unfit = !!value && !!shape.pattern?.startsWith("^[a-z]") && !new RegExp(shape.pattern).test(String(value)); // a name: else the whole flow could not be read
    const text = { ...common, wrong: common.wrong ?? (unfit ? t`Des lettres minuscules, des chiffres et _, d’abord une lettre.` : null), value: String(value ?? ""), dir: "auto" as const, onChange: (event: { target: { value: string } }) => props.change(event.target.value || (optional ? null : "")) };
    return (shape.maxLength ?? 0) > 300 && shape["x-refers"] === undefined && !shape.pattern ? <TextArea {...text} rows={2} /> : <TextField {...text} maxLength={shape.maxLength} />;
  }
  return <JsonField {...common} value={value} change={props.change} />;
}

/** `^(one|two)$` is a list of words. */
function choicesOf(pattern: string | undefined): string[] | null {
  const inner = /^\^?\(([a-z_|]+)\)\$?$/.exec(pattern ?? "")?.[1];
  return inner ? inner.split("|") : null;
}

interface Common { label: string; help?: ReactNode; wrong: string | null; disabled: boolean }

function NumberField({ shape, value, change, ...common }: Common & { shape: Shape; value: number | null | undefined; change: (value: number | undefined) => void }) {
  const bounds = { min: shape.minimum ?? shape.exclusiveMinimum, max: shape.maximum, step: shape.type === "integer" ? 1 : "any" };
  return <TextField {...common} {...bounds} type="number" inputMode="decimal" dir="ltr" value={value ?? ""} onChange={(event) => change(event.target.value === "" ? undefined : Number(event.target.value))} />;
}

export function VariableField({ value, change, ...common }: Common & { value: string; change: (value: string) => void }) {
  const { draft } = useDesigner();
  const id = useId();
  const known = new Set([...Object.keys(draft.declares ?? {}), ...Object.keys(draft.variables ?? {})]);
  return <><TextField {...common} value={value} list={id} dir="ltr" spellCheck={false} onChange={(event) => change(event.target.value)} /><datalist id={id}>{[...known].map((name) => <option key={name} value={name}>{name}</option>)}</datalist></>;
}

function ReferField({ refers, value, change, ...common }: Common & { refers: string; value: string; change: (value: string) => void }) {
  const { t } = useLingui();
  const offered = useReferred(refers);
  if (offered.length === 0 && !["queue", "calendar", "flow"].includes(refers)) return <TextField {...common} value={value} dir="ltr" onChange={(event) => change(event.target.value)} />;
  return (
    <Select {...common} value={value} onChange={(event) => change(event.target.value)}>
      <option value="">{t`À choisir`}</option>
      {value && !offered.some((one) => one.id === value) && <option value={value}>{t`Introuvable`}</option>}
      {offered.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
    </Select>
  );
}

/** A list of texts on lines, or of objects each in its own box. */
function ListField({ kind, name, shape, value, change, label, help }: Omit<FieldProps, "value"> & { value: unknown[]; help: string | undefined }) {
  const { t } = useLingui();
  const { schema, readOnly } = useDesigner();
  const item = resolve(schema, shape.items ?? {});
  if (!item.properties) return <TextArea label={label ?? name} help={help ?? t`Un par ligne.`} value={value.join("\n")} disabled={readOnly} rows={3} dir="auto" onChange={(event) => change(event.target.value.split("\n").map((one) => one.trim()).filter((one, n, all) => one || n < all.length - 1))} />;
  const put = (n: number, next: unknown) => change(value.map((one, at) => (at === n ? next : one)));
  const move = (n: number, by: number) => { const next = [...value]; [next[n], next[n + by]] = [next[n + by], next[n]]; change(next); };
  return (
    <fieldset className={css.group}>
      <legend>{label}</legend>
      {help && <span className={ui.help}>{help}</span>}
      {value.map((one, n) => (
        <div key={n} role="group" aria-label={`${label} ${n + 1}`} className={css.item}>
          <ObjectFields kind={kind} shape={item} value={(one ?? {}) as Record<string, unknown>} change={(next) => put(n, next)} />
          {!readOnly && (
            <div className={css.itemTools}>
              <IconButton name={t`Monter ${label ?? name} ${n + 1}`} icon="down" className={css.up} size="small" isDisabled={n === 0} onPress={() => move(n, -1)} />
              <IconButton name={t`Descendre ${label ?? name} ${n + 1}`} icon="down" size="small" isDisabled={n === value.length - 1} onPress={() => move(n, 1)} />
              <IconButton name={t`Retirer ${label ?? name} ${n + 1}`} icon="close" size="small" onPress={() => change(value.filter((_, at) => at !== n))} />
            </div>
          )}
        </div>
      ))}
      {!readOnly && <div><Button size="small" icon="plus" onPress={() => change([...value, begin(item, value.length)])}>{t`Ajouter`}</Button></div>}
    </fieldset>
  );
}

/** With what one more entry begins: the next key, a free exit. */
function begin(item: Shape, count: number): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [field, shape] of Object.entries(item.properties ?? {})) {
    if (field === "key") made[field] = String((count + 1) % 10);
    else if (field === "exit") made[field] = `choice_${count + 1}`;
    else if (shape.$ref?.endsWith("/Condition")) made[field] = { test: "equals", variable: "", value: "" };
    else if (item.required?.includes(field)) made[field] = shape.type === "array" ? [] : shape.enum?.[0] ?? choicesOf(shape.pattern)?.[0] ?? "";
  }
  return made;
}

function ObjectFields({ kind, shape, value, change, label }: { kind: string; shape: Shape; value: Record<string, unknown>; change: (value: Record<string, unknown>) => void; label?: string }) {
  const fields = Object.entries(shape.properties ?? {}).map(([name, inner]) => <StepField key={name} kind={kind} name={name} shape={inner} value={value[name]} change={(next) => change(withField(value, name, next))} />);
  return label ? <fieldset className={css.group}><legend>{label}</legend>{fields}</fieldset> : <div className={css.fields}>{fields}</div>;
}

export function withField(value: Record<string, unknown>, name: string, next: unknown): Record<string, unknown> {
  const { [name]: _before, ...rest } = value;
  return next === undefined || next === null ? rest : { ...value, [name]: next };
}

/** Name → text, one below the other. */
function PairsField({ shape, value, change, label, help }: Omit<FieldProps, "value"> & { value: Record<string, string>; help: string | undefined }) {
  const { t } = useLingui();
  const { readOnly } = useDesigner();
  const [added, setAdded] = useState("");
  const numbers = typeof shape.additionalProperties === "object" && shape.additionalProperties.type === "integer";
  const put = (name: string, text: string) => change({ ...value, [name]: numbers ? Number(text) : text });
  return (
    <fieldset className={css.group}>
      <legend>{label}</legend>
      {help && <span className={ui.help}>{help}</span>}
      {Object.entries(value).map(([name, text]) => (
        <div key={name} className={css.pair}>
          <TextField label={name} value={String(text)} dir="auto" disabled={readOnly} onChange={(event) => put(name, event.target.value)} />
          {!readOnly && <IconButton name={t`Retirer ${name}`} icon="close" size="small" onPress={() => change(Object.fromEntries(Object.entries(value).filter(([one]) => one !== name)))} />}
        </div>
      ))}
      {!readOnly && (
        <div className={css.pair}>
          <VariableField label={t`Nom à ajouter`} wrong={null} disabled={false} value={added} change={setAdded} />
          <Button size="small" icon="plus" isDisabled={!/^[a-z][a-z0-9_]*$/.test(added) || added in value} onPress={() => { put(added, ""); setAdded(""); }}>{t`Ajouter`}</Button>
        </div>
      )}
    </fieldset>
  );
}

function JsonField({ value, change, ...common }: Common & { value: unknown; change: (value: unknown) => void }) {
  const { t } = useLingui();
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? JSON.stringify(value ?? null);
  let wrong = common.wrong;
  try { JSON.parse(shown); } catch { wrong = t`Ce n’est pas du JSON valable.`; }
  return <TextArea {...common} wrong={wrong} value={shown} dir="ltr" rows={2} spellCheck={false} onChange={(event) => { setText(event.target.value); try { change(JSON.parse(event.target.value)); } catch { /* said beside it */ } }} />;
}
