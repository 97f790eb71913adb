import { i18n } from "@lingui/core";
import { beforeAll, describe, expect, it } from "vitest";
import { bandsOf, bandsText, partAt, requirementSaid, ringsFault, turned, withPart, type Requirement } from "#/features/routing/requirement.ts";
import { betterOrWorse } from "#/features/routing/preview_dialog.tsx";
import { sharesFit } from "#/features/routing/queue_fields.ts";
import { messages } from "#/words/fr.po";

const skill = (name: string, level = 1): Requirement => ({ kind: "skill", skill: name, level, parts: [] });
const whole: Requirement = { kind: "all", parts: [skill("fr", 3), { kind: "any", parts: [skill("sales"), { kind: "not", parts: [skill("en")] }] }] };

describe("a requirement", () => {
  beforeAll(() => i18n.loadAndActivate({ locale: "fr", messages: messages as never }));

  it("is said as people say it, in brackets where it must be", () => {
    expect(requirementSaid(whole, (id) => id)).toBe("fr ≥ 3 et (sales ou sauf en)");
    expect(requirementSaid({ kind: "all", parts: [] }, (id) => id)).toBe("tout le monde");
  });

  it("is changed at one place and nowhere else", () => {
    const next = withPart(whole, [1, 1, 0], skill("ar", 5));
    expect(partAt(next, [1, 1, 0])).toEqual(skill("ar", 5));
    expect(partAt(whole, [1, 1, 0])).toEqual(skill("en"));
    expect(partAt(withPart(whole, [0], null), [0]).kind).toBe("any");
  });

  it("keeps what was said when it is turned into another kind", () => {
    expect(turned(skill("fr", 4), "any", "x")).toEqual({ kind: "any", parts: [skill("fr", 4)] });
    expect(turned(whole, "skill", "x")).toEqual({ kind: "skill", skill: "fr", level: 3 });
    expect(turned({ kind: "all", parts: [] }, "not", "x").parts).toEqual([{ kind: "skill", skill: "x", level: 1 }]);
  });

  it("reads bands as they are written, and refuses what is none", () => {
    expect(bandsOf("1-3, 4 – 10")).toEqual([[1, 3], [4, 10]]);
    expect(bandsText(bandsOf("5, 7-9")!)).toBe("5, 7-9");
    for (const wrong of ["0-3", "4-2", "1-11", "a"]) expect(bandsOf(wrong)).toBeNull();
  });

  it("knows what keeps rings from being saved", () => {
    const ring = (after_seconds: number, requirement: Requirement = whole) => ({ after_seconds, requirement });
    expect(ringsFault([ring(0), ring(30)])).toBe("");
    expect(ringsFault([ring(5)])).toBe("first");
    expect(ringsFault([ring(0), ring(0)])).toBe("order");
    expect(ringsFault([ring(0, { kind: "any", parts: [] })])).toBe("empty");
  });

  it("judges drafts only where better is no matter of taste, and shares by the whole", () => {
    expect(betterOrWorse({ key: "asa", before: 20, after: 12 })).toBe("▲ ");
    expect(betterOrWorse({ key: "service_level", before: 0.8, after: 0.7 })).toBe("▼ ");
    expect(betterOrWorse({ key: "aht", before: 20, after: 12 })).toBe("");
    expect(sharesFit([{ kind: "site", share: 0.6, id: "a" }, { kind: "site", share: 0.4, id: "b" }])).toBe(true);
    expect(sharesFit([{ kind: "site", share: 0.6, id: "a" }, { kind: "site", share: 0.5, id: "b" }])).toBe(false);
  });
});
