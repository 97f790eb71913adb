import { Trans } from "@lingui/react/macro";
import { useEntity } from "@palabre/live";
import { clockTime } from "@palabre/words";
import { Icon } from "#/shared/ui/icons.tsx";
import { troubleSaid } from "./recording_words.ts";
import css from "./recordings.module.css";

/** A telephone node that cannot record: calls go on, and whoever supervises must know that they are not kept. */
export default function RecordingTroubles() {
  const told = useEntity("tiles")?.recording_troubles ?? [];
  return (
    <div role="alert">
      {told.map((one) => (
        <p key={one.node} className={css.trouble} data-recording-trouble={one.why}>
          <Icon name="warning" size={20} />
          <span><Trans>Les appels ne sont plus enregistrés depuis {clockTime(one.since)} sur <bdi>{one.node}</bdi> : {troubleSaid(one.why)}. Les conversations continuent.</Trans></span>
        </p>
      ))}
    </div>
  );
}
