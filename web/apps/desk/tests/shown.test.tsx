import { renderHook } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useShown } from "#/features/desk/shown.ts";

const hide = (hidden: boolean) => Object.defineProperty(document, "hidden", { value: hidden, configurable: true });

describe("useShown", () => {
  afterEach(() => { hide(false); vi.restoreAllMocks(); });

  it("tells at once in a hidden tab, where no frame and no timer comes", () => {
    vi.spyOn(globalThis, "requestAnimationFrame").mockImplementation(() => 0);
    vi.spyOn(globalThis, "setTimeout").mockImplementation((() => 0) as never);
    hide(true);
    const send = vi.fn();
    renderHook(() => useShown("o1", { send }));
    expect(send.mock.calls).toEqual([[{ shown: "o1" }]]);
  });

  it("tells after the frame that paints it, once, even when the tab is hidden in between", async () => {
    let frame: FrameRequestCallback = () => undefined;
    vi.spyOn(globalThis, "requestAnimationFrame").mockImplementation((callback) => { frame = callback; return 1; });
    const send = vi.fn();
    renderHook(() => useShown("o2", { send }));
    expect(send).not.toHaveBeenCalled();
    frame(0);
    await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(1));
    frame(1);
    await Promise.resolve();
    expect(send).toHaveBeenCalledTimes(1);
  });

  it("does not wait for a frame that never comes", async () => {
    vi.spyOn(globalThis, "requestAnimationFrame").mockImplementation(() => 0);
    const send = vi.fn();
    renderHook(() => useShown("o3", { send }));
    await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(1), { timeout: 2_000 });
  });
});
