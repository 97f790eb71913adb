import { useLingui } from "@lingui/react/macro";

/** A phone number reads from left to right in every language. */
export function AddressText({ kind, value }: { kind: string; value: string }) {
  const { t } = useLingui();
  if (!value || kind === "withheld") return <>{t`Numéro masqué`}</>;
  if (kind === "visitor" || kind === "widget" || kind === "browser" || kind === "chat") return <>{t`Visiteur du site`}</>;
  return <bdi dir="ltr">{value}</bdi>;
}
