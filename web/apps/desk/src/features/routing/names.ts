import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { ask } from "#/shared/api.ts";

/** Names by id, fetched once and kept: the live entities carry ids only. */
function useNames(path: "/queues" | "/sites"): Map<string, string> {
  const { data } = useQuery({ queryKey: namesKey(path), queryFn: async () => (await ask("get", path, { query: { limit: 200 } })).rows, staleTime: 5 * 60_000, retry: 1 });
  return useMemo(() => new Map(data?.map((row) => [row.id, row.name])), [data]);
}

export const namesKey = (path: "/queues" | "/sites") => ["names", path];
export const useQueueNames = () => useNames("/queues");
export const useSiteNames = () => useNames("/sites");

export function useQueueName(id: string | null | undefined): string {
  const { t } = useLingui();
  const names = useQueueNames();
  return (id && names.get(id)) || t`File`;
}

/** People's names, asked for those that are on the screen, many in one request. */
const PER_REQUEST = 100;
const people = new Map<string, string>();
const asked = new Set<string>();
let wanted: string[] = [];
let version = 0;
const listeners = new Set<() => void>();

async function fetchWanted(): Promise<void> {
  const ids = wanted.slice(0, PER_REQUEST);
  wanted = wanted.slice(PER_REQUEST);
  if (wanted.length > 0) void fetchWanted();
  try {
    for (const found of await ask("get", "/people/names", { query: { id: ids } })) people.set(found.id, found.name);
  } catch {
    for (const id of ids) asked.delete(id);
  }
  version += 1;
  for (const listener of listeners) listener();
}

/** Names of these people; those not known yet are asked for. */
export function usePeopleNames(ids: readonly (string | null | undefined)[]): Map<string, string> {
  useEffect(() => {
    const missing = ids.filter((id): id is string => !!id && !asked.has(id));
    if (missing.length === 0) return;
    for (const id of missing) asked.add(id);
    if (wanted.length === 0) queueMicrotask(() => void fetchWanted());
    wanted = [...wanted, ...missing];
  });
  useSyncExternalStore(useCallback((listener: () => void) => { listeners.add(listener); return () => { listeners.delete(listener); }; }, []), () => version);
  return people;
}
