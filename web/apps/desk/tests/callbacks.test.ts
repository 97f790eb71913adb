import { describe, expect, it } from "vitest";
import { distancesOf, instantOf, isLate, nextOf } from "#/features/callbacks/callback_words.ts";

describe("a callback", () => {
  it("comes next at its next try, else at the time chosen, else in its turn; once over, never", () => {
    expect(nextOf({ state: "pending", next_at: 50, due: 40 }, 10)).toBe(50);
    expect(nextOf({ state: "pending", next_at: 0, due: 40 }, 10)).toBe(40);
    expect(nextOf({ state: "pending", next_at: 5, due: 6 }, 10)).toBe(0);
    expect(nextOf({ state: "reached", next_at: 50, due: 40 }, 10)).toBeNull();
  });

  it("is late past its promise while nobody was reached", () => {
    expect(isLate({ state: "pending", promised: 9 }, 10)).toBe(true);
    expect(isLate({ state: "reached", promised: 9 }, 10)).toBe(false);
  });

  it("keeps no distance that is empty, too short or no number", () => {
    expect(distancesOf(["5", "15"])).toEqual([300, 900]);
    expect(distancesOf([])).toEqual([]);
    for (const wrong of ["", "0.5", "x", "-3", "2000"]) expect(distancesOf(["5", wrong])).toBeNull();
  });

  it("has no instant where none was chosen", () => {
    expect(Number.isNaN(instantOf(""))).toBe(true);
    expect(instantOf("2026-11-22T14:30")).toBe(new Date(2026, 10, 22, 14, 30).getTime());
  });
});
