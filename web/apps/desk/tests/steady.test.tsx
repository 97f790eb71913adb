import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { useSteady } from "#/shared/steady.ts";

const hook = (first: string[]) => renderHook(({ items }) => useSteady(items, (item) => item), { initialProps: { items: first } });

describe("useSteady", () => {
  it("puts arrivals at the end whatever order they come in", () => {
    const { result, rerender } = hook(["b", "c"]);
    rerender({ items: ["a", "b", "c"] });
    expect(result.current.shown.map((row) => row.key)).toEqual(["b", "c", "a"]);
  });

  it("moves nothing under the pointer: departures leave a ghost, arrivals are counted", () => {
    const { result, rerender } = hook(["a", "b", "c"]);
    act(() => result.current.handlers.onPointerEnter());
    rerender({ items: ["b", "c", "d"] });
    expect(result.current.shown.map((row) => [row.key, row.value])).toEqual([["a", null], ["b", "b"], ["c", "c"]]);
    expect(result.current.waiting).toBe(1);
    act(() => result.current.handlers.onPointerLeave());
    expect(result.current.shown.map((row) => row.key)).toEqual(["b", "c", "d"]);
    expect(result.current.waiting).toBe(0);
  });
});
