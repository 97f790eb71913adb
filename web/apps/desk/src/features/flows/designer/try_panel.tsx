import { useLingui } from "@lingui/react/macro";
import type { Answer } from "@palabre/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Choice, Fault, IconButton, ui } from "#/shared/ui/ui.tsx";
import { useDesigner } from "./context.tsx";
import css from "./designer.module.css";
import { titleOf } from "./draft.ts";
import { faultWords } from "./step_words.ts";
import { TrialCall, type CallView } from "./trial_call.ts";
import { TrialChat, type ChatView } from "./trial_chat.ts";

type Trial = Answer<"post", "/flows/{id}/trial">;
type Progress = Answer<"get", "/flows/{id}/trial">;
const LOOK_MS = 700;
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** The draft as it stands, tried here and now: by writing or by calling it. Nobody is disturbed and nothing is counted. */
export function TryPanel({ save, close, watch }: { save: () => Promise<void>; close: () => void; watch: (step: string | null) => void }) {
  const { t } = useLingui();
  const { id, draft, readOnly } = useDesigner();
  const account = useAccount();
  const [way, setWay] = useState<"chat" | "voice">(draft.channels.includes("chat") ? "chat" : "voice");
  const [language, setLanguage] = useState("");
  const [trial, setTrial] = useState<Trial | null>(null);
  const begin = useMutation({ mutationFn: async () => { await save(); return await ask("post", "/flows/{id}/trial", { path: { id }, body: { language } }); }, onSuccess: setTrial });
  const progress = useQuery({ queryKey: ["flow", id, "trial", trial?.begun_at], queryFn: () => ask("get", "/flows/{id}/trial", { path: { id }, query: { since: trial!.begun_at } }), enabled: !!trial, refetchInterval: ({ state }) => (state.data?.state === "ended" ? false : LOOK_MS), gcTime: 0 });
  const at = progress.data;
  useEffect(() => { watch(at && at.state === "running" && at.flow === id ? at.step : null); return () => watch(null); }, [at, id, watch]);
  if (readOnly || !allowed(account, "flows.edit")) return null;
  return (
    <section className={css.panel} aria-label={t`Essai`}>
      <header className={ui.spread}><h3>{t`Essayer le brouillon`}</h3><IconButton name={t`Fermer l’essai`} icon="close" size="small" onPress={close} /></header>
      <p className={css.soft}>{t`Le vrai moteur, sur le brouillon tel qu’il est. Personne n’est dérangé, rien n’est compté.`}</p>
      <Choice name={t`Essayer par`} value={way} onChange={(next) => { setWay(next); setTrial(null); }} options={[{ key: "chat", label: t`Écrit` }, { key: "voice", label: t`Appel` }]} />
      {draft.languages.length > 1 && <Choice name={t`Langue de l’essai`} value={language || draft.languages[0]!} onChange={setLanguage} options={draft.languages.map((one) => ({ key: one, label: one }))} />}
      <div><Button kind="primary" icon="play" onPress={() => begin.mutate()} isPending={begin.isPending}>{trial ? t`Recommencer l’essai` : t`Commencer l’essai`}</Button></div>
      <Fault error={begin.error} />
      {trial && trial.faults.length > 0 && <details className={css.more}><summary>{t`${trial.faults.length} à corriger avant de publier`}</summary><ul className={css.wrongs}>{trial.faults.map((one) => <li key={one.code + one.where + one.what}><bdi>{draft.steps[one.where] ? titleOf(draft, one.where) : ""}</bdi> {faultWords(one)}</li>)}</ul></details>}
      {trial && (way === "chat" ? <Chat key={`chat ${trial.begun_at}`} trial={trial} language={language || draft.languages[0]!} /> : <Call key={`call ${trial.begun_at}`} id={id} />)}
      {at && at.state !== "none" && <Where progress={at} />}
    </section>
  );
}

function Chat({ trial, language }: { trial: Trial; language: string }) {
  const { t } = useLingui();
  const [view, setView] = useState<ChatView>({ lines: [], open: false, over: false, secret: null });
  const chat = useRef<TrialChat | null>(null);
  const [text, setText] = useState("");
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const made = new TrialChat(trial.key, language, setView);
    chat.current = made;
    return () => made.close();
  }, [trial.key, trial.begun_at, language]);
  useEffect(() => { log.current?.scrollTo({ top: log.current.scrollHeight }); }, [view.lines.length]);
  const send = (event: FormEvent) => { event.preventDefault(); if (text.trim()) { chat.current?.say(text.trim()); setText(""); } };
  const last = view.lines.at(-1);
  return (
    <div className={css.chat}>
      <div ref={log} role="log" aria-label={t`Échanges de l’essai`} className={css.chatLog} tabIndex={0}>
        {view.lines.length === 0 && <p className={css.soft}>{t`Écrivez comme le ferait un client : « Bonjour ».`}</p>}
        {view.lines.map((line) => <p key={line.id} data-from={line.from} className={css.bubble}><bdi dir="auto">{line.text}</bdi></p>)}
        {last && last.options.length > 0 && !view.over && <div className={css.choices}>{last.options.map((one) => <Button key={one.key} size="small" onPress={() => chat.current?.choose(last.id, one.key, one.label)}>{one.label}</Button>)}</div>}
        {view.over && <p className={css.soft} role="status">{t`L’essai est fini.`}</p>}
      </div>
      {!view.over && <form className={css.pair} onSubmit={send}><TextField label={view.secret ? t`Réponse secrète` : t`Votre message`} type={view.secret ? "password" : "text"} autoComplete="off" value={text} dir="auto" onChange={(event) => setText(event.target.value)} /><IconButton name={t`Envoyer`} icon="send" type="submit" isDisabled={!view.open} /></form>}
    </div>
  );
}

function Call({ id }: { id: string }) {
  const { t } = useLingui();
  const [view, setView] = useState<CallView>({ state: "connecting" });
  const call = useRef<TrialCall | null>(null);
  useEffect(() => {
    const made = new TrialCall(() => ask("post", "/flows/{id}/trial/call", { path: { id } }), setView);
    call.current = made;
    void made.begin();
    return () => made.hangUp();
  }, [id]);
  const words = { connecting: t`Appel…`, ringing: t`Ça sonne`, talking: t`En ligne`, ended: t`Appel fini`, denied: t`Le micro n’est pas accessible. Autorisez-le dans le navigateur.`, failed: t`L’appel n’a pas abouti.` };
  return (
    <div className={css.call} data-trial-call={view.state}>
      <p role="status"><Badge tone={view.state === "talking" ? "good" : view.state === "failed" || view.state === "denied" ? "bad" : "plain"} shape>{words[view.state]}</Badge></p>
      {view.state === "talking" && <div className={css.keypad} role="group" aria-label={t`Clavier du téléphone`} dir="ltr">{KEYS.map((one) => <Button key={one} onPress={() => call.current?.press(one)}>{one}</Button>)}</div>}
      {(view.state === "talking" || view.state === "ringing") && <Button kind="danger" icon="hangup" onPress={() => call.current?.hangUp()}>{t`Raccrocher`}</Button>}
    </div>
  );
}

const REASONS_OVER = ["hung_up", "customer_gone", "failed", "transferred", "handed_over"] as const;

function Where({ progress }: { progress: Progress }) {
  const { t } = useLingui();
  const { id, draft } = useDesigner();
  const name = (flow: string, step: string) => (flow === id ? titleOf(draft, step) : step.replaceAll("_", " "));
  const over: Record<(typeof REASONS_OVER)[number], string> = { hung_up: t`Le parcours a raccroché.`, customer_gone: t`Vous êtes parti.`, failed: t`Une étape a échoué : le client a entendu des excuses.`, transferred: t`Un numéro extérieur a répondu.`, handed_over: t`Quelqu’un a répondu.` };
  const path = progress.path.map(([flow = "", step = ""]) => name(flow, step));
  const kept = Object.entries(progress.variables).filter(([, value]) => value !== "");
  return (
    <div className={css.where} data-trial={progress.state} data-step={progress.step}>
      <p role="status">{progress.state === "running" ? <>{t`Étape en cours :`} <strong><bdi>{name(progress.flow, progress.step)}</bdi></strong></> : over[progress.reason as (typeof REASONS_OVER)[number]] ?? progress.reason}</p>
      {path.length > 0 && <details className={css.more}><summary>{t`Chemin parcouru (${path.length})`}</summary><ol className={css.path}>{path.map((one, n) => <li key={n}><bdi>{one}</bdi></li>)}</ol></details>}
      {kept.length > 0 && <details className={css.more}><summary>{t`Variables (${kept.length})`}</summary><dl className={css.values}>{kept.map(([key, value]) => <div key={key}><dt dir="ltr">{key}</dt><dd><bdi dir="auto">{value}</bdi></dd></div>)}</dl></details>}
    </div>
  );
}
