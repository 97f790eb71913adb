import { useEffect, useState } from "preact/hooks";
import type { Language } from "../widget/words.ts";
import type { PageWords } from "./words/fr.ts";

/** What the server tells of a callback asked here; `token` is the page's own. */
interface Told { state: string; position: number; promised: number; due: number; tries: number; next_at: number }
interface Asked { promised: number; new: boolean; token: string }
type Problem = "" | "backNumber" | "backTooMany" | "unavailable";

const DOOR = "/welcome/api/callbacks";
const KEPT = "palabre.back";
const LOOK_MS = 15_000;

/** "Call me back": a number, then her place as it comes nearer, until she is called or changes her mind. */
export function CallMe(props: { words: PageWords; language: Language; backKey: string }) {
  const { words } = props;
  const [token, setToken] = useState(() => sessionStorage.getItem(KEPT) ?? "");
  const [told, setTold] = useState<Told | null>(null);
  const [known, setKnown] = useState(0);
  const [number, setNumber] = useState("");
  const [problem, setProblem] = useState<Problem>("");
  const [busy, setBusy] = useState(false);
  const keep = (given: string) => {
    setToken(given);
    if (given) sessionStorage.setItem(KEPT, given);
    else sessionStorage.removeItem(KEPT);
  };
  useEffect(() => {
    if (!token) return undefined;
    let over = false;
    const look = async () => {
      const answer = await fetch(`${DOOR}/${token}`).catch(() => null);
      if (over) return;
      if (answer?.ok) setTold(await answer.json() as Told);
      else if (answer?.status === 404) { keep(""); setTold(null); }
    };
    void look();
    const timer = setInterval(() => { if (!document.hidden) void look(); }, LOOK_MS);
    return () => { over = true; clearInterval(timer); };
  }, [token]);
  const ask = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    const answer = await fetch(DOOR, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ key: props.backKey, number }) }).catch(() => null);
    setBusy(false);
    if (!answer?.ok) return setProblem(answer?.status === 429 ? "backTooMany" : answer?.status === 422 || answer?.status === 400 ? "backNumber" : "unavailable");
    const asked = await answer.json() as Asked;
    setTold(null);
    setKnown(asked.token ? 0 : asked.promised);
    keep(asked.token);
  };
  const cancel = async () => {
    const answer = await fetch(`${DOOR}/${token}`, { method: "DELETE" }).catch(() => null);
    if (answer?.ok || answer?.status === 409) setTold(told && { ...told, state: answer.ok ? "cancelled" : told.state });
    else setProblem("unavailable");
  };
  const pending = !!token && (!told || told.state === "pending");
  return (
    <section class="back">
      <h2>{words.backTitle}</h2>
      <p class="state" role="status">{token ? status(told, words, props.language) : known ? <>{words.backKnown} {time(known, props.language)}</> : ""}</p>
      {problem && <p class="problem" role="alert">{words[problem]}</p>}
      {pending ? (
        <button type="button" class="second" onClick={() => void cancel()}>{words.backCancel}</button>
      ) : (
        <form onSubmit={(event) => void ask(event)}>
          <label for="back-number">{words.backNumberLabel}</label>
          <input id="back-number" type="tel" dir="ltr" autocomplete="tel" required minLength={3} maxLength={30} value={number} onInput={(event) => setNumber(event.currentTarget.value)} />
          <button type="submit" class="second" disabled={busy}>{words.back}</button>
        </form>
      )}
    </section>
  );
}

function status(told: Told | null, words: PageWords, language: Language): string {
  if (!told) return words.backNoted;
  if (told.state !== "pending") return told.state === "cancelled" ? words.backCancelled : told.state === "reached" ? words.backReached : words.backOver;
  const place = told.position > 0 ? words.backPlace.replace("{n}", new Intl.NumberFormat(language).format(told.position)) : words.backNoted;
  return `${place} ${words.backPromise.replace("{time}", time(told.promised, language))}`;
}

const time = (at: number, language: Language) => new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(at);
