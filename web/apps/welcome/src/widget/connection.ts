import type { FromServer, ToServer } from "./protocol.ts";

const BEAT_MS = 20_000;
const SILENT_MS = 45_000;
const WAIT_MS_MIN = 500;
const WAIT_MS_MAX = 30_000;
const TOO_MANY_MS = 30_000;

export interface Listener {
  opened(): void;
  heard(frame: FromServer): void;
  /** `final`: it will not come back by itself (unknown widget, or not on this site). */
  lost(final: boolean): void;
}

/** One socket that comes back by itself: later and later, never all at the same instant, at once when the network is back. */
export class Connection {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private beat: ReturnType<typeof setInterval> | undefined;
  private failures = 0;
  private heardAt = 0;
  private stopped = false;
  private readonly url: string;
  private readonly listener: Listener;

  constructor(url: string, listener: Listener) {
    this.url = url;
    this.listener = listener;
    addEventListener("online", () => this.soon());
    addEventListener("offline", () => this.drop());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.check(); });
  }

  get ready(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  open(): void {
    if (this.socket || this.stopped) return;
    clearTimeout(this.timer);
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onopen = () => {
      this.heardAt = Date.now();
      this.beat = setInterval(() => this.check(), BEAT_MS);
      this.listener.opened();
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      this.heardAt = Date.now();
      this.failures = 0;
      this.listener.heard(JSON.parse(event.data) as FromServer);
    };
    socket.onclose = (event) => { if (this.socket === socket) this.closed(event.code, event.reason); };
  }

  send(frame: ToServer): boolean {
    if (!this.ready) return false;
    this.socket?.send(JSON.stringify(frame));
    return true;
  }

  private closed(code: number, reason: string): void {
    this.socket = null;
    clearInterval(this.beat);
    this.stopped = code === 4404 || code === 4403;
    if (this.stopped) console.warn(`Palabre: ${reason}`);
    this.listener.lost(this.stopped);
    if (this.stopped) return;
    const most = Math.min(WAIT_MS_MAX, WAIT_MS_MIN * 2 ** this.failures++);
    const wait = WAIT_MS_MIN / 2 + Math.random() * most + (code === 4429 ? TOO_MANY_MS : 0);
    this.timer = setTimeout(() => this.open(), wait);
  }

  /** Nothing heard for too long although we asked: the network is gone, whatever the browser believes. */
  private check(): void {
    if (!this.socket) return this.soon();
    if (Date.now() - this.heardAt > SILENT_MS) this.drop();
    else this.send({ kind: "beat" });
  }

  private soon(): void {
    if (this.socket || this.stopped || !this.failures) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), Math.random() * 1000);
  }

  private drop(): void {
    const socket = this.socket;
    if (!socket) return;
    socket.onclose = null;
    socket.close();
    this.closed(1006, "");
  }
}
