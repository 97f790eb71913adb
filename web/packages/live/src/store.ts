import type { Entities, FromServer, Kind, Position, Typing } from "@palabre/contracts";
import { learnServerTime } from "./clock.ts";

/** `since`: this page's clock, when the present state began. */
export interface Link {
  state: "starting" | "open" | "lost" | "refused";
  since: number;
}
type Listener = () => void;
const NONE: readonly never[] = Object.freeze([]);

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function kindOf(key: string): string {
  const colon = key.indexOf(":");
  return colon < 0 ? key : key.slice(0, colon);
}

/**
 * What the desk knows, keyed `kind:id`. One law: a snapshot, then its changes, equals a fresh snapshot.
 * Listeners are told once per message, only those whose key or kind changed, synchronously (hidden tabs have no frames).
 */
export class LiveStore {
  position: Position | null = null;
  link: Link = { state: "starting", since: Date.now() };
  /** When the server was last heard, by this page's clock: the age of what is shown. */
  heard = 0;
  private entities = new Map<string, unknown>();
  private kinds = new Map<string, Map<string, unknown>>();
  private lists = new Map<string, readonly unknown[]>();
  private listeners = new Map<string, Set<Listener>>();
  private typing = new Set<(typing: Typing) => void>();

  get<K extends Kind>(kind: K, id?: string): Entities[K] | undefined {
    return this.entities.get(id === undefined ? kind : `${kind}:${id}`) as Entities[K] | undefined;
  }

  /** All of a kind, in the order they came; the same array until one of them changes. */
  all<K extends Kind>(kind: K): readonly Entities[K][] {
    let list = this.lists.get(kind);
    if (!list) {
      const found = this.kinds.get(kind);
      list = found && found.size > 0 ? [...found.values()] : NONE;
      this.lists.set(kind, list);
    }
    return list as readonly Entities[K][];
  }

  get size(): number {
    return this.entities.size;
  }

  /** `what`: a key, a kind followed by `:*`, or `link`. */
  subscribe(what: string, listener: Listener): () => void {
    const found = this.listeners.get(what) ?? new Set();
    this.listeners.set(what, found);
    found.add(listener);
    return () => {
      found.delete(listener);
      if (found.size === 0 && this.listeners.get(what) === found) this.listeners.delete(what);
    };
  }

  onTyping(listener: (typing: Typing) => void): () => void {
    this.typing.add(listener);
    return () => this.typing.delete(listener);
  }

  receive(message: FromServer): void {
    this.heard = Date.now();
    const now = (message as { now?: unknown }).now;
    if (typeof now === "number") learnServerTime(now);
    if (message.kind === "snapshot") {
      const gone = [...this.entities.keys()].filter((key) => !(key in message.entities));
      this.apply(message.entities, gone);
      this.position = message.at;
    } else if (message.kind === "changes") {
      this.apply(message.set ?? {}, message.unset ?? []);
      this.position = message.at;
    } else if (message.kind === "beat") {
      if (message.at) this.position = message.at;
    } else if (message.kind === "typing") {
      for (const listener of this.typing) listener(message);
    }
  }

  /** `since`: when it began, if that is known to be earlier than now (a silence is noticed late). */
  setLink(state: Link["state"], since = Date.now()): void {
    if (state === this.link.state) return;
    this.link = { state, since };
    this.tell(new Set(["link"]));
  }

  clear(): void {
    this.apply({}, [...this.entities.keys()]);
    this.position = null;
  }

  private apply(set: Record<string, unknown>, unset: readonly string[]): void {
    const touched = new Set<string>();
    for (const key of unset) {
      if (!this.entities.delete(key)) continue;
      this.kinds.get(kindOf(key))?.delete(key);
      touch(key);
    }
    for (const [key, value] of Object.entries(set)) {
      if (same(this.entities.get(key), value)) continue;
      this.entities.set(key, value);
      const kind = kindOf(key);
      let all = this.kinds.get(kind);
      if (!all) this.kinds.set(kind, (all = new Map()));
      all.set(key, value);
      touch(key);
    }
    this.tell(touched);

    function touch(key: string): void {
      touched.add(key).add(`${kindOf(key)}:*`);
    }
  }

  private tell(touched: ReadonlySet<string>): void {
    for (const what of touched) if (what.endsWith(":*")) this.lists.delete(what.slice(0, -2));
    for (const what of touched) for (const listener of [...(this.listeners.get(what) ?? NONE)]) listener();
  }
}
