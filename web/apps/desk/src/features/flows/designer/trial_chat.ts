import { newId } from "#/shared/new_id.ts";

export interface ChatLine { id: string; from: "me" | "flow" | "advisor"; text: string; options: { key: string; label: string }[] }
export interface ChatView { lines: ChatLine[]; open: boolean; over: boolean; secret: string | null }

interface Said { kind: string; message?: unknown; state?: string }
interface Message { id: string; from: ChatLine["from"]; type: string; text: string; data: { options?: { key: string; label: string }[]; code?: string } }

/** One visitor of a trial, new each time: the very socket that a customer's page has. */
export class TrialChat {
  private view: ChatView = { lines: [], open: false, over: false, secret: null };
  private readonly socket: WebSocket;
  private readonly changed: (view: ChatView) => void;

  constructor(key: string, language: string, changed: (view: ChatView) => void) {
    this.changed = changed;
    this.socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/chat-ws/${key}`);
    this.socket.onopen = () => this.send({ kind: "hello", language });
    this.socket.onmessage = ({ data }) => this.hear(JSON.parse(String(data)) as Said);
    this.socket.onclose = () => this.tell({ open: false });
  }

  say(text: string): void {
    const { secret } = this.view;
    this.send(secret ? { kind: "secret", id: newId(), message: secret, value: text } : { kind: "message", id: newId(), text });
  }

  choose(message: string, option: string, text: string): void {
    this.send({ kind: "choice", id: newId(), message, option, text });
  }

  close(): void {
    this.socket.onclose = null;
    if (this.view.lines.length && !this.view.over) this.send({ kind: "close" });
    this.socket.close();
  }

  private hear(said: Said): void {
    if (said.kind === "welcome") this.tell({ open: true });
    if (said.kind === "message") this.add(said.message as Message);
    if (said.kind === "secret") this.tell({ secret: (said.message as string | null) ?? null });
    if (said.kind === "state") this.tell({ over: said.state === "closed" });
  }

  private add(message: Message): void {
    if (!message.text && !message.data.options) return;
    const line = { id: message.id, from: message.from, text: message.text, options: message.data.options ?? [] };
    this.tell({ lines: [...this.view.lines.filter((one) => one.id !== line.id), line] });
  }

  private send(what: object): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(what));
  }

  private tell(change: Partial<ChatView>): void {
    this.view = { ...this.view, ...change };
    this.changed(this.view);
  }
}
