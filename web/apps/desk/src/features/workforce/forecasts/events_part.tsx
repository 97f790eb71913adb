import { useLingui } from "@lingui/react/macro";
import { number } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { dateSaid, type Demand, type Event } from "./forecast_words.ts";
import css from "./forecasts.module.css";

const again = () => void queries.invalidateQueries({ queryKey: ["forecasts"] });

/** What planners know and history does not. */
export function EventsPart({ queues }: { queues: readonly Demand[] }) {
  const { t } = useLingui();
  const edits = allowed(useAccount(), "workforce.forecasts.edit");
  const found = useQuery({ queryKey: ["forecasts", "events"], queryFn: () => ask("get", "/workforce/events") });
  const [editing, setEditing] = useState<Event | "new" | null>(null);
  const remove = useMutation({ mutationFn: (event: string) => ask("delete", "/workforce/events/{event}", { path: { event } }), onSettled: again });
  const nameOf = (queue: string | null | undefined) => queues.find((one) => one.queue === queue)?.name ?? t`toutes`;
  const effect = (one: Event) => (one.kind === "closed" ? t`fermé` : `${one.percent > 0 ? "+" : ""}${number(one.percent, 1)} %`);
  const rows = found.data ?? [];
  return (
    <div className={css.part}>
      <p className={css.soft}>{t`Un événement change la prévision de ses jours ; une fois passé, ils ne servent plus d’exemple. Les fêtes lunaires se donnent par leurs dates.`}</p>
      {edits && <div className={ui.row}><Button kind="primary" icon="plus" onPress={() => setEditing("new")}>{t`Nouvel événement`}</Button></div>}
      <Fault error={found.error ?? remove.error} retry={() => void found.refetch()} />
      {found.isSuccess && rows.length === 0 && <Empty icon="day" title={t`Aucun événement`}>{t`Une campagne mardi, un jour férié, une fermeture : dites-les ici, la prévision suit.`}</Empty>}
      {rows.length > 0 && (
        <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Événements`}><table className={ui.table}>
          <thead><tr><th scope="col">{t`Nom`}</th><th scope="col">{t`Du`}</th><th scope="col">{t`Au`}</th><th scope="col">{t`Effet`}</th><th scope="col">{t`File`}</th>{edits && <th scope="col">{t`Gestes`}</th>}</tr></thead>
          <tbody>{rows.map((one) => (
            <tr key={one.id}>
              <th scope="row"><bdi>{one.name}</bdi></th><td>{dateSaid(one.first)}</td><td>{dateSaid(one.last)}</td><td><bdi dir="ltr">{effect(one)}</bdi></td><td><bdi>{nameOf(one.queue)}</bdi></td>
              {edits && <td><div className={ui.row}><Button onPress={() => setEditing(one)} aria-label={t`Modifier ${one.name}`}>{t`Modifier`}</Button><Button onPress={() => remove.mutate(one.id)} aria-label={t`Retirer ${one.name}`}>{t`Retirer`}</Button></div></td>}
            </tr>
          ))}</tbody>
        </table></div>
      )}
      {editing && <EventDialog one={editing === "new" ? null : editing} queues={queues} close={() => setEditing(null)} />}
    </div>
  );
}

function EventDialog({ one, queues, close }: { one: Event | null; queues: readonly Demand[]; close: () => void }) {
  const { t } = useLingui();
  const [name, setName] = useState(one?.name ?? "");
  const [first, setFirst] = useState(one?.first ?? "");
  const [last, setLast] = useState(one?.last ?? "");
  const [kind, setKind] = useState<"change" | "closed">(one?.kind === "closed" ? "closed" : "change");
  const [change, setChange] = useState(String(one?.percent ?? 20));
  const [queue, setQueue] = useState(one?.queue ?? "");
  const send = useMutation({
    mutationFn: () => {
      const body = { name, first, last: last || first, kind, percent: kind === "closed" ? 0 : Number(change), queue: queue || null };
      return one ? ask("put", "/workforce/events/{event}", { path: { event: one.id }, body }) : ask("post", "/workforce/events", { body });
    },
    onSuccess: () => { again(); close(); },
  });
  return (
    <Dialog title={one ? t`Modifier l’événement` : t`Nouvel événement`} open close={close}>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); send.mutate(); }}>
        <TextField label={t`Nom`} value={name} onChange={(event) => setName(event.target.value)} maxLength={100} required />
        <TextField label={t`Premier jour`} type="date" value={first} onChange={(event) => setFirst(event.target.value)} required />
        <TextField label={t`Dernier jour`} type="date" value={last} min={first} onChange={(event) => setLast(event.target.value)} help={t`Vide : un seul jour.`} />
        <Select label={t`Effet`} value={kind} onChange={(event) => setKind(event.target.value as "change" | "closed")}><option value="change">{t`change le volume`}</option><option value="closed">{t`fermé`}</option></Select>
        {kind === "change" && <TextField label={t`Pour cent en plus ou en moins`} type="number" min={-100} max={900} step="any" value={change} onChange={(event) => setChange(event.target.value)} required />}
        <Select label={t`File`} value={queue} onChange={(event) => setQueue(event.target.value)}><option value="">{t`toutes`}</option>{queues.map((each) => <option key={each.queue} value={each.queue}>{each.name}</option>)}</Select>
        <Fault error={send.error} />
        <div className={ui.row}><Button type="submit" kind="primary" isPending={send.isPending}>{t`Enregistrer`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}
