import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Model } from "../src/widget/model.ts";
import type { FromServer, Shown, ToServer } from "../src/widget/protocol.ts";
import { transcript } from "../src/widget/transcript.ts";
import { languageOf, WORDS } from "../src/widget/words.ts";

/** The browser's end of a socket, whose other end the test holds. */
class Wire {
  static OPEN = 1;
  static last: Wire;
  readyState = 0;
  sent: ToServer[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly url: string;

  constructor(url: string) {
    this.url = url;
    Wire.last = this;
  }
  send(text: string): void { this.sent.push(JSON.parse(text) as ToServer); }
  close(): void { this.readyState = 3; }
  accept(token: string | null = "secret-token"): void {
    this.readyState = 1;
    this.onopen?.();
    this.say({ kind: "welcome", token, name: "Essai", greeting: "" });
  }
  say(frame: FromServer): void { this.onmessage?.({ data: JSON.stringify(frame) }); }
  cut(code = 1006): void { this.readyState = 3; this.onclose?.({ code, reason: "" }); }
  of(kind: ToServer["kind"]): ToServer[] { return this.sent.filter((f) => f.kind === kind); }
}

const shown = (number: number, from: Shown["from"], text: string, client: string | null = null, type: Shown["type"] = "text"): FromServer =>
  ({ kind: "message", message: { id: `m${number}`, number, from, type, text, data: {}, at: 0, client } });

const begin = () => new Model("http://server.test", "w_key", "fr");

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Wire);
  localStorage.clear();
});
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

describe("a widget's memory", () => {
  it("opens no socket before somebody asks for it", () => {
    const sockets = vi.fn();
    vi.stubGlobal("WebSocket", sockets);
    begin();
    expect(sockets).not.toHaveBeenCalled();
  });

  it("keeps what was written over a reload, and sends it once with the same id", () => {
    const first = begin();
    first.show(true);
    Wire.last.accept();
    first.write("Bonjour");
    first.send();
    const id = (Wire.last.of("message")[0] as { id: string }).id;
    const second = begin();                                      // reloaded before anything was confirmed
    expect(second.view.open).toBe(true);
    Wire.last.accept(null);
    expect(Wire.last.of("hello")[0]).toMatchObject({ token: "secret-token", last: 0 });
    expect(Wire.last.of("message")).toMatchObject([{ id, text: "Bonjour" }]);
    Wire.last.say({ kind: "conversation", conversation: "c1", last: 0 });
    Wire.last.say(shown(1, "me", "Bonjour", id));
    expect(second.view.pending).toEqual([]);
    expect(second.view.messages.map((m) => m.text)).toEqual(["Bonjour"]);
  });

  it("asks for what came after the last number it holds, and shows nothing twice", () => {
    const model = begin();
    model.show(true);
    Wire.last.accept();
    Wire.last.say({ kind: "conversation", conversation: "c1", last: 0 });
    Wire.last.say(shown(1, "flow", "un"));
    Wire.last.say(shown(2, "flow", "deux"));
    Wire.last.cut();
    expect(model.view.online).toBe(false);
    vi.advanceTimersByTime(1_000);
    Wire.last.accept(null);
    expect(Wire.last.of("hello")[0]).toMatchObject({ conversation: "c1", last: 2 });
    Wire.last.say({ kind: "conversation", conversation: "c1", last: 2 });
    Wire.last.say(shown(2, "flow", "deux"));
    Wire.last.say(shown(3, "flow", "trois"));
    expect(model.view.messages.map((m) => m.text)).toEqual(["un", "deux", "trois"]);
  });

  it("comes back later and later, and not at all where it is not wanted", () => {
    const model = begin();
    model.show(true);
    const seen = new Set<Wire>([Wire.last]);
    vi.spyOn(Math, "random").mockReturnValue(1);
    for (const wait of [750, 1_250, 2_250, 4_250]) {
      Wire.last.cut();
      vi.advanceTimersByTime(wait - 1);
      expect(seen.has(Wire.last)).toBe(true);
      vi.advanceTimersByTime(1);
      expect(seen.has(Wire.last)).toBe(false);
      seen.add(Wire.last);
    }
    vi.spyOn(console, "warn").mockReturnValue();
    Wire.last.cut(4403);
    vi.advanceTimersByTime(600_000);
    expect(seen.has(Wire.last)).toBe(true);
    expect(model.view.unavailable).toBe(true);
  });

  it("never keeps a secret, and does not let it wait", () => {
    const model = begin();
    model.show(true);
    Wire.last.accept();
    Wire.last.say({ kind: "conversation", conversation: "c1", last: 0 });
    Wire.last.say({ kind: "secret", message: "m1" });
    expect(model.sendSecret("4970101234567893")).toBe(true);
    expect(Wire.last.of("secret")).toHaveLength(1);
    Wire.last.cut();
    expect(model.sendSecret("4970101234567893")).toBe(false);
    expect(JSON.stringify(localStorage)).not.toContain("4970");
    expect(JSON.stringify(model.view)).not.toContain("4970");
  });

  it("counts what came while it was closed", () => {
    const model = begin();
    model.show(true);
    Wire.last.accept();
    Wire.last.say({ kind: "conversation", conversation: "c1", last: 0 });
    model.show(false);
    Wire.last.say(shown(1, "advisor", "Êtes-vous là ?"));
    Wire.last.say(shown(2, "flow", "", null, "status"));
    expect(model.view.unread).toBe(1);
    expect(Wire.last.of("read")).toMatchObject([{ number: 1, seen: false }]);
    model.show(true);
    expect(model.view.unread).toBe(0);
    expect(Wire.last.of("read").at(-1)).toMatchObject({ number: 2, seen: true });
  });

  it("says what was refused, and sends it again when asked", () => {
    const model = begin();
    model.show(true);
    Wire.last.accept();
    model.write("Vite");
    model.send();
    const id = model.view.pending[0]?.id ?? "";
    Wire.last.say({ kind: "refused", id, code: "chat.too_fast" });
    expect(model.view).toMatchObject({ notice: "tooFast", pending: [{ id, failed: true }] });
    model.retry(id);
    expect(Wire.last.of("message")).toHaveLength(2);
    model.write("x".repeat(4_001));
    expect(model.send()).toBe(false);
    expect(model.view.notice).toBe("tooLong");
  });
});

describe("words", () => {
  it("follow the page's language, and fall back on French", () => {
    expect(languageOf(undefined, "ar-MA")).toBe("ar");
    expect(languageOf("de", "", "en-GB")).toBe("en");
    expect(languageOf("de")).toBe("fr");
  });

  it("are complete in every language", () => {
    for (const words of Object.values(WORDS)) {
      expect(Object.keys(words)).toEqual(Object.keys(WORDS.fr));
      for (const word of Object.values(words)) expect(typeof word === "function" ? word(2 as never) : word).toBeTruthy();
    }
  });

  it("write a transcript without what was secret", () => {
    const model = begin();
    model.show(true);
    Wire.last.accept();
    Wire.last.say({ kind: "conversation", conversation: "c1", last: 0 });
    Wire.last.say(shown(1, "me", "Je paie"));
    Wire.last.say(shown(2, "me", "", null, "secret"));
    const text = transcript(model.view, WORDS.fr, "fr");
    expect(text).toContain("Vous : Je paie");
    expect(text).toContain("••••");
  });
});
