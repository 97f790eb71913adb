import { useLingui } from "@lingui/react/macro";
import { Empty } from "#/shared/ui/ui.tsx";

/** Files of the system before: looked at, taken, given back. */
export function ImportsPart() {
  const { t } = useLingui();
  return <Empty icon="plus" title={t`Rien n’a encore été repris`}>{t`Déposez un fichier par sujet, ou un zip de tous : rien ne change avant que vous ayez vu ce qui changerait.`}</Empty>;
}
