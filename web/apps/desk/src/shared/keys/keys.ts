import { useLayoutEffect, useRef, useSyncExternalStore } from "react";

/** What a key can do. The names are stored with a person's own choices: keep them. */
export const DEFAULTS = {
  accept: "F2", mute: "F4", hold: "F8", pause_recording: "F7", transfer: "F9", hang_up: "Shift+F4", palette: "Ctrl+K", send: "Ctrl+Enter",
  search: "/", next: "j", previous: "k", reply: "r", note: "n", macro: "m", case: "c", finish: "e", snooze: "s", undo: "u", help: "?",
} as const;
export type Action = keyof typeof DEFAULTS;
export type Keys = Record<Action, string>;
/** Named now, served by later features: shown nowhere until then. */
export const LATER: readonly Action[] = ["macro", "case", "snooze"];
const STORED = "palabre.keys";

let keys: Keys = { ...DEFAULTS, ...read() };
const listeners = new Set<() => void>();

function read(): Partial<Keys> {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? "{}") as Partial<Keys>;
  } catch {
    return {};
  }
}

export function setKeys(changed: Partial<Keys>): void {
  keys = { ...DEFAULTS, ...changed };
  const own = Object.fromEntries(Object.entries(keys).filter(([action, chord]) => DEFAULTS[action as Action] !== chord));
  localStorage.setItem(STORED, JSON.stringify(own));
  for (const listener of listeners) listener();
}

export function useKeyNames(): Keys {
  return useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => keys);
}

/** `Ctrl+K`, `Shift+F4`, `/`, `j`; null for anything with Alt or AltGr, which belong to the keyboard's own letters. */
export function chordOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey"> & { getModifierState?: (name: string) => boolean }): string | null {
  if (event.altKey || event.getModifierState?.("AltGraph")) return null;
  if (["Control", "Shift", "Alt", "Meta", "AltGraph", "Dead", "Process"].includes(event.key)) return null;
  const character = event.key.length === 1;
  const name = character ? (event.ctrlKey || event.metaKey ? event.key.toUpperCase() : event.key.toLowerCase()) : event.key;
  // Shift is part of the character ("?" is Shift+, on AZERTY and Shift+/ elsewhere), but not of a named key
  return [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.shiftKey && !character ? "Shift" : "", name].filter(Boolean).join("+");
}

/** A single character would be typed: such keys sleep in fields (WCAG 2.1.4). */
export const isCharacter = (chord: string) => !chord.includes("+") && [...chord].length === 1;

function inField(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest?.("input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox]");
}

type Handlers = Partial<Record<Action, () => void>>;
const stack: { current: Handlers }[] = [];

function press(event: KeyboardEvent): void {
  const chord = chordOf(event);
  if (!chord || event.defaultPrevented || (event.repeat && chord !== keys.next && chord !== keys.previous)) return;
  const sleeping = isCharacter(chord) && (inField(event.target) || document.querySelector("[role=dialog], [role=menu]"));
  if (sleeping) return;
  for (const { current } of stack.toReversed()) {
    const action = (Object.keys(current) as Action[]).find((name) => keys[name] === chord && current[name]);
    if (action) {
      event.preventDefault();
      current[action]!();
      return;
    }
  }
}

/** The latest component that names an action has it. */
export function useKeys(handlers: Handlers): void {
  const held = useRef(handlers);
  useLayoutEffect(() => { held.current = handlers; });
  useLayoutEffect(() => { // with what it belongs to: a key pressed as the card appears is not lost
    if (stack.length === 0) globalThis.addEventListener("keydown", press);
    stack.push(held);
    return () => {
      stack.splice(stack.indexOf(held), 1);
      if (stack.length === 0) globalThis.removeEventListener("keydown", press);
    };
  }, []);
}

/** What would clash, or null: a character is fine, Alt never, and each key does one thing. */
export function clash(action: Action, chord: string): Action | null {
  return (Object.keys(keys) as Action[]).find((other) => other !== action && keys[other] === chord) ?? null;
}
