import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button, Dialog, Fault, IconButton, ui } from "#/shared/ui/ui.tsx";
import { reportAbuse } from "./line_actions.ts";

/** An insult or a threat: one gesture and one confirmation, and she is out of the call. */
export default function AbuseButton({ conversation, disabled }: { conversation: string; disabled: boolean }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const report = useMutation({ mutationFn: () => reportAbuse(conversation) });
  const granted = report.data?.pause_minutes ?? 0;
  return (
    <>
      <IconButton size="big" icon="shield" name={t`Propos inacceptables`} tip={t`Propos inacceptables : terminer l’appel`} isDisabled={disabled} onPress={() => { report.reset(); setOpen(true); }} />
      <Dialog title={t`Propos inacceptables`} open={open} close={() => setOpen(false)}>
        {report.isSuccess
          ? <div className={ui.stack}>
              <p role="status">{granted > 0 ? <Plural value={granted} one="C’est fini. Une pause de # minute vous est accordée." other="C’est fini. Une pause de # minutes vous est accordée." /> : <Trans>C’est fini. Votre superviseur est prévenu.</Trans>}</p>
              <div><Button kind="primary" onPress={() => setOpen(false)}>{t`Fermer`}</Button></div>
            </div>
          : <div className={ui.stack}>
              <p>{t`Vous quittez l’appel tout de suite. Le client entend une phrase de fin, puis l’appel est coupé. L’enregistrement est gardé et votre superviseur est prévenu.`}</p>
              <div className={ui.row}>
                <Button kind="danger" isPending={report.isPending} onPress={() => report.mutate()}>{t`Terminer l’appel`}</Button>
                <Button kind="quiet" onPress={() => setOpen(false)}>{t`Rester en ligne`}</Button>
              </div>
              <Fault error={report.error} />
            </div>}
      </Dialog>
    </>
  );
}
