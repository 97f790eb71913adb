import { describe, expect, it } from "vitest";
import { addStep, connect, freeName, leadingTo, readDraft, removeSteps, renameStep, slug, tidied, walked, type Draft } from "#/features/flows/designer/draft.ts";
import { arrange, placed } from "#/features/flows/designer/layout.ts";
import { trimmed, wavOf } from "#/features/flows/designer/recorder.ts";
import { exitsOf, firstOf, isPrompts, kindsOf, unwrapped, type Schema } from "#/features/flows/designer/schema.ts";

const schema: Schema = {
  $defs: {
    Menu: { "x-exits": { always: ["silence", "wrong"], each: "options" }, properties: { kind: { enum: ["menu"] }, prompts: { type: "array", items: { anyOf: [{ type: "string" }, { $ref: "#/$defs/Spoken" }] } }, options: { type: "array" } }, required: ["kind", "prompts", "options"] },
    Collect: { "x-exits": { always: ["collected"], if: { check: "rejected" } }, properties: { kind: { enum: ["collect"] }, check: { anyOf: [{ type: "string" }, { type: "null" }], default: null } } },
    SubFlow: { "x-exits": { always: ["failed"], of: "flow" }, properties: { kind: { enum: ["sub_flow"] } } },
    HangUp: { "x-exits": { always: [] }, properties: { kind: { enum: ["hang_up"] } } },
    Spoken: { properties: { say: {}, value: {} } },
  },
};
const none = () => null;
const draft: Draft = {
  languages: ["fr"], channels: ["chat"], start: "a", on_error: "c",
  steps: { a: { kind: "menu", next: { one: "b", silence: "c" } }, b: { kind: "menu", next: { one: "a", silence: "c" } }, c: { kind: "hang_up" }, lost: { kind: "hang_up" } },
};

describe("a draft", () => {
  it("is read whatever it is", () => {
    expect(readDraft(null).steps).toEqual({});
    expect(readDraft({ steps: { x: { kind: "hang_up" } } }).start).toBe("x");
  });
  it("gives names that a flow may have", () => {
    expect(slug("Où allez-vous ?")).toBe("ou_allez_vous");
    expect(slug("مرحبا")).toBe("");
    expect(freeName(["say", "say_2"], "say")).toBe("say_3");
  });
  it("begins with its first step, and leads to what is added from an exit", () => {
    const first = addStep({ ...draft, steps: {}, start: "" }, "menu", {});
    expect(first.draft.start).toBe("menu");
    expect(addStep(draft, "hang_up", {}, { from: { step: "a", exit: "one" } }).draft.steps["a"]!.next!["one"]).toBe("hang_up");
  });
  it("forgets what led to a step that is removed", () => {
    const left = removeSteps(draft, ["c"]);
    expect(left.steps["a"]!.next).toEqual({ one: "b" });
    expect(left.on_error).toBeNull();
    expect(removeSteps(draft, ["a"]).start).toBe("b");
  });
  it("keeps every line when a step is renamed", () => {
    const named = renameStep(draft, "c", "end");
    expect(leadingTo(named, "end").length).toBe(2);
    expect(named.on_error).toBe("end");
    expect(renameStep(draft, "c", "b")).toBe(draft);
  });
  it("is walked from its start through a circle; what nothing leads to comes last", () => {
    expect(walked(draft).map((one) => one.name)).toEqual(["a", "b", "c", "lost"]);
    expect(walked(draft).at(-1)!.reached).toBe(false);
  });
  it("drops the line of an exit that is gone", () => {
    const menu = { kind: "menu", options: [{ key: "1", exit: "one" }], next: { one: "b", two: "c" } };
    expect(tidied({ ...draft, steps: { ...draft.steps, a: menu } }, "a", schema, none).steps["a"]!.next).toEqual({ one: "b" });
    expect(connect(draft, "a", "one", null).steps["a"]!.next).toEqual({ silence: "c" });
  });
});

describe("the schema of steps", () => {
  it("names kinds and with what each begins", () => {
    expect(kindsOf(schema).map((one) => one.kind)).toEqual(["collect", "hang_up", "menu", "sub_flow"]);
    expect(firstOf(kindsOf(schema)[2]!)).toEqual({ prompts: [], options: [] });
    expect(isPrompts(schema.$defs["Menu"]!.properties!["prompts"]!)).toBe(true);
    expect(unwrapped(schema, schema.$defs["Collect"]!.properties!["check"]!)).toEqual({ shape: { type: "string", default: null }, optional: true });
  });
  it("tells exits as the server does", () => {
    expect(exitsOf(schema, { kind: "menu", options: [{ key: "1", exit: "yes" }, { key: "2", exit: "yes" }] }, none)).toEqual(["yes", "silence", "wrong"]);
    expect(exitsOf(schema, { kind: "collect", check: "luhn" }, none)).toEqual(["collected", "rejected"]);
    expect(exitsOf(schema, { kind: "sub_flow", flow: "x" }, none)).toBeNull();
    expect(exitsOf(schema, { kind: "sub_flow", flow: "x" }, () => ["known"])).toEqual(["known", "failed"]);
  });
});

describe("where steps stand", () => {
  it("goes onward, circles or not, and no two overlap", () => {
    const at = arrange(draft, () => 2);
    expect(at["a"]![0]).toBeLessThan(at["b"]![0]);
    expect(at["b"]![0]).toBeLessThan(at["c"]![0]);
    expect(new Set(Object.values(at).map(String)).size).toBe(4);
  });
  it("leaves what was placed by hand, and finds a free place for the rest", () => {
    const at = placed({ ...draft, drawn: { a: [7, 9] } }, () => 2);
    expect(at["a"]).toEqual([7, 9]);
    expect(Object.keys(at).length).toBe(4);
  });
});

describe("a recording", () => {
  it("is a wav, cut where nothing is said", () => {
    const samples = new Float32Array(16_000 * 3).fill(0);
    samples.fill(0.5, 16_000, 32_000);
    expect(Math.abs(trimmed(samples).length / 16_000 - 1.3)).toBeLessThan(0.01);
    expect(trimmed(new Float32Array(100)).length).toBe(100);
    const wav = new DataView(wavOf(new Float32Array([0, 1, -1]), 16_000));
    expect(wav.byteLength).toBe(50);
    expect([wav.getUint32(24, true), wav.getInt16(46, true), wav.getInt16(48, true)]).toEqual([16_000, 32_767, -32_767]);
  });
});
