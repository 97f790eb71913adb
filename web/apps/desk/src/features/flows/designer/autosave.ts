import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { queries } from "#/app/queries.ts";
import { ask, Problem } from "#/shared/api.ts";
import type { Draft } from "./draft.ts";

const QUIET_MS = 800;
const AGAIN_MS = 4_000;

export type Saving = "saved" | "unsaved" | "saving" | "offline" | "conflict";
export interface Conflict { revision: number; by: string | null; at: number }

/** The draft is kept on the server shortly after each change; somebody else's change in between is said, never overwritten. */
export function useAutosave(id: string, draft: Draft, first: number, saved: () => void) {
  const revision = useRef(first);
  const kept = useRef(draft);
  const latest = useRef(draft);
  latest.current = draft;
  const [state, setState] = useState<Saving>("saved");
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const under = useRef<Promise<void> | null>(null);
  const put = useMutation({ mutationFn: (body: { draft: Draft; revision: number }) => ask("put", "/flows/{id}/draft", { path: { id }, body: body as never }) });
  const send = put.mutateAsync;

  const save = useCallback(async (): Promise<void> => {
    while (under.current) await under.current;
    const wanted = latest.current;
    if (wanted === kept.current) return;
    setState("saving");
    const work = send({ draft: wanted, revision: revision.current }).then(
      (answer) => {
        revision.current = answer.revision;
        kept.current = wanted;
        setFailure(null);
        setState(latest.current === wanted ? "saved" : "unsaved");
        void queries.invalidateQueries({ queryKey: ["flow", id] });
        saved();
      },
      (error: unknown) => {
        if (error instanceof Problem && error.code === "flows.draft_changed") {
          setConflict({ revision: Number(error.details["revision"]), by: (error.details["by"] as string | null) ?? null, at: Number(error.details["at"] ?? 0) });
          setState("conflict");
        } else {
          setFailure(error);
          setState("offline");
        }
        throw error;
      },
    );
    under.current = work.catch(() => undefined);
    try { await work; } finally { under.current = null; }
  }, [id, saved, send]);

  useEffect(() => {
    if (draft === kept.current || state === "conflict") return undefined;
    setState((before) => (before === "saving" ? before : "unsaved"));
    const timer = setTimeout(() => void save().catch(() => undefined), state === "offline" ? AGAIN_MS : QUIET_MS);
    return () => clearTimeout(timer);
  }, [draft, save, state]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => { if (latest.current !== kept.current) event.preventDefault(); };
    addEventListener("beforeunload", warn);
    return () => { removeEventListener("beforeunload", warn); void save().catch(() => undefined); };
  }, [save]);

  /** Over what somebody else saved, by choice. */
  const insist = useCallback(() => {
    if (!conflict) return;
    revision.current = conflict.revision;
    setConflict(null);
    setState("unsaved");
  }, [conflict]);

  /** What the server has is what is drawn now. */
  const adopt = useCallback((next: Draft, at: number) => {
    revision.current = at;
    kept.current = next;
    latest.current = next;
    setConflict(null);
    setFailure(null);
    setState("saved");
  }, []);

  return { state, conflict, failure, save, insist, adopt, revision };
}
