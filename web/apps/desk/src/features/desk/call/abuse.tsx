import { useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button, Dialog, Fault, IconButton, ui } from "#/shared/ui/ui.tsx";
import { reportAbuse } from "./line_actions.ts";

/** An insult or a threat: one gesture and one confirmation, and she is out of the call. This goes with the call, so the
 *  strip tells what is granted (AbuseOver). */
export default function AbuseButton({ conversation, disabled, over }: { conversation: string; disabled: boolean; over: (minutes: number) => void }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const report = useMutation({ mutationFn: async () => over((await reportAbuse(conversation)).pause_minutes) });
  return (
    <>
      <IconButton size="big" icon="shield" name={t`Propos inacceptables`} tip={t`Propos inacceptables : terminer l’appel`} isDisabled={disabled} onPress={() => { report.reset(); setOpen(true); }} />
      <Dialog title={t`Propos inacceptables`} open={open && !report.isSuccess} close={() => setOpen(false)}>
        <div className={ui.stack}>
          <p>{t`Vous quittez l’appel tout de suite. Le client entend une phrase de fin, puis l’appel est coupé. L’enregistrement est gardé et votre superviseur est prévenu.`}</p>
          <div className={ui.row}>
            <Button kind="danger" isPending={report.isPending} onPress={() => report.mutate()}>{t`Terminer l’appel`}</Button>
            <Button kind="quiet" onPress={() => setOpen(false)}>{t`Rester en ligne`}</Button>
          </div>
          <Fault error={report.error} />
        </div>
      </Dialog>
    </>
  );
}
