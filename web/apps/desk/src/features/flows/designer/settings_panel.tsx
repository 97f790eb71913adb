import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Check, Select, TextArea, TextField } from "#/shared/ui/fields.tsx";
import { Button, IconButton, ui } from "#/shared/ui/ui.tsx";
import { useDesigner } from "./context.tsx";
import css from "./designer.module.css";
import { readDraft, titleOf, walked, type Declared } from "./draft.ts";
import { enumName, faultWords } from "./step_words.ts";

const TYPES = ["text", "number", "digits", "date", "time", "yes_no", "choice"];
const WAYS = ["own", "given", "returned"];

/** The flow as a whole: languages, channels, where it begins, what happens when a step fails, its variables. */
export function SettingsPanel() {
  const { t } = useLingui();
  const { draft, faults, readOnly, change } = useDesigner();
  const wrong = faults.filter((one) => one.where === "");
  const steps = walked(draft).map(({ name }) => <option key={name} value={name}>{titleOf(draft, name)}</option>);
  const channel = (name: string, on: boolean) => change({ ...draft, channels: on ? [...draft.channels, name] : draft.channels.filter((one) => one !== name) });
  return (
    <section className={css.panel} aria-label={t`Le parcours`}>
      <h3>{t`Le parcours`}</h3>
      {wrong.length > 0 && <ul className={css.wrongs} aria-label={t`À corriger`}>{wrong.map((one) => <li key={one.code + one.what}>{faultWords(one)}</li>)}</ul>}
      <Languages />
      <fieldset className={css.group}><legend>{t`Il répond par`}</legend>{["voice", "chat"].map((one) => <Check key={one} disabled={readOnly} checked={draft.channels.includes(one)} onChange={(event) => channel(one, event.target.checked)}>{enumName(one)}</Check>)}</fieldset>
      <Select label={t`Première étape`} value={draft.start} disabled={readOnly} onChange={(event) => change({ ...draft, start: event.target.value })}>{!draft.steps[draft.start] && <option value={draft.start}>{t`À choisir`}</option>}{steps}</Select>
      <Select label={t`En cas d’incident`} help={t`Sans étape : des excuses, puis la fin.`} value={draft.on_error ?? ""} disabled={readOnly} onChange={(event) => change({ ...draft, on_error: event.target.value || null })}><option value="">{t`des excuses`}</option>{steps}</Select>
      <Variables />
      <Document />
    </section>
  );
}

/** The same as text, for who copies it from elsewhere; taken as soon as it can be read. */
function Document() {
  const { t } = useLingui();
  const { draft, readOnly, change } = useDesigner();
  const [text, setText] = useState<string | null>(null);
  const type = (typed: string) => {
    setText(typed);
    try { change(readDraft(JSON.parse(typed)), "document"); } catch { /* said below */ }
  };
  let wrong: string | null = null;
  try { JSON.parse(text ?? "{}"); } catch { wrong = t`Ce n’est pas du JSON valable.`; }
  return <details className={css.more}><summary>{t`Vue avancée (JSON)`}</summary><TextArea label={t`Le document (JSON)`} value={text ?? JSON.stringify(draft, null, 2)} rows={16} dir="ltr" spellCheck={false} disabled={readOnly} wrong={wrong} onChange={(event) => type(event.target.value)} onBlur={() => { if (!wrong) setText(null); }} /></details>;
}

function Languages() {
  const { t } = useLingui();
  const { draft, readOnly, change } = useDesigner();
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? draft.languages.join(", ");
  const read = shown.split(/[,\s]+/).filter(Boolean);
  const wrong = read.length === 0 || read.some((one) => !/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(one)) ? t`Par exemple : fr, ar, en` : null;
  return <TextField label={t`Langues`} help={t`La première est celle du début.`} value={shown} disabled={readOnly} wrong={wrong} dir="ltr" onChange={(event) => setText(event.target.value)} onBlur={() => { if (!wrong && text !== null) change({ ...draft, languages: read }); setText(null); }} />;
}

function Variables() {
  const { t } = useLingui();
  const { draft, readOnly, change } = useDesigner();
  const [added, setAdded] = useState("");
  const declares = draft.declares ?? {};
  const put = (name: string, one: Declared, tag = "") => change({ ...draft, declares: { ...declares, [name]: one } }, tag);
  const free = /^[a-z][a-z0-9_]{0,39}$/.test(added) && !(added in declares);
  return (
    <fieldset className={css.group}>
      <legend>{t`Variables`}</legend>
      <span className={ui.help}>{t`Dès qu’une variable est déclarée, toutes le sont : la publication contrôle leur type.`}</span>
      {Object.entries(declares).map(([name, one]) => (
        <details key={name} className={css.item} data-variable={name}>
          <summary><bdi dir="ltr">{name}</bdi> <small>{enumName(one.type ?? "text")}</small></summary>
          <div className={css.fields}>
            <Select label={t`Type`} value={one.type ?? "text"} disabled={readOnly} onChange={(event) => put(name, { ...one, type: event.target.value })}>{TYPES.map((type) => <option key={type} value={type}>{enumName(type)}</option>)}</Select>
            {one.type === "choice" && <TextArea label={t`Valeurs possibles`} help={t`Une par ligne.`} rows={3} value={(one.values ?? []).join("\n")} disabled={readOnly} onChange={(event) => put(name, { ...one, values: event.target.value.split("\n") }, name)} />}
            <TextField label={t`Au début`} value={one.begins ?? ""} disabled={readOnly} dir="auto" onChange={(event) => put(name, { ...one, begins: event.target.value }, name)} />
            <Select label={t`Partagée avec qui exécute ce parcours`} value={one.way ?? "own"} disabled={readOnly} onChange={(event) => put(name, { ...one, way: event.target.value })}>{WAYS.map((way) => <option key={way} value={way}>{enumName(way)}</option>)}</Select>
            <TextField label={t`À quoi elle sert`} value={one.about ?? ""} disabled={readOnly} dir="auto" onChange={(event) => put(name, { ...one, about: event.target.value }, name)} />
            {!readOnly && <div><Button size="small" icon="close" onPress={() => change({ ...draft, declares: Object.fromEntries(Object.entries(declares).filter(([key]) => key !== name)) })}>{t`Retirer ${name}`}</Button></div>}
          </div>
        </details>
      ))}
      {!readOnly && <div className={css.pair}><TextField label={t`Nouvelle variable`} value={added} dir="ltr" spellCheck={false} onChange={(event) => setAdded(event.target.value)} /><IconButton name={t`Déclarer la variable`} icon="plus" isDisabled={!free} onPress={() => { put(added, { type: "text" }); setAdded(""); }} /></div>}
    </fieldset>
  );
}
