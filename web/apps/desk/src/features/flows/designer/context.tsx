import { useQuery } from "@tanstack/react-query";
import type { Answer, Row } from "@palabre/contracts";
import { createContext, useContext } from "react";
import { ask, call } from "#/shared/api.ts";
import type { Draft, Fault } from "./draft.ts";
import type { Schema } from "./schema.ts";

export type Callable = Answer<"get", "/flows/callable">[number];
export type Prompt = Row<"/prompts">;

export interface Designer {
  id: string;
  draft: Draft;
  schema: Schema;
  faults: Fault[];
  selected: string | null;
  readOnly: boolean;
  change: (draft: Draft, tag?: string) => void;
  select: (step: string | null) => void;
  exits: (step: string) => string[];
  exitsOfFlow: (id: string) => string[] | null;
  here: string | null;
  matches: Set<string> | null;
}

export const DesignerContext = createContext<Designer | null>(null);
export function useDesigner(): Designer {
  const found = useContext(DesignerContext);
  if (!found) throw new Error("outside of a designer");
  return found;
}

export const useCallable = () => useQuery({ queryKey: ["flows", "callable"], queryFn: () => ask("get", "/flows/callable"), staleTime: 30_000 });
export const usePrompts = () => useQuery({ queryKey: ["prompts", "all"], queryFn: () => call<{ rows: Prompt[] }>("GET", "/prompts?limit=500").then((page) => page.rows), staleTime: 30_000 });

/** What a field refers to, by kind: id and name. */
export function useReferred(kind: string): { id: string; name: string }[] {
  const path = { queue: "/queues?limit=500", calendar: "/calendars?limit=500", feed: "/information/feeds?limit=500" }[kind];
  const listed = useQuery({ queryKey: ["referred", kind], enabled: !!path, staleTime: 30_000, queryFn: () => call<{ rows: { id: string; name: string }[] }>("GET", path ?? "").then((page) => page.rows) });
  const flows = useCallable();
  return kind === "flow" ? flows.data ?? [] : listed.data ?? [];
}
