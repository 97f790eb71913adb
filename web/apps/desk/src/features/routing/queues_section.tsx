import { useLingui } from "@lingui/react/macro";
import type { Given, Row } from "@palabre/contracts";
import { dayTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { queries } from "#/app/queries.ts";
import { channelWord } from "#/features/desk/status_words.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { namesKey } from "./names.ts";
import { QueueOptionsFields } from "./queue_options.tsx";
import { EVERYBODY, reasonSaid, requirementSaid, ringsFault, type Ring } from "./requirement.ts";
import { RingsEditor } from "./rings_editor.tsx";
import rules from "./rules.module.css";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Check, Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";

type Queue = Row<"/queues">;
type Rings = NonNullable<Given<"post", "/queues">["body"]>["rings"];
const Preview = lazy(() => import("./preview_dialog.tsx").then((file) => ({ default: file.PreviewDialog })));
const Versions = lazy(() => import("./versions.tsx").then((file) => ({ default: file.Versions })));
const Schedule = lazy(() => import("./versions.tsx").then((file) => ({ default: file.ScheduleDialog })));
type Options = Partial<Queue["options"]>;

const EVERYONE: Ring[] = [{ after_seconds: 0, requirement: EVERYBODY, bands: [] }];
const changed = () => { void relist("/queues"); void relist("/routing/versions"); void queries.invalidateQueries({ queryKey: ["routing-check"] }); void queries.invalidateQueries({ queryKey: namesKey("/queues") }); };

/** Queues are drafts until the rules are published: one gesture puts them all in force, one takes it back. */
export function QueuesSection() {
  const { t } = useLingui();
  const account = useAccount();
  const list = usePaged("/queues");
  const versions = usePaged("/routing/versions");
  const check = useQuery({ queryKey: ["routing-check"], queryFn: () => ask("get", "/routing/check") });
  const [open, setOpen] = useState<Queue | "new" | null>(null);
  const publish = useMutation({ mutationFn: () => ask("post", "/routing/publish"), onSuccess: changed });
  const undo = useMutation({ mutationFn: () => ask("post", "/routing/undo"), onSuccess: changed });
  const edits = allowed(account, "routing.queues.edit");
  const publishes = allowed(account, "routing.publish");
  const last = versions.rows[0];
  const names = new Map(list.rows.map((one) => [one.id, one.name]));
  const skills = new Map(usePaged("/skills", { limit: 200 }).rows.map((one) => [one.id, one.name]));
  const said = (rings: readonly unknown[]) => (rings as Ring[]).map((ring) => requirementSaid(ring.requirement, (id) => skills.get(id) ?? "…")).join(" → ");
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
      {check.data && (check.data.refused || check.data.warnings.length > 0) && (
        <ul className={css.faults} aria-label={t`À vérifier avant de publier`}>
          {check.data.refused && <li><Badge tone="bad" shape>{t`Bloque`}</Badge><bdi>{names.get(check.data.refused.queue ?? "") ?? ""}</bdi> : {reasonSaid(check.data.refused.reason ?? "")}</li>}
          {check.data.warnings.map((one) => <li key={one.queue + one.reason}><Badge tone="warning" shape>{t`À savoir`}</Badge><bdi>{names.get(one.queue) ?? ""}</bdi> : {reasonSaid(one.reason)}</li>)}
        </ul>
      )}
      {list.rows.length > 0 && (
        <div className={ui.tableWrap}><table className={ui.table}>
          <caption className="unseen">{t`Files`}</caption>
          <thead><tr><th scope="col">{t`Nom`}</th><th scope="col">{t`Canal`}</th><th scope="col">{t`À qui`}</th><th scope="col" className={ui.number}>{t`Objectif (s)`}</th><th scope="col" className={ui.number}>{t`Fin de traitement (s)`}</th><th scope="col">{t`État`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{list.rows.map((one) => (
            <tr key={one.id}><th scope="row" className={rules.short}><bdi>{one.name}</bdi></th><td className={rules.short}>{channelWord(one.channel)}</td><td><bdi>{said(one.rings)}</bdi></td><td className={ui.number}>{String(one.options?.["target_seconds"] ?? "")}</td><td className={ui.number}>{String(one.options?.["wrap_up_seconds"] ?? "")}</td><td><Badge tone={one.active ? "good" : "plain"} shape>{one.active ? t`En service` : t`Retirée`}</Badge></td><td className={ui.number}>{edits && <Button size="small" icon="edit" onPress={() => setOpen(one)} aria-label={t`Modifier ${one.name}`}>{t`Modifier`}</Button>}</td></tr>
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
      {open && <QueueDialog others={list.rows} queue={open === "new" ? null : open} close={() => setOpen(null)} />}
    </section>
  );
}

function QueueDialog({ queue, others, close }: { queue: Queue | null; others: readonly Queue[]; close: () => void }) {
  const { t } = useLingui();
  const calendars = usePaged("/calendars");
  const [name, setName] = useState(queue?.name ?? "");
  const [channel, setChannel] = useState(queue?.channel ?? "voice");
  const [calendar, setCalendar] = useState(queue?.calendar ?? "");
  const [options, setOptions] = useState<Options>(queue?.options ?? {});
  const [rings, setRings] = useState<Ring[]>((queue?.rings as Ring[] | undefined) ?? EVERYONE);
  const sound = !ringsFault(rings);
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), rings: rings as unknown as Rings, options, calendar: calendar || null };
      return queue ? ask("patch", "/queues/{queue}", { path: { queue: queue.id }, body: { version: queue.version, ...body } }) : ask("post", "/queues", { body: { channel, ...body } });
    },
    onSuccess: () => { changed(); close(); },
  });
  const turn = useMutation({ mutationFn: () => ask("patch", "/queues/{queue}", { path: { queue: queue!.id }, body: { version: queue!.version, active: !queue!.active } }), onSuccess: () => { changed(); close(); } });
  const seconds: [keyof Options, string, number][] = [["target_seconds", t`Objectif de réponse (s)`, 20], ["offer_seconds", t`Durée d’une offre (s)`, 20], ["wrap_up_seconds", t`Fin de traitement (s)`, 30], ["wrap_up_more_seconds", t`« Plus de temps » (s)`, 60], ["wait_seconds_max", t`Attente la plus longue (s)`, 1800], ["priority_seconds", t`Avance de priorité (s)`, 0]];
  return (
    <Dialog title={queue ? t`Modifier une file` : t`Ajouter une file`} open close={close} wide>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (sound) save.mutate(); }}>
        <div className={css.grid}>
          <TextField label={t`Nom`} value={name} onChange={(event) => setName(event.target.value)} required autoFocus dir="auto" />
          <Select label={t`Canal`} value={channel} onChange={(event) => setChannel(event.target.value)} disabled={!!queue}><option value="voice">{channelWord("voice")}</option><option value="chat">{channelWord("chat")}</option></Select>
          <Select label={t`Horaires`} value={calendar} onChange={(event) => setCalendar(event.target.value)}><option value="">{t`Toujours ouverte`}</option>{calendars.rows.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Select>
          {seconds.map(([key, label, usual]) => <TextField key={key} label={label} type="number" min={0} step={1} value={String(options[key] ?? usual)} onChange={(event) => setOptions({ ...options, [key]: Number(event.target.value) })} dir="ltr" />)}
        </div>
        <Check checked={options["decline_allowed"] !== false} onChange={(event) => setOptions({ ...options, decline_allowed: event.target.checked })}>{t`On peut refuser une offre`}</Check>
        <Check checked={options["auto_accept"] === true} onChange={(event) => setOptions({ ...options, auto_accept: event.target.checked })}>{t`Les offres sont acceptées d’elles-mêmes`}</Check>
        <RingsEditor rings={rings} change={setRings} />
        <QueueOptionsFields options={options} change={setOptions} others={others.filter((one) => one.id !== queue?.id && one.channel === channel && one.active)} />
        <Fault error={save.error ?? turn.error} />
        <div className={ui.spread}>
          <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending} isDisabled={!sound || !name.trim()}>{t`Enregistrer le brouillon`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
          {queue && <Button kind="quiet" onPress={() => turn.mutate()}>{queue.active ? t`Retirer cette file` : t`Remettre cette file`}</Button>}
        </div>
      </form>
    </Dialog>
  );
}
