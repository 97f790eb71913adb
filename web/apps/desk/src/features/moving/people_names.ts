import { useQuery } from "@tanstack/react-query";
import { ask } from "#/shared/api.ts";

/** Names of these people, by id; empty until they are there. */
export function usePersonNames(ids: (string | null | undefined)[]): Map<string, string> {
  const wanted = [...new Set(ids.filter((one): one is string => !!one))].sort();
  const { data = [] } = useQuery({ queryKey: ["people", "names", wanted], enabled: wanted.length > 0, queryFn: () => ask("get", "/people/names", { query: { id: wanted } }) });
  return new Map(data.map((one) => [one.id, one.name]));
}
