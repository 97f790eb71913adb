import { Plural, useLingui } from "@lingui/react/macro";
import { serverNow } from "@palabre/live";
import { dayTime } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { instantOf } from "#/features/callbacks/callback_words.ts";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import { usePeopleNames } from "./names.ts";
import { reasonSaid } from "./requirement.ts";
import css from "./rules.module.css";

/** What is to be published, and what was. */
export function Versions({ publishes }: { publishes: boolean }) {
  const { t } = useLingui();
  const versions = usePaged("/routing/versions");
  const planned = usePaged("/routing/scheduled");
  const cancel = useMutation({ mutationFn: (publication: string) => ask("delete", "/routing/scheduled/{publication}", { path: { publication } }), onSettled: () => relist("/routing/scheduled") });
  const people = usePeopleNames([...versions.rows.map((one) => one.published_by), ...planned.rows.map((one) => one.scheduled_by)]);
  const states: Record<string, string> = { waiting: t`Prévue`, published: t`Publiée`, cancelled: t`Annulée`, refused: t`Refusée` };
  return (
    <details className={css.more}>
      <summary>{t`Versions et publications prévues`}</summary>
      <div className={ui.stack}>
        {planned.rows.length > 0 && (
          <ul className={css.list} aria-label={t`Publications prévues`}>{planned.rows.map((one) => (
            <li key={one.id} data-publication={one.state}><Badge tone={one.state === "waiting" ? "notice" : one.state === "published" ? "good" : one.state === "refused" ? "bad" : "plain"} shape>{states[one.state] ?? one.state}</Badge>{dayTime(one.at)} <bdi className={css.said}>{people.get(one.scheduled_by ?? "") ?? ""}</bdi>{one.reason && <span>{reasonSaid(one.reason)}</span>}{publishes && one.state === "waiting" && <Button size="small" icon="close" onPress={() => cancel.mutate(one.id)} aria-label={t`Annuler la publication du ${dayTime(one.at)}`}>{t`Annuler`}</Button>}</li>
          ))}</ul>
        )}
        <Fault error={cancel.error} />
        <ol className={css.list} aria-label={t`Versions publiées`}>{versions.rows.map((one) => (
          <li key={one.version}><strong>{t`Version ${one.version}`}</strong>{one.source !== one.version && <Badge shape>{t`retour à la version ${one.source}`}</Badge>}{dayTime(one.published_at)} · <Plural value={one.queues} one="# file" other="# files" /> <bdi className={css.said}>{people.get(one.published_by ?? "") ?? ""}</bdi></li>
        ))}</ol>
        <More list={versions} />
      </div>
    </details>
  );
}

/** The drafts as they stand now, in force at an instant to come. */
export function ScheduleDialog({ close }: { close: () => void }) {
  const { t } = useLingui();
  const [when, setWhen] = useState("");
  const at = instantOf(when);
  const past = !!when && !(at > serverNow());
  const send = useMutation({ mutationFn: () => ask("post", "/routing/scheduled", { body: { at } }), onSuccess: () => { void relist("/routing/scheduled"); close(); } });
  return (
    <Dialog title={t`Publier plus tard`} open close={close}>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (!past) send.mutate(); }}>
        <p>{t`Les brouillons d’à présent entreront en vigueur à ce moment. Ce que vous changez ensuite n’y est pas.`}</p>
        <TextField label={t`Le`} type="datetime-local" value={when} onChange={(event) => setWhen(event.target.value)} required dir="ltr" wrong={past ? t`Ce moment est passé.` : null} autoFocus />
        <Fault error={send.error} />
        <div className={ui.row}><Button type="submit" kind="primary" icon="clock" isPending={send.isPending} isDisabled={!when || past}>{t`Prévoir la publication`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}
