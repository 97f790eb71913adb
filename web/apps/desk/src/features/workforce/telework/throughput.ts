import { csrfToken } from "#/shared/api.ts";

const PATH = "/api/workforce/workstations/bytes";
const ASK_PAUSE_MS = 100;
const UP_SHARE = 0.25; // of what is fetched: ways up are narrower

export interface Throughput { down_kbps: number; up_kbps: number; loaded_ms: number }

/** Both ways filled at once, and how long a small question takes meanwhile. */
export async function throughput(bytes: number, stop: AbortSignal): Promise<Throughput> {
  const filled = new AbortController();
  const small: number[] = [];
  const asking = (async () => {
    while (!filled.signal.aborted && !stop.aborted) {
      const began = performance.now();
      await (await fetch(`${PATH}?size=1&n=${small.length}`, { signal: stop, cache: "no-store" })).arrayBuffer();
      small.push(performance.now() - began);
      await new Promise((done) => setTimeout(done, ASK_PAUSE_MS));
    }
  })();
  try {
    const [down, up] = await Promise.all([timed(bytes, () => fetch(`${PATH}?size=${bytes}`, { signal: stop, cache: "no-store" })), timed(Math.round(bytes * UP_SHARE), () => fetch(PATH, { method: "POST", signal: stop, headers: { "X-CSRF": csrfToken(), "Content-Type": "application/octet-stream" }, body: noise(Math.round(bytes * UP_SHARE)) }))]);
    filled.abort();
    await asking;
    return { down_kbps: down, up_kbps: up, loaded_ms: small.toSorted((a, b) => a - b)[Math.floor(small.length / 2)] ?? 0 };
  } finally {
    filled.abort();
    await asking.catch(() => undefined);
  }
}

async function timed(bytes: number, send: () => Promise<Response>): Promise<number> {
  const began = performance.now();
  const answer = await send();
  if (!answer.ok) throw new Error("throughput");
  await answer.arrayBuffer();
  return (bytes * 8) / Math.max(1, performance.now() - began);
}

/** That nothing on the way makes smaller. */
function noise(bytes: number): Blob {
  const parts: BlobPart[] = [];
  for (let left = bytes; left > 0; left -= 65_536) parts.push(crypto.getRandomValues(new Uint8Array(Math.min(left, 65_536))));
  return new Blob(parts);
}
