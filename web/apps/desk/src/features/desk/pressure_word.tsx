import { Plural, useLingui } from "@lingui/react/macro";
import type { Pressure } from "@palabre/contracts";
import { serverNow } from "@palabre/live";
import { duration } from "@palabre/words";
import { lazy, Suspense, useState } from "react";
import { DialogTrigger, Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useQueueName } from "#/features/routing/names.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { Button, ui } from "#/shared/ui/ui.tsx";
import css from "./pressure_word.module.css";
import { pressureWord } from "./status_words.ts";

const WhyNotMe = lazy(() => import("#/features/routing/why_not_me.tsx").then((file) => ({ default: file.WhyNotMe })));

/** The pressure is a word with its reason, not a number that blinks. */
export function PressureWord({ pressure }: { pressure: Pressure }) {
  const { t } = useLingui();
  const queue = useQueueName(pressure.queue);
  const answers = allowed(useAccount(), "desk.answer");
  const reasons: Record<string, string> = {
    nobody_waits: t`Personne n’attend.`,
    within_target: t`Quelqu’un attend, bien en deçà de l’objectif.`,
    near_target: t`L’attente s’approche de l’objectif.`,
    past_target: t`L’attente dépasse l’objectif.`,
    nobody_available: t`Des clients attendent et personne n’est disponible.`,
  };
  return (
    <DialogTrigger>
      <Button kind="quiet" className={css.word ?? ""}>
        <span className="unseen">{t`Affluence :`} </span>
        <span className={css.bars} data-word={pressure.word} aria-hidden="true"><i /><i /><i /></span>
        {pressureWord(pressure)}
      </Button>
      <Popover className={ui.popover!} placement="bottom end">
        <Dialog className={css.why!} aria-label={t`Affluence`}>
          <p>{reasons[pressure.reason] ?? ""}</p>
          {pressure.queue && pressure.waiting > 0 && (
            <><p><bdi>{queue}</bdi> : <Plural value={pressure.waiting} one="# personne attend" other="# personnes attendent" />{pressure.since ? <> ({t`depuis ${duration(serverNow() - pressure.since)}`})</> : null}</p>{answers && <Asked queue={pressure.queue} />}</>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** Asked for, never shoved: why what waits is not offered to her. */
function Asked({ queue }: { queue: string }) {
  const { t } = useLingui();
  const [on, setOn] = useState(false);
  return on ? <Suspense fallback={null}><WhyNotMe queue={queue} /></Suspense> : <Button size="small" onPress={() => setOn(true)}>{t`Pourquoi pas moi ?`}</Button>;
}
