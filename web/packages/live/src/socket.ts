import type { FromServer, ToServer } from "@palabre/contracts";
import type { LiveStore } from "./store.ts";
import { after } from "./timer.ts";

const SILENCE_MS = 10_000; // the server beats every 5 s; a dead network closes nothing by itself
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4_000;
const OPENING_MS = 8_000;
const NO_SESSION = 4401;
const NO_DESK = 4403;
const SERVER_RESTARTS = 1012;
const RESTART_SPREAD_MS = 3_000; // all desks at once would be a stampede

export interface SocketOptions {
  url: string;
  /** The session is over, or this person has no desk. */
  refused?: (why: "no_session" | "no_desk") => void;
  silence_ms?: number;
}

/** Keeps one store true over one WebSocket; resumes by number; comes back by itself with jitter. */
export class LiveSocket {
  private socket: WebSocket | null = null;
  private attempts = 0;
  private stopped = false;
  private cancelRetry: (() => void) | null = null;
  private cancelWatch: (() => void) | null = null;
  private waiting: ToServer[] = [];
  private readonly store: LiveStore;
  private readonly options: SocketOptions;

  constructor(store: LiveStore, options: SocketOptions) {
    this.store = store;
    this.options = options;
  }

  start(): void {
    this.stopped = false;
    globalThis.addEventListener?.("online", this.hurry);
    globalThis.addEventListener?.("offline", this.unplugged);
    globalThis.document?.addEventListener("visibilitychange", this.hurry);
    this.open();
  }

  stop(): void {
    this.stopped = true;
    globalThis.removeEventListener?.("online", this.hurry);
    globalThis.removeEventListener?.("offline", this.unplugged);
    globalThis.document?.removeEventListener("visibilitychange", this.hurry);
    this.cancelRetry?.();
    this.cancelWatch?.();
    this.socket?.close();
    this.socket = null;
  }

  /** Sent now, or as soon as the socket is back (the last few only: an old "shown" is of no use). */
  send(message: ToServer): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
    else this.waiting = [...this.waiting, message].slice(-4);
  }

  /** The network is back or the tab is seen again: do not wait for the timer. */
  private hurry = (): void => {
    if (this.stopped || this.socket) return;
    this.cancelRetry?.();
    this.open();
  };

  private unplugged = (): void => {
    if (this.socket?.readyState === WebSocket.OPEN) this.abandon(this.socket);
  };

  private open(): void {
    const from = this.store.position;
    const url = from ? `${this.options.url}?from=${encodeURIComponent(from)}` : this.options.url;
    const socket = new WebSocket(url);
    this.socket = socket;
    this.watch(socket, OPENING_MS);
    socket.onopen = () => {
      for (const message of this.waiting.splice(0)) socket.send(JSON.stringify(message));
    };
    socket.onmessage = (event: MessageEvent<string>) => this.heard(socket, event.data);
    socket.onclose = (event) => this.closed(socket, event.code);
  }

  private heard(socket: WebSocket, data: string): void {
    if (socket !== this.socket) return;
    this.attempts = 0;
    this.watch(socket, this.options.silence_ms ?? SILENCE_MS);
    this.store.receive(JSON.parse(data) as FromServer);
    this.store.setLink("open");
  }

  private closed(socket: WebSocket, code: number): void {
    if (socket !== this.socket) return;
    this.socket = null;
    this.cancelWatch?.();
    if (this.stopped) return;
    if (code === NO_SESSION || code === NO_DESK) {
      this.store.setLink("refused");
      this.options.refused?.(code === NO_SESSION ? "no_session" : "no_desk");
      return;
    }
    this.store.setLink("lost");
    const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.attempts);
    this.attempts += 1;
    const wait = code === SERVER_RESTARTS ? RESTART_SPREAD_MS * Math.random() : most * (0.5 + Math.random() / 2);
    this.cancelRetry = after(wait, () => { if (!this.stopped && !this.socket) this.open(); });
  }

  /** close() waits for a peer that is not there. */
  private abandon(socket: WebSocket): void {
    socket.close();
    this.store.setLink("lost", this.store.heard || Date.now());
    this.closed(socket, 1006);
  }

  private watch(socket: WebSocket, milliseconds: number): void {
    this.cancelWatch?.();
    this.cancelWatch = after(milliseconds, () => {
      if (socket !== this.socket) return;
      this.abandon(socket);
    });
  }
}
