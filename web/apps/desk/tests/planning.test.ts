import { i18n } from "@lingui/core";
import { beforeAll, describe, expect, it } from "vitest";
import { placeOf as placeInDay } from "#/features/flows/week.ts";
import { changeOf, linesOf, NOTHING } from "#/features/routing/many.ts";
import { CEILING, keptNumber, MAIN, numberFault, optionsSound, placeOf, SHARE_WINDOW, shownNumber } from "#/features/routing/queue_fields.ts";
import { REASONS } from "#/features/routing/requirement.ts";

beforeAll(() => i18n.loadAndActivate({ locale: "fr", messages: {} }));

describe("a change of many", () => {
  it("holds only what was touched; a dash takes away", () => {
    expect(changeOf(NOTHING)).toBeNull();
    const form = { ...NOTHING, site: "-", chat: "0", skills: [{ skill: "", level: "5" }, { skill: "s", level: "0" }] };
    expect(changeOf(form)).toEqual({ site: null, capacities: { chat: 0 }, skills: { s: 0 } });
  });
  it("is said from and to", () => {
    const lines = linesOf({ calendar: null, skills: { s: 0 } }, { calendar: "c", skills: { s: 4 } }, (_, id) => id.toUpperCase());
    expect(lines.map((one) => [one.before, one.after])).toEqual([["toujours", "C"], ["sans", "4"]]);
  });
});

describe("a rule of a queue", () => {
  it("is bounded, and shown in people's units", () => {
    expect(numberFault(MAIN.target_seconds, 0)).not.toBeNull();
    expect(numberFault(MAIN.target_seconds, Number.NaN)).not.toBeNull();
    expect(shownNumber(CEILING, 0.8)).toBe(80);
    expect(keptNumber(SHARE_WINDOW, 90)).toBe(5400);
  });
  it("keeps what is out of bounds from being saved", () => {
    expect(optionsSound({})).toBe(true);
    for (const wrong of [{ length_max: -1 }, { offer_seconds: Number.NaN }, { deferrable_below: Number.NaN }, { share_window_seconds: 5 }]) expect(optionsSound(wrong)).toBe(false);
  });
  it("has a place on the screen for every fault", () => {
    expect(placeOf("overflow_circle")).toBe("overflow");
    expect(placeOf("nobody_has_this")).toBe("rings");
    expect(placeOf("ceiling_out_of_bounds")).toBe("deferrable");
    expect(Object.keys(REASONS)).toContain("ceiling_out_of_bounds");
  });
});

it("a week is drawn to the minute", () => {
  expect(placeInDay({ begin: "06:00", end: "24:00" })).toEqual({ from: 0.25, length: 0.75 });
});
