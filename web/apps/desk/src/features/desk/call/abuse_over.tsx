import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Dialog, ui } from "#/shared/ui/ui.tsx";

/** She is out of an insult: what is granted, once the call that it was is gone from her screen. */
export default function AbuseOver({ granted, close }: { granted: number; close: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog title={t`Propos inacceptables`} open close={close}>
      <div className={ui.stack}>
        <p role="status">{granted > 0 ? <Plural value={granted} one="C’est fini. Une pause de # minute vous est accordée." other="C’est fini. Une pause de # minutes vous est accordée." /> : <Trans>C’est fini. Votre superviseur est prévenu.</Trans>}</p>
        <div><Button kind="primary" onPress={close}>{t`Fermer`}</Button></div>
      </div>
    </Dialog>
  );
}
