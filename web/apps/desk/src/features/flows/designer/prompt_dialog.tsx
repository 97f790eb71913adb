import { useLingui } from "@lingui/react/macro";
import { clockTime } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { queries } from "#/app/queries.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { relist } from "#/shared/paged.tsx";
import { TextArea } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import { CallRow } from "./call_row.tsx";
import { usePrompts } from "./context.tsx";
import css from "./designer.module.css";
import { Recorder, sendRecording, type RecorderState } from "./recorder.ts";

/** The words of one message and its sound, in each language of the flow. */
export function PromptDialog({ name, languages, close }: { name: string; languages: readonly string[]; close: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog title={t`Message ${name}`} open close={close} wide>
      {languages.map((language) => <OneLanguage key={language} name={name} language={language} first={language === languages[0]} done={close} />)}
    </Dialog>
  );
}

const LOOK_MS = 4_000;
const reread = () => { void queries.invalidateQueries({ queryKey: ["prompts", "all"] }); void relist("/prompts"); };

function OneLanguage({ name, language, first, done }: { name: string; language: string; first: boolean; done: () => void }) {
  const { t } = useLingui();
  const prompts = usePrompts();
  const edits = allowed(useAccount(), "prompts.edit");
  const kept = prompts.data?.find((one) => one.name === name && one.language === language);
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? kept?.text ?? "";
  const save = useMutation({ mutationFn: () => ask("put", "/prompts/{name}/{language}", { path: { name, language }, body: { text: shown } }), onSuccess: () => { setText(null); reread(); } });
  return (
    <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(undefined, { onSuccess: done }); }}>
      <TextArea label={t`Texte en ${language}`} help={t`Lu par écrit, dit par la voix de synthèse s’il n’y a pas d’enregistrement. ${"{variable}"} est remplacée.`} lang={language} dir="auto" rows={3} value={shown} autoFocus={first} disabled={!edits} onChange={(event) => setText(event.target.value)} />
      <div className={ui.row}>
        {edits && <Button type="submit" kind="primary" isPending={save.isPending} isDisabled={text === null || text === kept?.text}>{t`Enregistrer le texte`}</Button>}
        {kept?.recording ? <Badge tone="good" shape>{t`enregistré`}</Badge> : <Badge>{t`voix de synthèse`}</Badge>}
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- its words stand in the field above */}
        {kept?.recording && <audio controls preload="none" src={`/api/prompts/${name}/${language}/recording?v=${kept.recording}`} aria-label={t`Écouter en ${language}`} />}
      </div>
      {edits && <VoiceRow name={name} language={language} />}
      {edits && <CallRow name={name} language={language} reread={reread} />}
      {edits && <PhoneRow name={name} language={language} />}
      <Fault error={save.error} />
    </form>
  );
}

/** The same by any telephone: a code is typed at the step that takes messages, then the message is spoken. */
function PhoneRow({ name, language }: { name: string; language: string }) {
  const { t } = useLingui();
  const code = useMutation({ mutationFn: () => ask("post", "/prompts/{name}/{language}/code", { path: { name, language } }) });
  useEffect(() => {
    if (!code.data) return undefined;
    const timer = setInterval(reread, LOOK_MS);
    return () => clearInterval(timer);
  }, [code.data]);
  const told = code.data?.code.replace(/(....)(....)/, "$1 $2") ?? "";
  return (
    <div className={css.voice}>
      <Button size="small" icon="phone" onPress={() => code.mutate()} isPending={code.isPending} aria-label={t`Dicter par téléphone en ${language}`}>{t`Dicter par téléphone`}</Button>
      {code.data && <p role="status">{t`Appelez un numéro dont le parcours a l’étape « Enregistrer un message », et tapez`} <strong dir="ltr" className={css.code} data-code={code.data.code}>{told}</strong> {t`avant ${clockTime(code.data.expires_at)}.`}</p>}
      <Fault error={code.error} />
    </div>
  );
}

/** Record, listen, keep or do again. */
function VoiceRow({ name, language }: { name: string; language: string }) {
  const { t } = useLingui();
  const [state, setState] = useState<RecorderState>({ state: "idle", seconds: 0, level: 0 });
  const recorder = useRef<Recorder | null>(null);
  useEffect(() => () => { recorder.current?.cancel(); }, []);
  const heard = useMemo(() => (state.wav ? URL.createObjectURL(new Blob([state.wav], { type: "audio/wav" })) : null), [state.wav]);
  useEffect(() => () => { if (heard) URL.revokeObjectURL(heard); }, [heard]);
  const keep = useMutation({ mutationFn: () => sendRecording(name, language, state.wav!), onSuccess: () => { setState({ state: "idle", seconds: 0, level: 0 }); reread(); } });
  const begin = () => { recorder.current = new Recorder(setState); void recorder.current.begin(); };
  const seconds = Math.round(state.seconds);
  return (
    <div className={css.voice}>
      {state.state === "recording"
        ? <Button size="small" kind="danger" icon="pause" onPress={() => void recorder.current?.end()}>{t`Arrêter l’enregistrement`}</Button>
        : <Button size="small" icon="microphone" onPress={begin} isDisabled={state.state === "working"} aria-label={t`Enregistrer ma voix en ${language}`}>{heard ? t`Recommencer` : t`Enregistrer ma voix`}</Button>}
      {state.state === "recording" && <><meter className={css.level} min={0} max={1} value={state.level} aria-label={t`Niveau du micro`} /><span role="status">{t`${seconds} s`}</span></>}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- her own voice, reading the field above */}
      {heard && <><audio controls src={heard} aria-label={t`Écouter avant de garder`} /><Button size="small" kind="primary" icon="check" onPress={() => keep.mutate()} isPending={keep.isPending}>{t`Garder cet enregistrement`}</Button></>}
      {state.state === "refused" && <span className={ui.wrong} role="alert">{t`Le micro n’est pas accessible. Autorisez-le dans le navigateur.`}</span>}
      <Fault error={keep.error} />
    </div>
  );
}
