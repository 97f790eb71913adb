import type { Answer, Given, Method, Path } from "@palabre/contracts";
import { after, learnServerTime } from "@palabre/live";

/** A refusal of the server, or of the network (`code` network). `reference` finds an accident in the server's log. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Record<string, unknown>;
  readonly reference: string | null;
  constructor(code: string, status = 0, details: Record<string, unknown> = {}, reference: string | null = null) {
    super(code);
    this.code = code;
    this.status = status;
    this.details = details;
    this.reference = reference;
  }
}

let csrf = "";
export function setCsrf(token: string): void {
  csrf = token;
}

export const csrfToken = (): string => csrf; // for bodies that are no JSON

const TIMEOUT_MS = 10_000;

export async function call<T = void>(method: string, path: string, body?: unknown): Promise<T> {
  const abort = new AbortController();
  const cancel = after(TIMEOUT_MS, () => abort.abort());
  let answer: Response;
  try {
    answer = await fetch(`/api${path}`, {
      method,
      credentials: "same-origin",
      signal: abort.signal,
      headers: {
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(method === "GET" ? {} : { "X-CSRF": csrf }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Problem("network");
  } finally {
    cancel();
  }
  const text = await answer.text();
  const value = text && answer.headers.get("Content-Type")?.includes("json") ? JSON.parse(text) : undefined;
  if (!answer.ok) {
    const said = (value ?? {}) as { code?: string; details?: Record<string, unknown>; reference?: string | null };
    throw new Problem(said.code ?? (answer.status >= 500 ? "busy" : `http_${answer.status}`), answer.status, said.details, said.reference);
  }
  const now = (value as { now?: unknown } | undefined)?.now;
  if (typeof now === "number") learnServerTime(now);
  return value as T;
}

/** One request of the server's document: its path, query and body are checked against it, and so is what is answered. */
export function ask<M extends Method, P extends Path<M>>(method: M, path: P, ...given: {} extends Given<M, P> ? [Given<M, P>?] : [Given<M, P>]): Promise<Answer<M, P>> {
  const { path: names = {}, query = {}, body } = (given[0] ?? {}) as { path?: Record<string, string>; query?: Query; body?: unknown };
  const filled = String(path).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(names[name] ?? ""));
  return call<Answer<M, P>>(method.toUpperCase(), withQuery(filled, query), body);
}

const LINES = "application/x-ndjson";

/** What takes long and tells how far it is, line by line; the last line is the answer, or what it failed with. */
export async function stream<T>(path: string, body: unknown, tell: (line: Record<string, unknown>) => void): Promise<T> {
  const headers = { "Content-Type": "application/json", Accept: LINES, "X-CSRF": csrf };
  const answer = await fetch(`/api${path}`, { method: "POST", credentials: "same-origin", headers, body: JSON.stringify(body) }).catch(() => { throw new Problem("network"); });
  if (!answer.ok || !answer.body) {
    const said = (await answer.json().catch(() => ({}))) as { code?: string; details?: Record<string, unknown>; reference?: string };
    throw new Problem(said.code ?? "busy", answer.status, said.details, said.reference);
  }
  let last: Record<string, unknown> = {};
  let rest = "";
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read().catch(() => { throw new Problem("network"); });
    const lines = (rest + (value ?? "")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines.filter(Boolean)) tell((last = JSON.parse(line)));
    if (done) break;
  }
  if (rest.trim()) last = JSON.parse(rest);
  if (typeof last["code"] === "string") throw new Problem(last["code"], 503, last["details"] as Record<string, unknown>);
  return last as T;
}

export const get = <T>(path: string): Promise<T> => call<T>("GET", path);
export const post = <T = void>(path: string, body?: unknown): Promise<T> => call<T>("POST", path, body);

/** `path?a=1`, without what is empty. */
type Plain = string | number | boolean | undefined | null;
export type Query = Record<string, Plain | Plain[]>;
export function withQuery(path: string, query: Query): string {
  const found = new URLSearchParams();
  for (const [name, given] of Object.entries(query))
    for (const value of Array.isArray(given) ? given : [given]) if (value !== undefined && value !== null && value !== "") found.append(name, String(value));
  return found.size ? `${path}${path.includes("?") ? "&" : "?"}${found}` : path;
}
