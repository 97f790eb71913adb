import { useCallback, useReducer } from "react";

const KEPT = 200;
const TOGETHER_MS = 900;

interface State<T> { past: T[]; present: T; future: T[]; tag: string; at: number }
type Action<T> = { do: "put"; value: T; tag: string; at: number } | { do: "undo" } | { do: "redo" };

function next<T>(state: State<T>, action: Action<T>): State<T> {
  if (action.do === "undo") {
    const before = state.past.at(-1);
    return before === undefined ? state : { past: state.past.slice(0, -1), present: before, future: [state.present, ...state.future], tag: "", at: 0 };
  }
  if (action.do === "redo") {
    const [after, ...rest] = state.future;
    return after === undefined ? state : { past: [...state.past, state.present], present: after, future: rest, tag: "", at: 0 };
  }
  if (action.value === state.present) return state;
  const same = action.tag !== "" && action.tag === state.tag && action.at - state.at < TOGETHER_MS;
  const past = same ? state.past : [...state.past.slice(-KEPT + 1), state.present];
  return { past, present: action.value, future: [], tag: action.tag, at: action.at };
}

/** What was, to come back to; what is typed in one go (`tag`) is undone in one go. */
export function useHistory<T>(first: T) {
  const [state, dispatch] = useReducer(next<T>, { past: [], present: first, future: [], tag: "", at: 0 });
  const put = useCallback((value: T, tag = "") => dispatch({ do: "put", value, tag, at: performance.now() }), []);
  const undo = useCallback(() => dispatch({ do: "undo" }), []);
  const redo = useCallback(() => dispatch({ do: "redo" }), []);
  return { present: state.present, put, undo, redo, canUndo: state.past.length > 0, canRedo: state.future.length > 0 };
}
