import { useLingui } from "@lingui/react/macro";
import { serverNow } from "@palabre/live";
import { dayTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask, Problem } from "#/shared/api.ts";
import { relist } from "#/shared/paged.tsx";
import { Check, TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import { ComparisonWords } from "./comparison.tsx";
import { useDesigner } from "./context.tsx";
import css from "./designer.module.css";
import { titleOf, type Fault as Wrong } from "./draft.ts";
import { useOtherZone } from "./moment.tsx";
import { faultWords } from "./step_words.ts";

/** What changes for customers, then: now, or at an instant of the organisation's own clock. */
export function PublishDialog({ id, faults, published, done, close }: { id: string; faults: readonly Wrong[]; published: number | null; done: (version: number) => void; close: () => void }) {
  const { t } = useLingui();
  const { draft } = useDesigner();
  const [note, setNote] = useState("");
  const [later, setLater] = useState(false);
  const [at, setAt] = useState("");
  const comparison = useQuery({ queryKey: ["flow", id, "comparison", published, "draft"], queryFn: () => ask("get", "/flows/{id}/comparison", { path: { id }, query: { before: published! } }), enabled: published !== null, gcTime: 0, staleTime: 0 });
  const publish = useMutation({ mutationFn: () => ask("post", "/flows/{id}/publish", { path: { id }, body: { note } }), onSuccess: ({ version }) => { done(version); close(); } });
  const plan = useMutation({ mutationFn: () => ask("post", "/flows/{id}/publications", { path: { id }, body: { at, note } }), onSuccess: () => relist(`/flows/${id}/publications`) });
  const zone = useOtherZone()(serverNow());
  const error = publish.error ?? plan.error;
  const refused = error instanceof Problem && Array.isArray(error.details["faults"]) ? (error.details["faults"] as [string, string, string][]).map(([code, where, what]) => ({ code, where, what })) : null;
  const wrong = refused ?? faults;
  return (
    <Dialog title={t`Publier`} open close={close} wide>
      {wrong.length > 0 && <div role="alert"><p>{t`À corriger d’abord :`}</p><ul className={css.wrongs}>{wrong.map((one) => <li key={one.code + one.where + one.what}>{draft.steps[one.where] && <bdi>{titleOf(draft, one.where)} : </bdi>}{faultWords(one)}</li>)}</ul></div>}
      {published === null ? <p className={css.soft}>{t`Ce parcours n’a encore jamais été publié.`}</p> : comparison.data && <><h3>{t`Ce qui change depuis la version ${published}`}</h3><ComparisonWords comparison={comparison.data} /></>}
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (later) plan.mutate(); else publish.mutate(); }}>
        <TextField label={t`Ce qu’il faut savoir de cette version`} value={note} maxLength={500} dir="auto" onChange={(event) => setNote(event.target.value)} />
        <Check checked={later} onChange={(event) => setLater(event.target.checked)}>{t`Plus tard, à une heure précise`}</Check>
        {later && <TextField label={t`Le`} help={zone ? t`À l’heure de l’organisation : ${zone}.` : t`À l’heure de l’organisation.`} type="datetime-local" value={at} required onChange={(event) => setAt(event.target.value)} />}
        {plan.data && <p role="status">{t`Prévu pour le ${dayTime(plan.data.at, plan.data.zone)} (${plan.data.zone}). Annulable dans « Versions ».`}</p>}
        {!refused && <Fault error={error} />}
        <div className={ui.row}>
          <Button type="submit" kind="primary" icon={later ? "clock" : "check"} isPending={publish.isPending || plan.isPending} isDisabled={faults.length > 0 || (later && !at) || plan.isSuccess}>{later ? t`Prévoir la publication` : t`Publier maintenant`}</Button>
          <Button onPress={close}>{plan.isSuccess ? t`Fermer` : t`Annuler`}</Button>
        </div>
      </form>
    </Dialog>
  );
}
