import { useQuery } from "@tanstack/react-query";
import { ask } from "#/shared/api.ts";

/** The name of somebody at work, for who may not see the list of all people. */
export function useColleagueName(advisor: string | undefined): string {
  const { data } = useQuery({ queryKey: ["colleagues"], queryFn: () => ask("get", "/desk/colleagues"), enabled: !!advisor, staleTime: 60_000 });
  return data?.find((one) => one.advisor === advisor)?.name ?? "…";
}
