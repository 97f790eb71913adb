import { useLingui } from "@lingui/react/macro";

/** What became of a reading, in words. */
export function useOutcome(): (code: string) => string {
  const { t } = useLingui();
  const words: Record<string, string> = {
    read: t`lu`,
    unchanged: t`inchangé`,
    timeout: t`pas de réponse à temps`,
    unreachable: t`adresse injoignable ou interdite`,
    too_large: t`trop long`,
    redirects: t`trop de redirections`,
    not_xml: t`ce n’est pas du XML`,
    entities: t`XML refusé (entités)`,
    not_json: t`ce n’est pas du JSON`,
    path: t`un chemin ne mène à rien`,
    no_items: t`rien à dire dedans`,
  };
  return (code) => words[code] ?? (code.startsWith("status_") ? t`le serveur répond ${code.slice(7)}` : code);
}
