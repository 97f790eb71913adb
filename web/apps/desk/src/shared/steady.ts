import { useEffect, useReducer, useRef } from "react";

export interface Steady<T> {
  /** In order of arrival; those that left while somebody points at the list stay as ghosts. */
  shown: { key: string; value: T | null; last: T }[];
  /** Arrived while somebody points at the list: shown on demand, or when the pointer leaves. */
  waiting: number;
  show: () => void;
  handlers: { onPointerEnter: () => void; onPointerLeave: () => void };
}

/** A list that never moves under the pointer: arrivals wait at the end, departures leave a ghost until the pointer goes. */
export function useSteady<T>(items: readonly T[], keyOf: (item: T) => string): Steady<T> {
  const [, draw] = useReducer((n: number) => n + 1, 0);
  const held = useRef<{ frozen: boolean; order: string[]; last: Map<string, T> }>({ frozen: false, order: [], last: new Map() });
  const state = held.current;
  const now = new Map(items.map((item) => [keyOf(item), item]));
  if (!state.frozen) state.order = [...state.order.filter((key) => now.has(key)), ...[...now.keys()].filter((key) => !state.order.includes(key))];
  for (const [key, item] of now) state.last.set(key, item);
  useEffect(() => {
    for (const key of state.last.keys()) if (!state.order.includes(key) && !now.has(key)) state.last.delete(key);
  });
  return {
    shown: state.order.map((key) => ({ key, value: now.get(key) ?? null, last: state.last.get(key)! })),
    waiting: [...now.keys()].filter((key) => !state.order.includes(key)).length,
    show: () => { state.frozen = false; draw(); },
    handlers: {
      onPointerEnter: () => { state.frozen = true; },
      onPointerLeave: () => { state.frozen = false; draw(); },
    },
  };
}
