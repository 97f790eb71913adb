import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Lock } from "./icons.tsx";
import type { Pending, View } from "./model.ts";
import type { Props } from "./view.tsx";

type Shown = View["messages"][number];

/** What was said. Follows the last message only for who is reading at the end; otherwise says that there is more below. */
export function Log(props: Props & { view: View }) {
  const { view, words, model } = props;
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [below, setBelow] = useState(false);
  const shown = view.messages.filter((m) => m.type !== "status");
  const count = shown.length + view.pending.length;
  const toEnd = () => { if (log.current) log.current.scrollTop = log.current.scrollHeight; };
  useLayoutEffect(() => {
    if (atEnd.current || view.pending.length) toEnd();
    else setBelow(true);
    model.seen();
  }, [count, view.typing]);
  useEffect(() => {
    const look = () => model.seen();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [model]);
  const onScroll = () => {
    const element = log.current;
    if (!element) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
    if (atEnd.current) setBelow(false);
  };
  return (
    <div class="scroller">
      <div ref={log} class="log" role="log" aria-label={words.log} aria-live="polite" tabIndex={0} onScroll={onScroll}>
        {view.greeting && <p class="bubble theirs" dir="auto">{view.greeting}</p>}
        {shown.map((message, i) => {
          const before = shown[i - 1];
          const begins = before && before.conversation !== message.conversation;
          return (
            <>
              {begins && <p class="divider">{words.begins}</p>}
              <Bubble key={message.id} {...props} message={message} follows={!begins && before?.from === message.from} />
            </>
          );
        })}
        {view.pending.map((one) => <Waiting key={one.id} {...props} one={one} />)}
        {view.typing && <p class="typing"><i /><i /><i /><span>{words.advisor(view.advisor)} {words.typing}</span></p>}
      </div>
      {below && <button type="button" class="below" onClick={toEnd}>{words.newBelow}</button>}
    </div>
  );
}

function Bubble(props: Props & { view: View; message: Shown; follows: boolean }) {
  const { message, words, language } = props;
  const mine = message.from === "me";
  const who = mine ? words.me : message.from === "advisor" ? words.advisor(props.view.advisor) : words.us;
  const time = new Date(message.at).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  return (
    <div class={mine ? "said mine" : "said"}>
      <p class={props.follows ? "who hidden" : "who"}><bdi>{who}</bdi> <time dateTime={new Date(message.at).toISOString()}>{time}</time></p>
      {message.type === "secret"
        ? <p class="bubble mine secret"><Lock /> {words.secretSent}</p>
        : message.text && <p class={mine ? "bubble mine" : "bubble theirs"} dir="auto">{message.text}</p>}
      {message.type === "options" && <Options {...props} />}
    </div>
  );
}

/** Buttons, as long as nothing was said after them. */
function Options(props: Props & { view: View; message: Shown }) {
  const { message, model, view } = props;
  const answered = view.pending.some((p) => p.choice?.message === message.id)
    || view.messages.some((m) => m.conversation === message.conversation && m.number > message.number && (m.from === "me" || m.type === "options"))
    || view.messages.some((m) => m.conversation !== message.conversation && m.at > message.at)
    || ["talking", "over", "closed"].includes(view.standing);
  if (answered) return null;
  const choose = (button: HTMLElement, option: { key: string; label: string }) => {
    button.closest<HTMLElement>(".panel")?.focus();             // the button is about to vanish: the focus must not
    model.choose(message.id, option.key, option.label);
  };
  return (
    <div class="options">
      {message.data.options?.map((option) => (
        <button key={option.key} type="button" dir="auto" onClick={(event) => choose(event.currentTarget, option)}>{option.label}</button>
      ))}
    </div>
  );
}

function Waiting(props: Props & { one: Pending }) {
  const { one, words, model } = props;
  return (
    <div class="said mine">
      <p class="bubble mine pending" dir="auto">{one.text}</p>
      {one.failed
        ? <p class="who failed">{words.failed} <button type="button" class="link" onClick={() => model.retry(one.id)}>{words.retry}</button></p>
        : <p class="who">{words.sending}</p>}
    </div>
  );
}
