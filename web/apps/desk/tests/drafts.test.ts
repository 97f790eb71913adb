import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { draftState, forgetDraft, keepDraft, readDraft, sweepDrafts } from "#/features/conversations/drafts.ts";

const STORED = "palabre.draft.c1.reply";

describe("drafts", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("are on the disk 0.8 s after the last key, and read back at once before that", () => {
    keepDraft("c1.reply", "Bonj");
    vi.advanceTimersByTime(500);
    keepDraft("c1.reply", "Bonjour");
    vi.advanceTimersByTime(700);
    expect(localStorage.getItem(STORED)).toBeNull();
    expect(readDraft("c1.reply")).toBe("Bonjour");
    vi.advanceTimersByTime(100);
    expect(localStorage.getItem(STORED)).toContain("Bonjour");
    expect(draftState.saved).toBe(true);
  });

  it("survive a page that is closed in the middle of a word", () => {
    keepDraft("c1.reply", "Au rev");
    globalThis.dispatchEvent(new Event("pagehide"));
    expect(localStorage.getItem(STORED)).toContain("Au rev");
  });

  it("go when sent, and after a week", () => {
    keepDraft("c1.reply", "x");
    vi.advanceTimersByTime(800);
    forgetDraft("c1.reply");
    expect(localStorage.getItem(STORED)).toBeNull();
    keepDraft("c1.note", "y");
    vi.advanceTimersByTime(800);
    sweepDrafts(Date.now() + 8 * 86_400_000);
    expect(readDraft("c1.note")).toBe("");
  });
});
