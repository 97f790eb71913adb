import { useLingui } from "@lingui/react/macro";
import type { Answer } from "@palabre/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { queries } from "#/app/queries.ts";
import { ExportButton } from "#/features/flows/packages.tsx";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask, Problem } from "#/shared/api.ts";
import { relist } from "#/shared/paged.tsx";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Choice, Fault, IconButton, ui } from "#/shared/ui/ui.tsx";
import { useAutosave } from "./autosave.ts";
import { Banners } from "./banners.tsx";
import { DesignerContext, useCallable, type Designer as Given } from "./context.tsx";
import css from "./designer.module.css";
import { addStep, readDraft, titleOf, type Draft, type Fault as Wrong, type Point } from "./draft.ts";
import { useHistory } from "./history.ts";
import { arrange } from "./layout.ts";
import { Outline } from "./outline.tsx";
import { StepPanel } from "./panel.tsx";
import { exitsOf, firstOf, kindOf, kindsOf, type Schema } from "./schema.ts";
import { SettingsPanel } from "./settings_panel.tsx";
import { faultWords, kindHelp, kindName } from "./step_words.ts";

const Canvas = lazy(() => import("./canvas.tsx"));
const TryPanel = lazy(() => import("./try_panel.tsx").then((module) => ({ default: module.TryPanel })));
const VersionsDialog = lazy(() => import("./versions_dialog.tsx").then((module) => ({ default: module.VersionsDialog })));
const PublishDialog = lazy(() => import("./publish_dialog.tsx").then((module) => ({ default: module.PublishDialog })));

type Whole = Answer<"get", "/flows/{id}">;
type View = "canvas" | "outline";
const VIEW = "palabre.flows.view";

export function Designer({ id, close }: { id: string; close: () => void }) {
  const schema = useQuery({ queryKey: ["flows", "schema"], queryFn: () => ask("get", "/flows/schema") as unknown as Promise<Schema>, staleTime: Infinity });
  const flow = useQuery({ queryKey: ["flow", id, "opened"], queryFn: () => ask("get", "/flows/{id}", { path: { id } }), staleTime: 0, gcTime: 0 });
  if (!schema.data || !flow.data || !flow.isFetchedAfterMount) return <Fault error={schema.error ?? flow.error} retry={() => { void schema.refetch(); void flow.refetch(); }} />;
  return <Editor key={id} whole={flow.data} schema={schema.data} close={close} />;
}

function Editor({ whole, schema, close }: { whole: Whole; schema: Schema; close: () => void }) {
  const { t } = useLingui();
  const id = whole.id;
  const account = useAccount();
  const readOnly = !allowed(account, "flows.edit");
  const publishes = allowed(account, "flows.publish");
  const now = useQuery({ queryKey: ["flow", id], queryFn: () => ask("get", "/flows/{id}", { path: { id } }), initialData: whole });
  const history = useHistory<Draft>(useMemo(() => readDraft(whole.draft), [whole]));
  const draft = history.present;
  const check = useQuery({ queryKey: ["flow", id, "faults"], queryFn: () => ask("get", "/flows/{id}/draft/faults", { path: { id } }) });
  const recheck = check.refetch;
  const autosave = useAutosave(id, draft, whole.revision, useCallback(() => { void recheck(); }, [recheck]));
  const callable = useCallable();
  const [selected, setSelected] = useState<string | null>(null);
  const [wanted, setView] = useState<View>(() => (localStorage.getItem(VIEW) === "outline" ? "outline" : "canvas"));
  const narrow = useNarrow();
  const view = narrow ? "outline" : wanted; // a drawing needs two dimensions; at 400 % there is one
  const [side, setSide] = useState<"step" | "try">("step");
  const [here, setHere] = useState<string | null>(null);
  const [open, setOpen] = useState<"versions" | "publish" | null>(null);
  const [sought, setSought] = useState("");
  const [focus, setFocus] = useState<{ step: string; at: number } | null>(null);
  const [told, setTold] = useState("");

  const exitsOfFlow = useCallback((flow: string) => callable.data?.find((one) => one.id === flow)?.exits ?? null, [callable.data]);
  const exits = useCallback((name: string) => {
    const step = draft.steps[name];
    const found = step && exitsOf(schema, step, exitsOfFlow);
    return found ?? Object.keys(step?.next ?? {});
  }, [draft, schema, exitsOfFlow]);
  const matches = useMemo(() => {
    const words = sought.trim().toLocaleLowerCase();
    if (!words) return null;
    return new Set(Object.entries(draft.steps).filter(([name, step]) => `${titleOf(draft, name)} ${name} ${kindName(step.kind)} ${JSON.stringify(step)}`.toLocaleLowerCase().includes(words)).map(([name]) => name));
  }, [sought, draft]);
  const select = useCallback((step: string | null) => { setSelected(step); if (step) setSide("step"); }, []);
  const put = history.put;
  const add = useCallback((kind: string, options: { at?: Point; from?: { step: string; exit: string } } = {}) => {
    const made = addStep(draft, kind, firstOf(kindOf(schema, kind)!), options);
    put(made.draft);
    select(made.name);
    setTold(t`Étape ajoutée : ${kindName(kind)}`);
    if (!options.at) setFocus({ step: made.name, at: Date.now() });
  }, [draft, schema, put, select, t]);
  const shown = selected && draft.steps[selected] ? selected : null;
  const faults = (check.data ?? []) as Wrong[];
  const given: Given = { id, draft, schema, faults, selected: shown, readOnly, change: put, select, exits, exitsOfFlow, here, matches };
  const seek = (forward: boolean) => {
    const found = [...(matches ?? [])];
    if (!found.length) return;
    const next = found[(found.indexOf(selected ?? "") + (forward ? 1 : found.length - 1) + found.length) % found.length]!;
    select(next);
    setFocus({ step: next, at: Date.now() });
  };
  useShortcuts({ undo: history.undo, redo: history.redo, search: () => document.getElementById("flow-search")?.focus() }, readOnly);
  const show = (next: View) => { setView(next); localStorage.setItem(VIEW, next); };
  const adopt = async () => {
    const fresh = await ask("get", "/flows/{id}", { path: { id } });
    const next = readDraft(fresh.draft);
    history.put(next); // her own is one step back: nothing is lost by taking another
    autosave.adopt(next, fresh.revision);
    queries.setQueryData(["flow", id], fresh);
    void recheck();
  };
  const undone = useMutation({ mutationFn: () => ask("post", "/flows/{id}/undo", { path: { id } }), onSuccess: ({ version }) => { setTold(t`Version ${version} de nouveau en service`); void queries.invalidateQueries({ queryKey: ["flow", id] }); void relist("/flows"); } });
  const published = now.data.published;
  return (
    <DesignerContext value={given}>
      <section className={css.designer} aria-label={t`Parcours ${whole.name}`}>
        <header className={css.bar}>
          <div className={ui.row}>
            <Button icon="undo" kind="quiet" size="small" onPress={() => void autosave.save().catch(() => undefined).then(() => { void relist("/flows"); close(); })}>{t`Tous les parcours`}</Button>
            <h2><bdi>{whole.name}</bdi></h2>
            {published ? <Badge tone="good" shape>{t`version ${published} en service`}</Badge> : <Badge>{t`brouillon seulement`}</Badge>}
            <SavingWord state={autosave.state} />
          </div>
          <div className={ui.row}>
            <Button size="small" icon="play" onPress={() => setSide(side === "try" ? "step" : "try")} aria-pressed={side === "try"}>{t`Essayer`}</Button>
            <ExportButton id={id} name={whole.name} before={autosave.save} words />
            <Button size="small" icon="list" onPress={() => setOpen("versions")}>{t`Versions`}</Button>
            {publishes && <Button size="small" icon="undo" onPress={() => undone.mutate()} isDisabled={!published || undone.isPending}>{t`Revenir à la version d’avant`}</Button>}
            {publishes && <Button size="small" kind="primary" icon="check" onPress={() => void autosave.save().then(() => setOpen("publish"), () => undefined)}>{t`Publier`}</Button>}
          </div>
        </header>
        <div className={css.tools}>
          {!narrow && <Choice name={t`Vue`} value={view} onChange={show} options={[{ key: "canvas", label: t`Dessin` }, { key: "outline", label: t`Liste` }]} />}
          {!readOnly && <AddStep add={(kind) => add(kind)} />}
          <form role="search" className={css.search} onSubmit={(event) => { event.preventDefault(); seek(true); }}>
            <TextField id="flow-search" label={t`Chercher une étape`} hideLabel type="search" placeholder={t`Chercher une étape`} value={sought} onChange={(event) => setSought(event.target.value)} dir="auto" />
            {matches && <span role="status" className={css.soft}>{t`${matches.size} trouvées`}</span>}
          </form>
          <span className={css.gap} />
          {!readOnly && <IconButton name={t`Annuler`} tip={t`Annuler (Ctrl+Z)`} icon="undo" size="small" isDisabled={!history.canUndo} onPress={history.undo} />}
          {!readOnly && <IconButton name={t`Rétablir`} tip={t`Rétablir (Ctrl+Maj+Z)`} icon="undo" className={css.flipped} size="small" isDisabled={!history.canRedo} onPress={history.redo} />}
          {!readOnly && view === "canvas" && <Button size="small" icon="flow" onPress={() => { put({ ...draft, drawn: arrange(draft, (name) => exits(name).length) }); setTold(t`Étapes rangées`); }}>{t`Ranger`}</Button>}
          <FaultsWord faults={faults} checking={check.isFetching} />
        </div>
        <Banners id={id} autosave={autosave} adopt={() => void adopt()} />
        <Fault error={undone.error instanceof Problem ? undone.error : null} />
        <p className="unseen" role="status">{told}</p>
        <div className={css.body} data-view={view}>
          <div className={css.main}>
            {view === "canvas" && Object.keys(draft.steps).length > 0
              ? <Suspense fallback={null}><Canvas dropped={(kind, at) => add(kind, { at })} focus={focus} /></Suspense>
              : <div className={css.scroll}><Outline added={(kind, from) => add(kind, { from })} /></div>}
          </div>
          <aside className={css.side} aria-label={t`Réglages de l’étape`}>
            {side === "try"
              ? <Suspense fallback={null}><TryPanel save={autosave.save} close={() => { setSide("step"); setHere(null); }} watch={setHere} /></Suspense>
              : shown ? <StepPanel key={shown} name={shown} added={(kind, from) => add(kind, { from })} /> : <SettingsPanel />}
          </aside>
        </div>
        {faults.length > 0 && side === "step" && (
          <details className={css.problems}>
            <summary>{t`À corriger avant de publier`} <Badge tone="bad" shape>{faults.length}</Badge></summary>
            <ul>{faults.map((one) => <li key={one.code + one.where + one.what}>{draft.steps[one.where] ? <button type="button" className={css.goto} onClick={() => { select(one.where); setFocus({ step: one.where, at: Date.now() }); }}><bdi>{titleOf(draft, one.where)}</bdi></button> : <button type="button" className={css.goto} onClick={() => select(null)}>{t`Le parcours`}</button>} {faultWords(one)}</li>)}</ul>
          </details>
        )}
        {open && <Suspense fallback={null}>{open === "versions"
          ? <VersionsDialog id={id} published={published} restore={async (version) => { await autosave.save(); await ask("post", "/flows/{id}/restore", { path: { id }, body: { version, revision: autosave.revision.current } }); await adopt(); }} close={() => setOpen(null)} />
          : <PublishDialog id={id} faults={faults} published={published} done={(version) => { setTold(t`Version ${version} en service`); void queries.invalidateQueries({ queryKey: ["flow", id] }); void relist("/flows"); }} close={() => setOpen(null)} />}</Suspense>}
      </section>
    </DesignerContext>
  );
}

const NARROW = "(max-width: 900px)";
function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const list = matchMedia(NARROW);
    const tell = () => setNarrow(list.matches);
    list.addEventListener("change", tell);
    return () => list.removeEventListener("change", tell);
  }, []);
  return narrow;
}

/** By a list, or dragged onto the canvas. */
function AddStep({ add }: { add: (kind: string) => void }) {
  const { t } = useLingui();
  const { schema } = useSchema();
  const [kind, setKind] = useState("say");
  return (
    <div className={css.adding}>
      <Select label={t`Étape à ajouter`} hideLabel value={kind} onChange={(event) => setKind(event.target.value)} title={kindHelp(kind, kindOf(schema, kind)?.shape.description)}>{kindsOf(schema).map((one) => <option key={one.kind} value={one.kind}>{kindName(one.kind)}</option>)}</Select>
      <span draggable onDragStart={(event) => { event.dataTransfer.setData("text/palabre-step", kind); event.dataTransfer.effectAllowed = "copy"; }} title={t`Glissez sur le dessin`}><Button size="small" icon="plus" onPress={() => add(kind)}>{t`Ajouter l’étape`}</Button></span>
    </div>
  );
}

function useSchema(): { schema: Schema } {
  return { schema: queries.getQueryData<Schema>(["flows", "schema"])! };
}

function SavingWord({ state }: { state: ReturnType<typeof useAutosave>["state"] }) {
  const { t } = useLingui();
  const words = { saved: t`Brouillon gardé`, unsaved: t`Pas encore gardé`, saving: t`On garde…`, offline: t`Pas gardé : nouvel essai`, conflict: t`Pas gardé` };
  return <span className={css.saving} data-saving={state} role="status">{words[state]}</span>;
}

function FaultsWord({ faults, checking }: { faults: readonly Wrong[]; checking: boolean }) {
  const { t } = useLingui();
  if (checking && faults.length === 0) return null;
  return faults.length === 0 ? <Badge tone="good" shape>{t`Rien à redire`}</Badge> : <Badge tone="bad" shape>{t`${faults.length} à corriger`}</Badge>;
}

function useShortcuts({ undo, redo, search }: { undo: () => void; redo: () => void; search: () => void }, readOnly: boolean): void {
  const now = useRef({ undo, redo, search });
  now.current = { undo, redo, search };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const field = (event.target as HTMLElement | null)?.closest("input, textarea, select, [contenteditable]");
      const modified = event.ctrlKey || event.metaKey;
      if (modified && !readOnly && event.key.toLowerCase() === "z" && !field) { event.preventDefault(); if (event.shiftKey) now.current.redo(); else now.current.undo(); }
      else if (modified && !readOnly && event.key.toLowerCase() === "y" && !field) { event.preventDefault(); now.current.redo(); }
      else if (modified && event.key.toLowerCase() === "f") { event.preventDefault(); now.current.search(); }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [readOnly]);
}
