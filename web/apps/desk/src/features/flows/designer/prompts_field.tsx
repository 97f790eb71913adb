import { useLingui } from "@lingui/react/macro";
import { useId, useState } from "react";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Button, IconButton, ui } from "#/shared/ui/ui.tsx";
import { useDesigner, usePrompts } from "./context.tsx";
import css from "./designer.module.css";
import { freeName, isName, slug } from "./draft.ts";
import { PromptDialog } from "./prompt_dialog.tsx";
import { enumName } from "./step_words.ts";

type Said = string | { say: string; value: string };
const SAY = ["text", "number", "digits", "date", "time"];

interface Props { name: string; label: string; help: string | undefined; value: Said[]; change: (value: unknown) => void; wrong?: string | null }

/** What is said, one after the other: messages of the library with their words, or what is made of variables. */
export function PromptsField({ name, label, help, value, change, wrong }: Props) {
  const { t } = useLingui();
  const { draft, readOnly, selected } = useDesigner();
  const prompts = usePrompts();
  const list = useId();
  const [open, setOpen] = useState<string | null>(null);
  const [wanted, setWanted] = useState("");
  const language = draft.languages[0] ?? "fr";
  const known = [...new Set((prompts.data ?? []).map((one) => one.name))];
  const words = (one: string) => (prompts.data ?? []).find((row) => row.name === one && row.language === language)?.text ?? "";
  const put = (n: number, next: Said) => change(value.map((one, at) => (at === n ? next : one)));
  const move = (n: number, by: number) => { const next = [...value]; [next[n], next[n + by]] = [next[n + by]!, next[n]!]; change(next); };
  const write = () => { const made = freeName([...known, ...value.filter((one) => typeof one === "string")], slug(`${selected ?? "message"}_${name === "prompts" ? "" : name}`) || "message"); change([...value, made]); setOpen(made); };
  return (
    <fieldset className={css.group}>
      <legend>{label}</legend>
      {help && <span className={ui.help}>{help}</span>}
      {value.map((one, n) => (
        <div key={n} role="group" aria-label={`${label} ${n + 1}`} className={css.item}>
          {typeof one === "string"
            ? <button type="button" className={css.words} onClick={() => setOpen(one)}><bdi dir="auto">{words(one) || t`Pas encore écrit`}</bdi><small dir="ltr">{one}</small><span className="unseen">{t`Écrire ou enregistrer`}</span></button>
            : <SpokenFields value={one} change={(next) => put(n, next)} />}
          {!readOnly && (
            <div className={css.itemTools}>
              <IconButton name={t`Monter ${label} ${n + 1}`} icon="down" className={css.up} size="small" isDisabled={n === 0} onPress={() => move(n, -1)} />
              <IconButton name={t`Descendre ${label} ${n + 1}`} icon="down" size="small" isDisabled={n === value.length - 1} onPress={() => move(n, 1)} />
              <IconButton name={t`Retirer ${label} ${n + 1}`} icon="close" size="small" onPress={() => change(value.filter((_, at) => at !== n))} />
            </div>
          )}
        </div>
      ))}
      {wrong && <span className={ui.wrong}>{wrong}</span>}
      {!readOnly && (
        <div className={css.adds}>
          <Button size="small" icon="edit" onPress={write} aria-label={t`Écrire un message : ${label}`}>{t`Écrire un message`}</Button>
          <Button size="small" icon="plus" onPress={() => change([...value, { say: "text", value: "" }])} aria-label={t`Dire une valeur : ${label}`}>{t`Dire une valeur`}</Button>
          {known.length > 0 && (
            <span className={css.pair}>
              <TextField label={t`De la bibliothèque : ${label}`} hideLabel placeholder={t`De la bibliothèque`} list={list} value={wanted} dir="ltr" onChange={(event) => setWanted(event.target.value)} />
              <Button size="small" icon="plus" aria-label={t`Ajouter de la bibliothèque : ${label}`} isDisabled={!isName(wanted) || !known.includes(wanted)} onPress={() => { change([...value, wanted]); setWanted(""); }} />
              <datalist id={list}>{known.map((one) => <option key={one} value={one}>{words(one).slice(0, 80)}</option>)}</datalist>
            </span>
          )}
        </div>
      )}
      {open && <PromptDialog name={open} languages={draft.languages} close={() => setOpen(null)} />}
    </fieldset>
  );
}

function SpokenFields({ value, change }: { value: { say: string; value: string }; change: (value: { say: string; value: string }) => void }) {
  const { t } = useLingui();
  const { readOnly } = useDesigner();
  return (
    <div className={css.fields}>
      <Select label={t`Dit comme`} disabled={readOnly} value={value.say} onChange={(event) => change({ ...value, say: event.target.value })}>{SAY.map((one) => <option key={one} value={one}>{enumName(one)}</option>)}</Select>
      <TextField label={t`Valeur`} help={t`Une ${"{variable}"}, ou le texte lui-même.`} disabled={readOnly} value={value.value} dir="auto" onChange={(event) => change({ ...value, value: event.target.value })} />
    </div>
  );
}
