import { Line } from "./line.ts";
import { SILENT, type Credentials, type Phone, type PhoneState, type Quality } from "./phone.ts";

export interface PhoneOptions {
  /** One line per advisor: her tabs share this name. */
  name: string;
  credentials: () => Promise<Credentials>;
  /** A timer that keeps time in a hidden tab. */
  after?: (milliseconds: number, callback: () => void) => () => void;
}
type Order = { order: "tell" } | { order: "mute"; on: boolean } | { order: "prepare" } | { order: "devices" };
type Said = Order | { state: Omit<PhoneState, "role"> };

const plainAfter = (milliseconds: number, callback: () => void) => {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
};

/** The line lives in one tab, held by a Web Lock that the browser frees with the tab; the others are remotes. */
class SharedPhone implements Phone {
  state: PhoneState = SILENT;
  private line: Line | null = null;
  private listeners = new Set<() => void>();
  private channel: BroadcastChannel | null = null;
  private abort: AbortController | null = null;
  private release: (() => void) | null = null;
  private readonly options: PhoneOptions;

  constructor(options: PhoneOptions) {
    this.options = options;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): void {
    if (this.abort) return;
    const abort = (this.abort = new AbortController());
    void import("jssip").catch(() => undefined); // fetched while the lock and the credentials are asked for
    this.channel = new BroadcastChannel(`palabre.phone.${this.options.name}`);
    this.channel.onmessage = (event: MessageEvent<Said>) => this.told(event.data);
    this.say({ order: "tell" });
    if (!navigator.locks) return this.lead(); // without https there are no locks, nor a microphone
    navigator.locks
      .request(`palabre.phone.${this.options.name}`, { signal: abort.signal }, () => new Promise<void>((done) => {
        if (abort.signal.aborted) return done();
        this.release = done;
        this.lead();
      }))
      .catch(() => undefined);
  }

  stop(): void {
    this.line?.stop();
    this.line = null;
    this.abort?.abort();
    this.abort = null;
    this.release?.();
    this.release = null;
    this.channel?.close();
    this.channel = null;
    this.set(SILENT);
  }

  mute(on: boolean): void {
    if (this.line) this.line.mute(on);
    else this.say({ order: "mute", on });
  }

  prepare(): void {
    if (this.line) this.line.prepare();
    else this.say({ order: "prepare" });
  }

  unblock(): void {
    this.line?.unblock();
  }

  devicesChanged(): void {
    if (this.line) void this.line.devicesChanged().catch(() => undefined);
    else this.say({ order: "devices" });
  }

  async quality(): Promise<Quality | null> {
    return (await this.line?.quality()) ?? null;
  }

  private lead(): void {
    this.line = new Line({
      credentials: this.options.credentials,
      after: this.options.after ?? plainAfter,
      changed: (change) => this.set({ ...this.state, ...change }),
    });
    const problem = navigator.mediaDevices ? "" : "insecure";
    this.set({ ...SILENT, role: "leader", problem, muted: !!sessionStorage.getItem("palabre.muted") });
    void this.line.start();
  }

  private told(said: Said): void {
    if ("state" in said) {
      if (!this.line) this.set({ ...said.state, role: "remote" });
    } else if (this.line) {
      if (said.order === "tell") this.tell();
      else if (said.order === "mute") this.line.mute(said.on);
      else if (said.order === "prepare") this.line.prepare();
      else void this.line.devicesChanged().catch(() => undefined);
    }
  }

  private set(state: PhoneState): void {
    this.state = state;
    if (state.role === "leader") this.tell();
    for (const listener of [...this.listeners]) listener();
  }

  private tell(): void {
    const { role: _, ...state } = this.state;
    this.say({ state });
  }

  private say(said: Said): void {
    this.channel?.postMessage(said);
  }
}

export function createPhone(options: PhoneOptions): Phone {
  return new SharedPhone(options);
}
