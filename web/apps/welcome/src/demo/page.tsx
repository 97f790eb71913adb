import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { Tree } from "../widget/icons.tsx";
import type { Language } from "../widget/words.ts";
import { CallMe } from "./back.tsx";
import type { Call, CallView } from "./call.ts";
import type { PageWords } from "./words/fr.ts";

const NAMES: Record<Language, string> = { fr: "Français", en: "English", ar: "العربية" };

export function Page(props: { language: Language; words: PageWords; callKey: string; backKey: string; openChat: () => void }) {
  const { words } = props;
  return (
    <>
      <header>
        <a class="brand" href="?"><Tree size={34} /> <span>{words.name}</span></a>
        <nav aria-label={words.language}>
          {(Object.keys(NAMES) as Language[]).map((code) => (
            <a key={code} href={languageLink(code)} lang={code} aria-current={code === props.language ? "true" : undefined}>{NAMES[code]}</a>
          ))}
        </nav>
      </header>
      <main>
        <h1>{words.tagline}</h1>
        <p class="lead">{words.lead}</p>
        <div class="ways">
          <CallUs words={words} language={props.language} callKey={props.callKey} />
          {props.backKey && <CallMe words={words} language={props.language} backKey={props.backKey} />}
          <section>
            <h2>{words.writeTitle}</h2>
            <p>{words.writeText}</p>
            <button type="button" class="second" onClick={props.openChat}>{words.write}</button>
          </section>
        </div>
      </main>
      <footer>{words.demo}</footer>
    </>
  );
}

function languageLink(code: Language): string {
  const query = new URLSearchParams(location.search);
  query.set("lang", code);
  return `?${query}`;
}

const IDLE: CallView = { state: "idle", problem: "", muted: false, since: 0 };

function CallUs(props: { words: PageWords; language: Language; callKey: string }) {
  const { words } = props;
  const [, changed] = useReducer((n: number, _: undefined) => n + 1, 0);
  const made = useRef<Call | null>(null);
  const call = made.current;
  const { state, problem, muted, since } = call?.view ?? IDLE;
  const over = ["ended", "refused", "lost"].includes(state);
  const begin = async () => {
    const { Call } = await import("./call.ts");                 // only who calls fetches the telephone
    made.current ??= new Call(props.callKey, () => changed(undefined));
    await made.current.begin();
  };
  return (
    <section class={call?.busy ? "call busy" : "call"}>
      <h2>{words.callTitle}</h2>
      {!call?.busy && <p>{words.callText}</p>}
      <p class="state" role="status">
        {state !== "idle" && <span class={state}>{words[state]}</span>}
        {state === "talking" && <> <Clock since={since} language={props.language} /></>}
        {muted && <> · {words.muted}</>}
      </p>
      {problem && <p class="problem" role="alert">{words[problem]}</p>}
      {call?.busy ? (
        <div class="buttons">
          <button type="button" class="danger" onClick={() => call.hangUp()}>{words.hangUp}</button>
          {state === "talking" && (
            <button type="button" class="second" aria-pressed={muted} onClick={() => call.mute(!muted)}>{muted ? words.unmute : words.mute}</button>
          )}
        </div>
      ) : (
        <button type="button" class="first" onClick={() => void begin()}>{over ? words.again : words.call}</button>
      )}
      {call && state === "talking" && <Keypad words={words} press={(tone) => call.press(tone)} />}
    </section>
  );
}

function Clock(props: { since: number; language: Language }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((now - props.since) / 1000));
  const two = (n: number) => new Intl.NumberFormat(props.language, { minimumIntegerDigits: 2 }).format(n);
  return <bdi class="clock" dir="ltr" aria-hidden="true">{two(Math.floor(seconds / 60))}:{two(seconds % 60)}</bdi>;
}

function Keypad(props: { words: PageWords; press: (tone: string) => void }) {
  return (
    <fieldset class="keypad">
      <legend>{props.words.keypad} <small>{props.words.keypadHelp}</small></legend>
      <div dir="ltr">
        {[..."123456789*0#"].map((tone) => <button key={tone} type="button" onClick={() => props.press(tone)}>{tone}</button>)}
      </div>
    </fieldset>
  );
}
