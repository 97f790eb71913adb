import { useLingui } from "@lingui/react/macro";
import type { Figure } from "@palabre/contracts";
import { duration, number, percent } from "@palabre/words";
import { useQuery } from "@tanstack/react-query";
import { ask } from "#/shared/api.ts";

export function figureText(figure: Figure | undefined): string {
  if (!figure || figure.value === null) return "–";
  if (figure.unit === "ratio") return percent(figure.value);
  return figure.unit === "seconds" ? duration(figure.value * 1000) : number(figure.value);
}

/** Figures change slowly and are computed: asked for when something was handled, at most every half minute. */
const REFRESH_MS = 30_000;

export function useReport(queue: string | undefined, moved: number) {
  return useQuery({
    queryKey: ["report", queue ?? "", Math.floor(moved)],
    queryFn: async () => ({ report: await ask("get", "/reporting/today", { query: { queue } }), read: Date.now() }),
    placeholderData: (before) => before,
    refetchInterval: REFRESH_MS,
    staleTime: REFRESH_MS,
  });
}

export function useDefinitions() {
  const { i18n } = useLingui();
  const { data } = useQuery({ queryKey: ["definitions"], queryFn: () => ask("get", "/reporting/definitions"), staleTime: Infinity });
  const find = (key: string) => data?.find((one) => one.key === key);
  return {
    name: (key: string) => find(key)?.names[i18n.locale] ?? find(key)?.names["fr"] ?? key,
    words: (figure: Figure) => {
      const text = find(figure.key)?.definitions?.[i18n.locale] ?? find(figure.key)?.definitions?.["fr"] ?? "";
      return text.replaceAll("{X}", number(figure.threshold_seconds ?? 20));
    },
  };
}
