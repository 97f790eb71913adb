import { useLingui } from "@lingui/react/macro";
import type { Given, Row } from "@palabre/contracts";
import { dayTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { channelWord } from "#/features/desk/status_words.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { namesKey } from "./names.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Check, Select, TextArea, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";

type Queue = Row<"/queues">;
type Rings = NonNullable<Given<"post", "/queues">["body"]>["rings"];
type Options = Partial<Queue["options"]>;

const EVERYBODY: Rings = [{ after_seconds: 0, requirement: { kind: "all", parts: [] } }];
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
  const reasons: Record<string, string> = { nobody_has_this: t`personne n’a ce qu’elle demande`, nobody_takes_this_channel: t`personne ne prend ce canal`, priority_starves_others: t`sa priorité fait trop attendre les autres` };
  return (
    <section aria-label={t`Files`}>
      <header>
        <h2>{t`Files`}</h2>
        <div>
          {edits && <Button icon="plus" onPress={() => setOpen("new")}>{t`Ajouter une file`}</Button>}
          {publishes && <Button icon="undo" onPress={() => undo.mutate()} isDisabled={undo.isPending || versions.rows.length < 2}>{t`Revenir à la version d’avant`}</Button>}
          {publishes && <Button kind="primary" icon="check" onPress={() => publish.mutate()} isDisabled={publish.isPending || !!check.data?.refused}>{t`Publier les règles`}</Button>}
        </div>
      </header>
      <p className={css.soft}>{last ? t`Version ${last.version} en vigueur depuis le ${dayTime(last.published_at)}.` : t`Rien n’est encore publié : les files n’accueillent personne.`}</p>
      {publish.isSuccess && <p role="status"><Badge tone="good" shape>{t`Publié`}</Badge></p>}
      <Fault error={publish.error ?? undo.error} />
      {check.data && (check.data.refused || check.data.warnings.length > 0) && (
        <ul className={css.faults} aria-label={t`À vérifier avant de publier`}>
          {check.data.refused && <li><Badge tone="bad" shape>{t`Bloque`}</Badge><bdi>{names.get(check.data.refused.queue ?? "") ?? ""}</bdi> {check.data.refused.reason}</li>}
          {check.data.warnings.map((one) => <li key={one.queue + one.reason}><Badge tone="warning" shape>{t`À savoir`}</Badge><bdi>{names.get(one.queue) ?? ""}</bdi> : {reasons[one.reason] ?? one.reason}</li>)}
        </ul>
      )}
      {list.rows.length > 0 && (
        <div className={ui.tableWrap}><table className={ui.table}>
          <caption className="unseen">{t`Files`}</caption>
          <thead><tr><th scope="col">{t`Nom`}</th><th scope="col">{t`Canal`}</th><th scope="col" className={ui.number}>{t`Objectif (s)`}</th><th scope="col" className={ui.number}>{t`Fin de traitement (s)`}</th><th scope="col">{t`État`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{list.rows.map((one) => (
            <tr key={one.id}><th scope="row"><bdi>{one.name}</bdi></th><td>{channelWord(one.channel)}</td><td className={ui.number}>{String(one.options?.["target_seconds"] ?? "")}</td><td className={ui.number}>{String(one.options?.["wrap_up_seconds"] ?? "")}</td><td><Badge tone={one.active ? "good" : "plain"} shape>{one.active ? t`En service` : t`Retirée`}</Badge></td><td className={ui.number}>{edits && <Button size="small" icon="edit" onPress={() => setOpen(one)} aria-label={t`Modifier ${one.name}`}>{t`Modifier`}</Button>}</td></tr>
          ))}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && <Empty icon="list" title={t`Aucune file`}>{t`Ajoutez une file, puis publiez les règles : les parcours pourront y conduire les clients.`}</Empty>}
      <More list={list} />
      {open && <QueueDialog queue={open === "new" ? null : open} close={() => setOpen(null)} />}
    </section>
  );
}

function QueueDialog({ queue, close }: { queue: Queue | null; close: () => void }) {
  const { t } = useLingui();
  const calendars = usePaged("/calendars");
  const [name, setName] = useState(queue?.name ?? "");
  const [channel, setChannel] = useState(queue?.channel ?? "voice");
  const [calendar, setCalendar] = useState(queue?.calendar ?? "");
  const [options, setOptions] = useState<Options>(queue?.options ?? {});
  const [rings, setRings] = useState(JSON.stringify(queue?.rings ?? EVERYBODY, null, 2));
  const parsed = parse(rings);
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), rings: (parsed ?? []) as Rings, options, calendar: calendar || null };
      return queue ? ask("patch", "/queues/{queue}", { path: { queue: queue.id }, body: { version: queue.version, ...body } }) : ask("post", "/queues", { body: { channel, ...body } });
    },
    onSuccess: () => { changed(); close(); },
  });
  const turn = useMutation({ mutationFn: () => ask("patch", "/queues/{queue}", { path: { queue: queue!.id }, body: { version: queue!.version, active: !queue!.active } }), onSuccess: () => { changed(); close(); } });
  const seconds: [keyof Options, string, number][] = [["target_seconds", t`Objectif de réponse (s)`, 20], ["offer_seconds", t`Durée d’une offre (s)`, 20], ["wrap_up_seconds", t`Fin de traitement (s)`, 30], ["wrap_up_more_seconds", t`« Plus de temps » (s)`, 60], ["wait_seconds_max", t`Attente la plus longue (s)`, 1800], ["priority_seconds", t`Avance de priorité (s)`, 0]];
  return (
    <Dialog title={queue ? t`Modifier une file` : t`Ajouter une file`} open close={close} wide>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (parsed) save.mutate(); }}>
        <div className={css.grid}>
          <TextField label={t`Nom`} value={name} onChange={(event) => setName(event.target.value)} required autoFocus dir="auto" />
          <Select label={t`Canal`} value={channel} onChange={(event) => setChannel(event.target.value)} disabled={!!queue}><option value="voice">{channelWord("voice")}</option><option value="chat">{channelWord("chat")}</option></Select>
          <Select label={t`Horaires`} value={calendar} onChange={(event) => setCalendar(event.target.value)}><option value="">{t`Toujours ouverte`}</option>{calendars.rows.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Select>
          {seconds.map(([key, label, usual]) => <TextField key={key} label={label} type="number" min={0} step={1} value={String(options[key] ?? usual)} onChange={(event) => setOptions({ ...options, [key]: Number(event.target.value) })} dir="ltr" />)}
        </div>
        <Check checked={options["decline_allowed"] !== false} onChange={(event) => setOptions({ ...options, decline_allowed: event.target.checked })}>{t`On peut refuser une offre`}</Check>
        <Check checked={options["auto_accept"] === true} onChange={(event) => setOptions({ ...options, auto_accept: event.target.checked })}>{t`Les offres sont acceptées d’elles-mêmes`}</Check>
        <TextArea label={t`À qui, et quand (JSON)`} help={t`Le premier cercle commence à 0 seconde ; les suivants élargissent.`} value={rings} onChange={(event) => setRings(event.target.value)} rows={8} dir="ltr" spellCheck={false} wrong={parsed ? null : t`Ce n’est pas du JSON valable.`} style={{ fontFamily: "var(--font-mono)" }} />
        <Fault error={save.error ?? turn.error} />
        <div className={ui.spread}>
          <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending} isDisabled={!parsed || !name.trim()}>{t`Enregistrer le brouillon`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
          {queue && <Button kind="quiet" onPress={() => turn.mutate()}>{queue.active ? t`Retirer cette file` : t`Remettre cette file`}</Button>}
        </div>
      </form>
    </Dialog>
  );
}

function parse(text: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
