/** Drafts are kept on this desk 0.8 s after the last key, one per conversation and kind: a reload loses nothing. */
const PREFIX = "palabre.draft.";
const WAIT_MS = 800;
const OLD_MS = 7 * 86_400_000;
const listeners = new Set<() => void>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const pending = new Map<string, string>();

export const draftState = {
  /** The text being written is on the disk of this desk. */
  saved: false,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function tell(saved: boolean): void {
  if (draftState.saved === saved) return;
  draftState.saved = saved;
  for (const listener of listeners) listener();
}

export function readDraft(key: string): string {
  const waiting = pending.get(key);
  if (waiting !== undefined) return waiting;
  try {
    return (JSON.parse(localStorage.getItem(PREFIX + key) ?? "null") as { text?: string } | null)?.text ?? "";
  } catch {
    return "";
  }
}

function write(key: string): void {
  clearTimeout(timers.get(key));
  timers.delete(key);
  const text = pending.get(key);
  pending.delete(key);
  if (text === undefined) return;
  if (text) localStorage.setItem(PREFIX + key, JSON.stringify({ text, at: Date.now() }));
  else localStorage.removeItem(PREFIX + key);
  tell(!!text);
}

export function keepDraft(key: string, text: string): void {
  pending.set(key, text);
  clearTimeout(timers.get(key));
  timers.set(key, setTimeout(() => write(key), WAIT_MS));
  if (!text) write(key);
}

export function forgetDraft(key: string): void {
  keepDraft(key, "");
}

export function sweepDrafts(now: number): void {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(PREFIX)) continue;
    const at = (JSON.parse(localStorage.getItem(name) ?? "{}") as { at?: number }).at ?? 0;
    if (now - at > OLD_MS) localStorage.removeItem(name);
  }
}

globalThis.addEventListener?.("pagehide", () => { for (const key of [...pending.keys()]) write(key); });
