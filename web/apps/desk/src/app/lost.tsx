import { useLingui } from "@lingui/react/macro";
import { Link, useRouter } from "@tanstack/react-router";
import { Empty, Fault } from "#/shared/ui/ui.tsx";

export function Lost() {
  const { t } = useLingui();
  return <main><Empty icon="search" title={t`Cette page n’existe pas`} action={<Link to="/">{t`Retour au poste`}</Link>}>{t`L’adresse a peut-être changé.`}</Empty></main>;
}

/** The first page could not be fetched: say so, and offer to try again. */
export function CannotLoad({ error }: { error: unknown }) {
  const { t } = useLingui();
  const router = useRouter();
  return (
    <main style={{ maxInlineSize: 560, marginInline: "auto", padding: 24 }}>
      <Fault title={t`Cette page n’a pas pu s’afficher`} error={error} retry={() => void router.invalidate()} />
    </main>
  );
}
