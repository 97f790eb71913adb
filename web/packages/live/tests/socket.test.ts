import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveSocket } from "../src/socket.ts";
import { LiveStore } from "../src/store.ts";

/** The browser's side of a socket; the server's side is the test itself. */
class Wire {
  static all: Wire[] = [];
  static readonly OPEN = 1;
  readyState = 0;
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly url: string;
  constructor(url: string) { this.url = url; Wire.all.push(this); }
  send(text: string) { this.sent.push(text); }
  close() { this.readyState = 3; }
  say(message: unknown) { this.onmessage?.({ data: JSON.stringify(message) }); }
  open() { this.readyState = 1; this.onopen?.(); }
  cut(code = 1006) { this.readyState = 3; this.onclose?.({ code }); }
}
const last = () => Wire.all.at(-1)!;

describe("LiveSocket", () => {
  beforeEach(() => { vi.useFakeTimers(); Wire.all = []; vi.stubGlobal("WebSocket", Wire); });
  afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

  const begin = (refused?: (why: string) => void) => {
    const store = new LiveStore();
    const socket = new LiveSocket(store, { url: "ws://desk/desk-ws", ...(refused ? { refused } : {}) });
    socket.start();
    last().open();
    last().say({ kind: "snapshot", at: "3.10", entities: { me: { status: "away" } } });
    return { store, socket };
  };

  it("resumes by number, within two seconds of a cut, without losing what it shows", () => {
    const { store, socket } = begin();
    last().say({ kind: "changes", at: "3.11", set: { me: { status: "available" } } });
    last().cut();
    expect(store.link.state).toBe("lost");
    expect(store.get("me")?.status).toBe("available");
    vi.advanceTimersByTime(2_000);
    expect(last().url).toBe("ws://desk/desk-ws?from=3.11");
    last().open();
    last().say({ kind: "changes", at: "3.12", set: {} });
    expect(store.link.state).toBe("open");
    socket.stop();
  });

  it("notices a network that died without a word", () => {
    const { store, socket } = begin();
    vi.advanceTimersByTime(9_900);
    expect(store.link.state).toBe("open");
    vi.advanceTimersByTime(200);
    expect(store.link.state).toBe("lost");
    socket.stop();
  });

  it("asks for sign-in when the session is over, and tries no more", () => {
    const refused = vi.fn();
    begin(refused);
    last().cut(4401);
    expect(refused).toHaveBeenCalledWith("no_session");
    vi.advanceTimersByTime(60_000);
    expect(Wire.all).toHaveLength(1);
  });

  it("keeps what was to be said while it was away", () => {
    const { socket } = begin();
    last().cut();
    socket.send({ shown: "o1" });
    vi.advanceTimersByTime(2_000);
    last().open();
    expect(last().sent).toEqual(['{"shown":"o1"}']);
    socket.stop();
  });
});
