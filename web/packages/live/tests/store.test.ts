import { describe, expect, it, vi } from "vitest";
import { LiveStore } from "../src/store.ts";
import { calm } from "../src/calm.ts";

const offer = (id: string, deadline = 1) => ({ offer: id, deadline });

function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

describe("LiveStore", () => {
  it("obeys the law: snapshot then changes = fresh snapshot", () => {
    const store = new LiveStore();
    const truth: Record<string, unknown> = {};
    const dice = random(7);
    store.receive({ kind: "snapshot", at: "0.0", entities: {} });
    for (let number = 1; number <= 10_000; number++) {
      const key = `offer:${Math.floor(dice() * 300)}`;
      if (dice() < 0.4) {
        delete truth[key];
        store.receive({ kind: "changes", at: `0.${number}`, unset: [key] });
      } else {
        truth[key] = offer(key, number);
        store.receive({ kind: "changes", at: `0.${number}`, set: { [key]: truth[key] } });
      }
    }
    expect(store.size).toBe(Object.keys(truth).length);
    expect(new Set(store.all("offer"))).toEqual(new Set(Object.values(truth)));
    expect(store.position).toBe("0.10000");
  });

  it("keeps nothing of what left: ten thousand offers come and go", () => {
    const store = new LiveStore();
    store.receive({ kind: "snapshot", at: "0.0", entities: {} });
    for (let number = 1; number <= 10_000; number++) {
      store.receive({ kind: "changes", at: "0.1", set: { [`offer:${number}`]: offer(`${number}`) } });
      store.receive({ kind: "changes", at: "0.2", unset: [`offer:${number}`] });
    }
    expect(store.size).toBe(0);
    expect(store.all("offer")).toHaveLength(0);
  });

  it("tells only who looks at what changed, once per message, at once", () => {
    const store = new LiveStore();
    const [a, b, offers] = [vi.fn(), vi.fn(), vi.fn()];
    store.subscribe("offer:a", a);
    store.subscribe("offer:b", b);
    store.subscribe("offer:*", offers);
    store.receive({ kind: "changes", at: "0.1", set: { "offer:a": offer("a"), "offer:c": offer("c") } });
    expect([a, b, offers].map((spy) => spy.mock.calls.length)).toEqual([1, 0, 1]);
    store.receive({ kind: "changes", at: "0.2", set: { "offer:a": offer("a") } }); // the same again
    expect(a).toHaveBeenCalledTimes(1);
  });

  it("gives the same list until it changes, and keeps what a new snapshot repeats", () => {
    const store = new LiveStore();
    store.receive({ kind: "snapshot", at: "0.1", entities: { "offer:a": offer("a"), "offer:b": offer("b") } });
    const list = store.all("offer");
    expect(store.all("offer")).toBe(list);
    store.receive({ kind: "snapshot", at: "0.9", entities: { "offer:a": offer("a") } });
    expect(store.all("offer")).toHaveLength(1);
    expect(store.all("offer")[0]).toBe(list[0]);
  });
});

describe("calm", () => {
  it("says nothing, then words, then amber", () => {
    expect([null, 1_999, 2_000, 9_999, 10_000].map(calm)).toEqual(["nothing", "nothing", "words", "words", "amber"]);
  });
});
