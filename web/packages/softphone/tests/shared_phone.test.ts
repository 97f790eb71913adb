import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PhoneState } from "../src/phone.ts";
import { createPhone } from "../src/shared_phone.ts";

const lines: { changed: (change: Partial<PhoneState>) => void; muted: boolean[]; stopped: boolean }[] = [];
vi.mock("jssip", () => ({}));
vi.mock("../src/line.ts", () => ({
  Line: class {
    private seen: (typeof lines)[number];
    constructor(options: { changed: (change: Partial<PhoneState>) => void }) { lines.push((this.seen = { changed: options.changed, muted: [], stopped: false })); }
    async start() { this.seen.changed({ line: "ready" }); }
    stop() { this.seen.stopped = true; }
    mute(on: boolean) { this.seen.muted.push(on); this.seen.changed({ muted: on }); }
    prepare() {}
    async quality() { return null; }
  },
}));

/** Locks as browsers give them: one holder, the next when it lets go. */
function locks() {
  let last: Promise<unknown> = Promise.resolve();
  return { request: (_name: string, _options: unknown, hold: () => Promise<void>) => { const turn = last.then(hold); last = turn; return turn; } };
}

describe("the shared phone", () => {
  beforeEach(() => {
    lines.length = 0;
    vi.stubGlobal("navigator", { locks: locks(), mediaDevices: {} });
    vi.stubGlobal("sessionStorage", { getItem: () => null });
  });
  afterEach(() => vi.unstubAllGlobals());
  const tab = () => { const phone = createPhone({ name: "awa", credentials: () => Promise.reject(new Error("unused")) }); phone.start(); return phone; };

  it("has one line for all tabs; the others see it and command it", async () => {
    const [first, second] = [tab(), tab()];
    await vi.waitFor(() => expect(second.state).toMatchObject({ role: "remote", line: "ready" }));
    expect(first.state.role).toBe("leader");
    expect(lines).toHaveLength(1);
    second.mute(true);
    await vi.waitFor(() => expect([first.state.muted, second.state.muted]).toEqual([true, true]));
    expect(lines[0]!.muted).toEqual([true]);
    first.stop();
    second.stop();
  });

  it("passes to another tab when its own closes", async () => {
    const [first, second] = [tab(), tab()];
    await vi.waitFor(() => expect(second.state.line).toBe("ready"));
    first.stop();
    await vi.waitFor(() => expect(second.state.role).toBe("leader"));
    expect(lines.map((line) => line.stopped)).toEqual([true, false]);
    second.stop();
  });

  it("says that a microphone needs https, where the browser gives none", async () => {
    vi.stubGlobal("navigator", {});
    const phone = tab();
    await vi.waitFor(() => expect(phone.state).toMatchObject({ role: "leader", problem: "insecure" }));
    phone.stop();
  });
});
