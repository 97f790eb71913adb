import { render } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { chordOf, clash, setKeys, useKeys } from "#/shared/keys/keys.ts";

const event = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });

function Page({ accept, undo }: { accept: () => void; undo: () => void }) {
  useKeys({ accept, undo });
  return <textarea aria-label="draft" />;
}
const press = (target: EventTarget, key: string, more: KeyboardEventInit = {}) => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));

describe("keys", () => {
  it("names chords as people read them, on any keyboard", () => {
    expect(chordOf(event("F4", { shiftKey: true }))).toBe("Shift+F4");
    expect(chordOf(event("k", { ctrlKey: true }))).toBe("Ctrl+K");
    expect(chordOf(event("?", { shiftKey: true }))).toBe("?"); // Shift+, on AZERTY, Shift+/ elsewhere
    expect(chordOf(event("J"))).toBe("j");
  });

  it("never takes Alt or AltGr: they write letters", () => {
    expect(chordOf(event("F2", { altKey: true }))).toBeNull();
    expect(chordOf({ ...event("e"), getModifierState: (name: string) => name === "AltGraph" })).toBeNull();
  });

  it("lets letters be typed, and function keys act even while writing", () => {
    const [accept, undo] = [vi.fn(), vi.fn()];
    const field = render(<Page accept={accept} undo={undo} />).getByLabelText("draft");
    press(field, "u");
    expect(undo).not.toHaveBeenCalled();
    press(field, "F2");
    expect(accept).toHaveBeenCalledTimes(1);
    press(document.body, "u");
    expect(undo).toHaveBeenCalledTimes(1);
  });

  it("can be changed, keeps the change, and sees a clash", () => {
    const [accept, undo] = [vi.fn(), vi.fn()];
    render(<Page accept={accept} undo={undo} />);
    setKeys({ accept: "F7" });
    press(document.body, "F2");
    expect(accept).not.toHaveBeenCalled();
    press(document.body, "F7");
    expect(accept).toHaveBeenCalledTimes(1);
    expect(clash("mute", "F7")).toBe("accept");
    expect(JSON.parse(localStorage.getItem("palabre.keys")!)).toEqual({ accept: "F7" });
    setKeys({});
  });
});
