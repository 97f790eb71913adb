import { useQuery } from "@tanstack/react-query";
import { ask } from "#/shared/api.ts";

/** Id → name of the queues, of the first pages: where calls end. */
export function useQueueNames(): Record<string, string> {
  const { data } = useQuery({ queryKey: ["moving", "queue-names"], queryFn: () => ask("get", "/queues", { query: { limit: 200 } }) });
  return Object.fromEntries((data?.rows ?? []).map((one) => [one.id, one.name]));
}
