import { useLingui } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { TextField } from "#/shared/ui/fields.tsx";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, IconButton, ui } from "#/shared/ui/ui.tsx";
import { useCallable, useDesigner } from "./context.tsx";
import css from "./designer.module.css";
import { duplicate, isName, putStep, removeSteps, renameStep, tidied, titleOf, type Step } from "./draft.ts";
import { ExitSelect } from "./exit_select.tsx";
import { fieldsOf, kindOf, needed } from "./schema.ts";
import { StepField, withField } from "./step_fields.tsx";
import { faultWords, kindHelp, kindIcon, kindName } from "./step_words.ts";

/** Of long forms, what most people fill though it may be left out. */
const FIRST_SEEN = new Set(["collect.variable", "collect.collects", "collect.secret", "queue.announce", "queue.music", "menu.on_wrong", "record_consent.refuse_key"]);

/** One step: what it is called, what it does, where each exit leads, and what is wrong with it. */
export function StepPanel({ name, added }: { name: string; added: (kind: string, from: { step: string; exit: string }) => void }) {
  const { t } = useLingui();
  const { draft, schema, faults, readOnly, change, select, exits, exitsOfFlow } = useDesigner();
  const step = draft.steps[name]!;
  const kind = kindOf(schema, step.kind);
  const wrong = faults.filter((one) => one.where === name);
  const apart = wrong.filter((one) => !one.code.startsWith("exit_not_wired"));
  const put = (next: Step, tag: string) => change(tidied(putStep(draft, name, next), name, schema, exitsOfFlow), tag);
  const fields = kind ? fieldsOf(kind) : [];
  const filled = useRef(new Set(Object.keys(step))); // when it was opened: nothing moves while it is typed
  const early = fields.filter(([field, shape]) => needed(kind!, field) || fields.length < 6 || !!shape["x-refers"] || FIRST_SEEN.has(`${step.kind}.${field}`) || filled.current.has(field));
  const late = fields.filter((one) => !early.includes(one));
  const field = ([one, shape]: (typeof fields)[number]) => <StepField key={`${name}.${one}`} kind={step.kind} name={one} shape={shape} value={step[one]} change={(value) => put(withField(step, one, value) as Step, `${name}.${one}`)} />;
  return (
    <section className={css.panel} aria-label={t`Étape ${titleOf(draft, name)}`}>
      <header className={ui.spread}>
        <h3 className={ui.row}><Icon name={kindIcon(step.kind)} />{kindName(step.kind)}</h3>
        <IconButton name={t`Fermer l’étape`} icon="close" size="small" onPress={() => { select(null); document.getElementById(`step-${name}`)?.focus(); }} />
      </header>
      <p className={css.soft}>{kindHelp(step.kind, kind?.shape.description)}</p>
      {apart.length > 0 && <ul className={css.wrongs} aria-label={t`À corriger`}>{apart.map((one) => <li key={one.code + one.what}>{faultWords(one)}</li>)}</ul>}
      <TextField label={t`Titre`} value={step.title ?? ""} disabled={readOnly} maxLength={80} dir="auto" placeholder={name.replaceAll("_", " ")} onChange={(event) => put(withField(step, "title", event.target.value || undefined) as Step, `${name}.title`)} />
      {early.map(field)}
      {step.kind === "sub_flow" && <Contract flow={String(step["flow"] ?? "")} />}
      {late.length > 0 && <details className={css.more}><summary>{t`Réglages fins`}</summary><div className={css.fields}>{late.map(field)}</div></details>}
      {exits(name).length > 0 && <fieldset className={css.group}><legend>{t`Sorties`}</legend>{exits(name).map((exit) => <ExitSelect key={exit} step={name} exit={exit} added={readOnly ? undefined : added} />)}</fieldset>}
      <NameField key={name} name={name} />
      {!readOnly && (
        <div className={ui.row}>
          {draft.start !== name && <Button size="small" icon="play" onPress={() => change({ ...draft, start: name })}>{t`Commencer par elle`}</Button>}
          <Button size="small" icon="copy" onPress={() => { const made = duplicate(draft, name); change(made.draft); select(made.name); }}>{t`Dupliquer`}</Button>
          <Button size="small" icon="close" kind="danger" onPress={() => { change(removeSteps(draft, [name])); select(null); }}>{t`Retirer l’étape`}</Button>
        </div>
      )}
    </section>
  );
}

function NameField({ name }: { name: string }) {
  const { t } = useLingui();
  const { draft, readOnly, change, select } = useDesigner();
  const [text, setText] = useState(name);
  const taken = text !== name && !!draft.steps[text];
  const wrong = !isName(text) ? t`Des lettres minuscules, des chiffres et _, d’abord une lettre.` : taken ? t`Une étape s’appelle déjà ainsi.` : null;
  const rename = () => { if (wrong) setText(name); else if (text !== name) { change(renameStep(draft, name, text)); select(text); } };
  return <TextField label={t`Nom dans le document`} value={text} disabled={readOnly} dir="ltr" spellCheck={false} maxLength={40} wrong={wrong} onChange={(event) => setText(event.target.value)} onBlur={rename} onKeyDown={(event) => { if (event.key === "Enter") rename(); }} />;
}

/** What a flow that is run expects and gives back. */
function Contract({ flow }: { flow: string }) {
  const { t } = useLingui();
  const found = useCallable().data?.find((one) => one.id === flow);
  if (!found) return null;
  const list = (declared: typeof found.given) => Object.keys(declared).join(", ") || t`rien`;
  return <p className={css.soft}>{t`Version ${found.version} publiée.`} {t`Attend : ${list(found.given)}.`} {t`Rend : ${list(found.returned)}.`}</p>;
}
