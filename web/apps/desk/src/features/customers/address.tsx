import { useLingui } from "@lingui/react/macro";

const GROUPS: [RegExp, number[]][] = [
  [/^\+33(\d{9})$/, [1, 2, 2, 2, 2]], [/^\+212(\d{9})$/, [3, 2, 2, 2]], [/^\+213(\d{8,9})$/, [3, 2, 2, 2]], [/^\+216(\d{8})$/, [2, 3, 3]],
  [/^\+221(\d{9})$/, [2, 3, 2, 2]], [/^\+225(\d{10})$/, [2, 2, 2, 2, 2]], [/^\+237(\d{9})$/, [3, 2, 2, 2]], [/^\+32(\d{8,9})$/, [3, 2, 2, 2]], [/^\+41(\d{9})$/, [2, 3, 2, 2]],
];

/** In groups as its country says it; a number of elsewhere stays as it is. */
export function readable(number: string): string {
  for (const [pattern, sizes] of GROUPS) {
    const rest = pattern.exec(number)?.[1];
    if (!rest) continue;
    const parts = [number.slice(0, number.length - rest.length)];
    let at = 0;
    for (const size of sizes) { parts.push(rest.slice(at, at + size)); at += size; }
    return parts.filter(Boolean).join("\u00a0");
  }
  return number;
}

/** A phone number reads from left to right in every language. */
export function AddressText({ kind, value }: { kind: string; value: string }) {
  const { t } = useLingui();
  if (!value || kind === "withheld") return <>{t`Numéro masqué`}</>;
  if (kind === "visitor" || kind === "widget" || kind === "browser" || kind === "chat") return <>{t`Visiteur du site`}</>;
  return <bdi dir="ltr">{kind === "phone" ? readable(value) : value}</bdi>;
}
