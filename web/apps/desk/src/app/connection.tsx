import { Trans, useLingui } from "@lingui/react/macro";
import { AMBER_AFTER_MS, WORDS_AFTER_MS, after, calm, useLink, type Calm } from "@palabre/live";
import { useEffect, useState, useSyncExternalStore } from "react";
import { usePhone } from "#/features/desk/use_phone.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import css from "./connection.module.css";
import { draftState } from "#/features/conversations/drafts.ts";

/** How loudly the loss is said now: it is drawn again at 2 s and at 10 s, not in between. */
export function useCalm(): Calm {
  const link = useLink();
  const lost = link.state === "lost" || link.state === "starting";
  const [, draw] = useState(0);
  useEffect(() => {
    if (!lost) return undefined;
    const begun = link.since - Date.now();
    const cancels = [WORDS_AFTER_MS, AMBER_AFTER_MS].map((at) => after(Math.max(0, begun + at + 20), () => draw((n) => n + 1)));
    return () => { for (const cancel of cancels) cancel(); };
  }, [lost, link.since]);
  return calm(lost ? Date.now() - link.since : null);
}

/** Beyond ten seconds: one amber line. The list stays readable, the draft typable. */
export function AmberLine() {
  const level = useCalm();
  if (level !== "amber") return null;
  return (
    <p className={css.amber} role="status">
      <Icon name="warning" size={16} />
      <Trans>La connexion est coupée. Vous pouvez lire et écrire : tout repart dès son retour.</Trans>
    </p>
  );
}

export function StatusLine() {
  const { t } = useLingui();
  const level = useCalm();
  const draft = useSyncExternalStore(draftState.subscribe, () => draftState.saved);
  const { phone, state } = usePhone();
  const skipped = phone && sessionStorage.getItem("palabre.check") === "skipped";
  return (
    <footer className={css.line}>
      <span role="status" data-testid="connection" data-calm={level}>{level === "nothing" ? t`Connecté` : t`Reconnexion…`}</span>
      {draft && <span>{t`Brouillon gardé sur ce poste`}</span>}
      {phone && state.role === "remote" && state.line !== "off" && <span>{t`Le téléphone est dans un autre onglet`}</span>}
      {skipped && <span>{t`Matériel non vérifié`}</span>}
    </footer>
  );
}
