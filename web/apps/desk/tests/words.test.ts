import { describe, expect, it } from "vitest";
import { readable } from "#/features/customers/address.tsx";
import { duration } from "@palabre/words";
import { messages as ar } from "#/words/ar.po";
import { messages as en } from "#/words/en.po";
import { messages as fr } from "#/words/fr.po";

describe("words", () => {
  it("exist in every language", () => {
    const keys = Object.keys(fr as object);
    expect(keys.length).toBeGreaterThan(300);
    for (const [name, found] of Object.entries({ en, ar })) {
      const missing = keys.filter((key) => !(key in (found as object)) || (found as Record<string, unknown>)[key] === "");
      expect(missing, name).toEqual([]);
    }
  });

  it("say durations without ticking seconds", () => {
    expect([0, 59_999, 60_000, 3_599_000, 3_900_000].map((ms) => duration(ms).replace(/\s/g, " "))).toEqual(["0 s", "59 s", "1 min", "59 min", "1 h 5 min"]);
  });

  it("group the digits of a number as its country does", () => {
    expect(readable("+33612345678").replace(/\u00a0/g, " ")).toBe("+33 6 12 34 56 78");
    expect(readable("+15551234567")).toBe("+15551234567");
  });
});
