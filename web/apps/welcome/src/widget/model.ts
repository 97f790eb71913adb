import { Connection } from "./connection.ts";
import type { FromServer, Shown, Standing, ToServer } from "./protocol.ts";

const TYPING_EVERY_MS = 3_000;
const TYPING_LASTS_MS = 6_000;
const TEXT_MAX = 4_000;

/** Written here and not yet confirmed; kept over a reload. */
export interface Pending {
  id: string;
  text: string;
  at: number;
  choice?: { message: string; option: string };
  failed?: boolean;
}

export interface View {
  open: boolean;
  name: string;
  greeting: string;
  messages: (Shown & { conversation: string })[];
  pending: Pending[];
  draft: string;
  standing: Standing;
  position: number | null;
  advisor: string;
  secret: string | null;
  typing: boolean;
  online: boolean;
  unavailable: boolean;
  notice: "" | "tooFast" | "tooLong" | "secretLost";
  unread: number;
}

interface Kept {
  token: string;
  open: boolean;
  draft: string;
  pending: Pending[];
  read: number;
  live: boolean;
}

/** All that the widget knows, and what it does; the view only shows it. */
export class Model {
  view: View;
  private kept: Kept;
  private conversation = "";
  private number = 0;
  private shownTo = 0;
  private typedAt = 0;
  private forgetTyping: ReturnType<typeof setTimeout> | undefined;
  private readonly connection: Connection;
  private readonly listeners = new Set<() => void>();
  private readonly key: string;
  private readonly language: string;
  private readonly storage: Storage | null;

  constructor(server: string, key: string, language: string, storage: Storage | null = safeStorage()) {
    this.key = `palabre.chat.${key}`;
    this.language = language;
    this.storage = storage;
    this.kept = this.read();
    this.view = {
      open: this.kept.open, name: "", greeting: "", messages: [], pending: this.kept.pending, draft: this.kept.draft,
      standing: "none", position: null, advisor: "", secret: null, typing: false, online: true, unavailable: false,
      notice: "", unread: 0,
    };
    this.connection = new Connection(`${server.replace(/^http/, "ws")}/chat-ws/${encodeURIComponent(key)}`, {
      opened: () => this.hello(),
      heard: (frame) => this.heard(frame),
      lost: (final) => this.change({ online: false, unavailable: final, typing: false }),
    });
    if (this.kept.open || this.kept.live || this.kept.pending.length) this.connection.open();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => { this.listeners.delete(listener); };
  }

  // -- what a person does

  show(open: boolean): void {
    this.change({ open, unread: open ? 0 : this.view.unread, notice: "" });
    this.keep({ open });
    if (open) {
      this.connection.open();
      this.seen();
    }
  }

  write(draft: string): void {
    this.change({ draft, notice: "" });
    this.keep({ draft });
    const now = Date.now();
    if (draft && now - this.typedAt > TYPING_EVERY_MS) {
      this.typedAt = now;
      this.connection.send({ kind: "typing", on: true });
    }
  }

  /** False when there is nothing to send, or too much. */
  send(): boolean {
    const text = this.view.draft.trim();
    if (!text) return false;
    if (text.length > TEXT_MAX) {
      this.change({ notice: "tooLong" });
      return false;
    }
    this.typedAt = 0;
    this.change({ draft: "" });
    this.keep({ draft: "" });
    this.queue({ id: newId(), text, at: Date.now() });
    return true;
  }

  choose(message: string, option: string, label: string): void {
    this.queue({ id: newId(), text: label, at: Date.now(), choice: { message, option } });
  }

  /** Never in the storage, never in what waits to be sent: it leaves now, or not at all. */
  sendSecret(value: string): boolean {
    const message = this.view.secret;
    if (!message || !value) return false;
    return this.connection.send({ kind: "secret", id: newId(), message, value });
  }

  retry(id: string): void {
    this.setPending(this.view.pending.map((p) => (p.id === id ? { ...p, failed: false } : p)));
    const again = this.view.pending.find((p) => p.id === id);
    if (again) this.deliver(again);
  }

  end(): void {
    this.connection.send({ kind: "close" });
  }

  /** The messages are on screen. */
  seen(): void {
    if (!this.view.open || document.hidden || this.number <= this.shownTo) return;
    this.shownTo = this.number;
    this.keep({ read: this.number });
    this.change({ unread: 0 });
    this.connection.send({ kind: "read", number: this.number, seen: true });
  }

  // -- what the server says

  private hello(): void {
    this.connection.send({
      kind: "hello", token: this.kept.token, language: this.language, conversation: this.conversation, last: this.number,
    });
  }

  private heard(frame: FromServer): void {
    switch (frame.kind) {
      case "welcome":
        if (frame.token) this.keep({ token: frame.token });
        this.change({ online: true, unavailable: false, name: frame.name, greeting: frame.greeting });
        for (const one of this.view.pending) if (!one.failed) this.deliver(one);
        break;
      case "conversation":
        if (frame.conversation !== this.conversation) this.begin(frame.conversation);
        break;
      case "message":
        this.add(frame.message);
        break;
      case "state":
        this.keep({ live: frame.state !== "closed" });
        this.change({ standing: frame.state, position: frame.position, advisor: frame.advisor });
        break;
      case "secret":
        this.change({ secret: frame.message });
        break;
      case "typing":
        this.typing(frame.on);
        break;
      case "refused":
        this.refused(frame.id, frame.code);
    }
  }

  private begin(conversation: string): void {
    if (this.conversation) this.keep({ read: 0 });
    this.conversation = conversation;
    this.number = 0;
    this.shownTo = this.view.messages.length ? 0 : this.kept.read;
  }

  private add(message: Shown): void {
    if (message.number <= this.number) return;
    this.number = message.number;
    if (message.client) this.setPending(this.view.pending.filter((p) => p.id !== message.client));
    const theirs = message.from !== "me" && message.type !== "status";
    const unseen = theirs && message.number > this.shownTo && !(this.view.open && !document.hidden);
    this.change({
      messages: [...this.view.messages, { ...message, conversation: this.conversation }],
      unread: this.view.unread + (unseen ? 1 : 0),
      typing: theirs ? false : this.view.typing,
    });
    if (unseen) this.connection.send({ kind: "read", number: message.number, seen: false });
  }

  private typing(on: boolean): void {
    clearTimeout(this.forgetTyping);
    this.change({ typing: on });
    if (on) this.forgetTyping = setTimeout(() => this.change({ typing: false }), TYPING_LASTS_MS);
  }

  private refused(id: string, code: string): void {
    this.setPending(this.view.pending.map((p) => (p.id === id ? { ...p, failed: true } : p)));
    const notice = code === "chat.too_fast" ? "tooFast" : code === "chat.secret_not_awaited" ? "secretLost" : this.view.notice;
    this.change({ notice });
  }

  // -- how

  private queue(one: Pending): void {
    this.setPending([...this.view.pending, one]);
    this.change({ notice: "" });
    this.connection.open();
    this.deliver(one);
  }

  private deliver(one: Pending): void {
    const frame: ToServer = one.choice
      ? { kind: "choice", id: one.id, text: one.text, ...one.choice }
      : { kind: "message", id: one.id, text: one.text };
    this.connection.send(frame);          // not now: it leaves with the next welcome
  }

  private setPending(pending: Pending[]): void {
    this.change({ pending });
    this.keep({ pending });
  }

  private change(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }

  private keep(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change };
    try {
      this.storage?.setItem(this.key, JSON.stringify(this.kept));
    } catch {
      // full or forbidden: the conversation goes on, a reload begins anew
    }
  }

  private read(): Kept {
    const none: Kept = { token: "", open: false, draft: "", pending: [], read: 0, live: false };
    try {
      return { ...none, ...(JSON.parse(this.storage?.getItem(this.key) ?? "{}") as Partial<Kept>) };
    } catch {
      return none;
    }
  }
}

function safeStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}
