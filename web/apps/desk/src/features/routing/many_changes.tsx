import { Plural, useLingui } from "@lingui/react/macro";
import { dayTime } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Badge, Button, Fault, ui } from "#/shared/ui/ui.tsx";
import own from "./advisors.module.css";
import { usePeopleNames } from "./names.ts";

/** Changes of many, the latest first, each taken back in one gesture. */
export function ManyChanges({ edits }: { edits: boolean }) {
  const { t } = useLingui();
  const list = usePaged("/routing/bulk-changes");
  const people = usePeopleNames(list.rows.map((one) => one.changed_by));
  const undo = useMutation({ mutationFn: (change: string) => ask("post", "/routing/bulk-changes/{change}/undo", { path: { change } }), onSettled: () => relist("/routing/") });
  if (list.rows.length === 0) return <More list={list} />;
  return (
    <section className={own.part} aria-label={t`Changements faits ensemble`}>
      <h3>{t`Changements faits ensemble`}</h3>
      <Fault error={undo.error} />
      <ul className={own.list}>{list.rows.map((one) => (
        <li key={one.id} data-many={one.undone_at ? "undone" : "done"}>
          <strong><Plural value={one.advisors} one="# conseiller" other="# conseillers" /></strong>
          <span>{dayTime(one.changed_at)}</span>
          <bdi className={ui.help}>{people.get(one.changed_by ?? "") ?? ""}</bdi>
          {one.undone_at && <Badge shape>{t`Défait le ${dayTime(one.undone_at)}`}</Badge>}
          {one.left_alone > 0 && <span className={ui.help}><Plural value={one.left_alone} one="# laissé tel quel : changé depuis" other="# laissés tels quels : changés depuis" /></span>}
          {edits && !one.undone_at && <Button size="small" icon="undo" isDisabled={undo.isPending} onPress={() => undo.mutate(one.id)} aria-label={t`Défaire le changement du ${dayTime(one.changed_at)}`}>{t`Défaire`}</Button>}
        </li>
      ))}</ul>
      <More list={list} />
    </section>
  );
}
