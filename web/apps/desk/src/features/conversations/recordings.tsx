import { useLingui } from "@lingui/react/macro";
import type { Attachment } from "@palabre/contracts";
import { duration } from "@palabre/words";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import css from "./conversation_view.module.css";

/** The talks of a contact that were recorded: heard by whoever may, each time on record; others see that there is one. */
export function Recordings({ of }: { of: readonly Attachment[] }) {
  const { t } = useLingui();
  const listens = allowed(useAccount(), "recordings.listen");
  return of.filter((one) => one.kind === "recording").map((one) => (
    <div key={one.id} className={css.recording}>
      <Icon name="record" size={14} />
      <span>{t`Enregistrement de l’appel`}{one.seconds ? ` · ${duration(one.seconds * 1000)}` : ""}</span>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what was said on the phone has no transcript yet */}
      {listens && <audio controls preload="none" src={`/api/recordings/${one.id}`} aria-label={t`Enregistrement de l’appel`} />}
      {listens && <span>{t`Chaque écoute est inscrite au journal.`}</span>}
    </div>
  ));
}
