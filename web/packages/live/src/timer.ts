/** Timers that keep time in a hidden tab: a page's own timers run once a minute there, a worker's do not. */
type Callback = () => void;
const waiting = new Map<number, Callback>();
let next = 1;
let worker: Worker | null | undefined;

function helper(): Worker | null {
  if (worker !== undefined) return worker;
  try {
    worker = typeof Worker === "undefined" ? null : new Worker(new URL("./timer_worker.ts", import.meta.url), { type: "module" });
  } catch {
    worker = null;
  }
  if (worker) {
    worker.onmessage = (event: MessageEvent<number>) => ring(event.data);
    worker.onerror = () => { worker = null; };
  }
  return worker;
}

function ring(id: number): void {
  const callback = waiting.get(id);
  waiting.delete(id);
  callback?.();
}

/** Calls back once after so many milliseconds; returns how to cancel. */
export function after(milliseconds: number, callback: Callback): () => void {
  const id = next++;
  waiting.set(id, callback);
  helper()?.postMessage({ id, milliseconds });
  const own = setTimeout(() => ring(id), milliseconds); // whichever is first; the other finds nothing to do
  return () => { waiting.delete(id); clearTimeout(own); };
}
