import { useEffect, useRef, useState } from "preact/hooks";
import { Composer, SecretField } from "./composer.tsx";
import { Dots, Down, Tree } from "./icons.tsx";
import { Log } from "./log.tsx";
import type { Model, View } from "./model.ts";
import { download, transcript } from "./transcript.ts";
import type { Language, Words } from "./words.ts";

export interface Props {
  model: Model;
  words: Words;
  language: Language;
  theme: string;
}

export function Widget(props: Props) {
  const view = useView(props.model);
  const launcher = useRef<HTMLButtonElement>(null);
  const close = () => {
    props.model.show(false);
    launcher.current?.focus();
  };
  return (
    <div class="root" lang={props.language} dir={props.language === "ar" ? "rtl" : "ltr"} data-theme={props.theme || undefined}>
      {view.open && <Panel {...props} view={view} close={close} />}
      <Launcher {...props} view={view} reference={launcher} />
    </div>
  );
}

function useView(model: Model): View {
  const [view, setView] = useState(model.view);
  useEffect(() => {
    setView(model.view);
    return model.subscribe(() => setView(model.view));
  }, [model]);
  return view;
}

function Launcher(props: Props & { view: View; reference: preact.RefObject<HTMLButtonElement | null> }) {
  const { view, words, model } = props;
  const label = view.open ? words.close : view.unread ? words.launcherUnread(view.unread) : words.launcher;
  return (
    <button
      ref={props.reference} type="button" class={view.open ? "launcher opened" : "launcher"} aria-haspopup="dialog"
      aria-expanded={view.open} aria-controls="panel" aria-label={label} onClick={() => model.show(!view.open)}
    >
      {view.open ? <Down /> : <Tree />}
      {!view.open && <span>{words.launcher}</span>}
      {!view.open && view.unread > 0 && <span class="badge" aria-hidden="true">{view.unread}</span>}
    </button>
  );
}

function Panel(props: Props & { view: View; close: () => void }) {
  const { view, words, model } = props;
  const panel = useRef<HTMLDivElement>(null);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    const touch = matchMedia("(pointer: coarse)").matches;      // there a field's focus would raise the keyboard over the words
    const field = touch ? null : panel.current?.querySelector<HTMLElement>("textarea,input");
    (field ?? panel.current)?.focus({ preventScroll: true });
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    if (asking) setAsking(false);
    else props.close();
  };
  const running = !["none", "closed", "over"].includes(view.standing);
  return (
    <div id="panel" ref={panel} class="panel" role="dialog" aria-labelledby="title" tabIndex={-1} onKeyDown={onKeyDown}>
      <div class="top">
        <Tree />
        <h2 id="title"><bdi>{view.name || words.title}</bdi></h2>
        <Menu {...props} running={running} ask={() => setAsking(true)} />
        <button type="button" class="quiet" aria-label={words.close} onClick={props.close}><Down /></button>
      </div>
      <Log {...props} />
      {asking && (
        <div class="ask" role="alertdialog" aria-labelledby="ask">
          <p id="ask">{words.endAsk}</p>
          <button type="button" class="danger" onClick={() => { model.end(); setAsking(false); }}>{words.endYes}</button>
          <button type="button" class="plain" ref={(b) => { b?.focus(); }} onClick={() => setAsking(false)}>{words.endNo}</button>
        </div>
      )}
      <Notice {...props} />
      {view.secret ? <SecretField key={view.secret} {...props} /> : <Composer {...props} />}
    </div>
  );
}

function Menu(props: Props & { view: View; running: boolean; ask: () => void }) {
  const { view, words, language } = props;
  const details = useRef<HTMLDetailsElement>(null);
  const after = (action: () => void) => () => {
    if (details.current) details.current.open = false;
    action();
  };
  if (!view.messages.length) return null;
  return (
    <details ref={details} class="menu">
      <summary class="quiet" aria-label={words.menu}><Dots /></summary>
      <div>
        <button type="button" onClick={after(() => download(transcript(view, words, language)))}>{words.transcript}</button>
        {props.running && <button type="button" onClick={after(props.ask)}>{words.end}</button>}
      </div>
    </details>
  );
}

/** Where things stand, in one line that screen readers are told politely. */
function Notice(props: Props & { view: View }) {
  const { view, words } = props;
  const text = view.unavailable ? words.unavailable
    : view.notice ? words[view.notice]
    : !view.online ? words.offline
    : view.standing === "waiting" ? `${words.waiting} ${view.position ? words.position(view.position) : ""}`
    : view.standing === "talking" ? words.talking(view.advisor)
    : view.standing === "over" ? words.over
    : view.standing === "closed" ? words.closed
    : "";
  const kind = view.unavailable || view.notice || !view.online ? "notice warning" : "notice";
  return <p class={text ? kind : "notice none"} role="status">{text.trim()}</p>;
}
