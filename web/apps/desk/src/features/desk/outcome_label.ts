import { i18n } from "@lingui/core";
import type { OutcomeCode } from "@palabre/contracts";

export function outcomeLabel(codes: readonly OutcomeCode[] | undefined, code: string): string {
  const labels = codes?.find((one) => one.code === code)?.labels;
  return labels?.[i18n.locale] ?? labels?.["fr"] ?? Object.values(labels ?? {})[0] ?? code;
}
