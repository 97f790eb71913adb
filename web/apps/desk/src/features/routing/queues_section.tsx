import { useLingui } from "@lingui/react/macro";
import type { Row } from "@palabre/contracts";
import { dayTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { queries } from "#/app/queries.ts";
import { channelWord } from "#/features/desk/status_words.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { namesKey } from "./names.ts";
import { reasonSaid, requirementSaid, type Ring } from "./requirement.ts";
import rules from "./rules.module.css";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Badge, Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";

type Queue = Row<"/queues">;
const Editor = lazy(() => import("./queue_dialog.tsx").then((file) => ({ default: file.QueueDialog })));
const Preview = lazy(() => import("./preview_dialog.tsx").then((file) => ({ default: file.PreviewDialog })));
const Versions = lazy(() => import("./versions.tsx").then((file) => ({ default: file.Versions })));
const Schedule = lazy(() => import("./versions.tsx").then((file) => ({ default: file.ScheduleDialog })));
const changed = () => { void relist("/queues"); void relist("/routing/versions"); void queries.invalidateQueries({ queryKey: ["routing-check"] }); void queries.invalidateQueries({ queryKey: namesKey("/queues") }); };

/** Queues are drafts until the rules are published: one gesture puts them all in force, one takes it back. */
export function QueuesSection() {
  const { t } = useLingui();
  const account = useAccount();
  const list = usePaged("/queues");
  const versions = usePaged("/routing/versions");
  const check = useQuery({ queryKey: ["routing-check"], queryFn: () => ask("get", "/routing/check") });
  const [mend, setMend] = useState(false);
  const [open, setOpen] = useState<Queue | "new" | null>(null);
  const publish = useMutation({ mutationFn: () => ask("post", "/routing/publish"), onSuccess: changed });
  const undo = useMutation({ mutationFn: () => ask("post", "/routing/undo"), onSuccess: changed });
  const edits = allowed(account, "routing.queues.edit");
  const publishes = allowed(account, "routing.publish");
  const last = versions.rows[0];
  const names = new Map(list.rows.map((one) => [one.id, one.name]));
  const skills = new Map(usePaged("/skills", { limit: 200 }).rows.map((one) => [one.id, one.name]));
  const said = (rings: readonly unknown[]) => (rings as Ring[]).map((ring) => requirementSaid(ring.requirement, (id) => skills.get(id) ?? "…")).join(" → ");
  const circle = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? "…").join(" → ");
  const told = [
    ...(check.data?.faults ?? []).map((one) => ({ queue: one.queue, reason: one.reason, blocks: true, words: one.circle.length > 0 ? `${reasonSaid(one.reason)} : ${circle(one.circle)}` : reasonSaid(one.reason) })),
    ...(check.data?.warnings ?? []).map((one) => ({ queue: one.queue, reason: one.reason, blocks: false, words: reasonSaid(one.reason) })),
  ];
  const [dialog, setDialog] = useState<"" | "preview" | "schedule">("");
  return (
    <section aria-label={t`Files`}>
      <header>
        <h2>{t`Files`}</h2>
        <div>
          {edits && <Button icon="plus" onPress={() => setOpen("new")}>{t`Ajouter une file`}</Button>}
          {edits && <Button icon="chart" onPress={() => setDialog("preview")}>{t`Essayer sur une journée`}</Button>}
          {publishes && <Button icon="clock" onPress={() => setDialog("schedule")} isDisabled={!!check.data?.refused}>{t`Publier plus tard`}</Button>}
          {publishes && <Button icon="undo" onPress={() => undo.mutate()} isDisabled={undo.isPending || versions.rows.length < 2}>{t`Revenir à la version d’avant`}</Button>}
          {publishes && <Button kind="primary" icon="check" onPress={() => publish.mutate()} isDisabled={publish.isPending || !!check.data?.refused}>{t`Publier les règles`}</Button>}
        </div>
      </header>
      <p className={css.soft}>{last ? t`Version ${last.version} en vigueur depuis le ${dayTime(last.published_at)}.` : t`Rien n’est encore publié : les files n’accueillent personne.`}</p>
      {publish.isSuccess && <p role="status"><Badge tone="good" shape>{t`Publié`}</Badge></p>}
      <Fault error={publish.error ?? undo.error} />
      {told.length > 0 && (
        <ul className={css.faults} aria-label={t`À vérifier avant de publier`}>{told.map((one) => {
          const name = names.get(one.queue) ?? "";
          const queue = list.rows.find((row) => row.id === one.queue);
          return <li key={one.queue + one.reason} data-told={one.reason}>{one.blocks ? <Badge tone="bad" shape>{t`Bloque`}</Badge> : <Badge tone="warning" shape>{t`À savoir`}</Badge>}<span><bdi>{name}</bdi> : {one.words}</span>{edits && queue && <Button size="small" icon="edit" onPress={() => { setMend(true); setOpen(queue); }} aria-label={t`Corriger ${name}`}>{t`Corriger`}</Button>}</li>;
        })}</ul>
      )}
      {list.rows.length > 0 && (
        <div className={ui.tableWrap}><table className={ui.table}>
          <caption className="unseen">{t`Files`}</caption>
          <thead><tr><th scope="col">{t`Nom`}</th><th scope="col">{t`Canal`}</th><th scope="col">{t`À qui`}</th><th scope="col" className={ui.number}>{t`Objectif (s)`}</th><th scope="col" className={ui.number}>{t`Fin de traitement (s)`}</th><th scope="col">{t`État`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{list.rows.map((one) => (
            <tr key={one.id}><th scope="row" className={rules.short}><bdi>{one.name}</bdi></th><td className={rules.short}>{channelWord(one.channel)}</td><td><bdi>{said(one.rings)}</bdi>{told.filter((fault) => fault.queue === one.id).map((fault) => <div key={fault.reason} className={fault.blocks ? ui.wrong : rules.warned}>{fault.words}</div>)}</td><td className={ui.number}>{String(one.options?.["target_seconds"] ?? "")}</td><td className={ui.number}>{String(one.options?.["wrap_up_seconds"] ?? "")}</td><td><Badge tone={one.active ? "good" : "plain"} shape>{one.active ? t`En service` : t`Retirée`}</Badge></td><td className={ui.number}>{edits && <Button size="small" icon="edit" onPress={() => { setMend(false); setOpen(one); }} aria-label={t`Modifier ${one.name}`}>{t`Modifier`}</Button>}</td></tr>
          ))}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && <Empty icon="list" title={t`Aucune file`}>{t`Ajoutez une file, puis publiez les règles : les parcours pourront y conduire les clients.`}</Empty>}
      <More list={list} />
      <Suspense fallback={null}>
        <Versions publishes={publishes} />
        {dialog === "preview" && <Preview names={names} close={() => setDialog("")} />}
        {dialog === "schedule" && <Schedule close={() => setDialog("")} />}
      </Suspense>
      {open && <Suspense fallback={null}><Editor others={list.rows} names={names} changed={changed} queue={open === "new" ? null : open} mend={mend} close={() => setOpen(null)} /></Suspense>}
    </section>
  );
}
