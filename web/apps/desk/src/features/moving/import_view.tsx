import { useLingui } from "@lingui/react/macro";
import { dayTime, number } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "#/shared/api.ts";
import { relist } from "#/shared/paged.tsx";
import { Badge, Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import { ImportRows } from "./import_rows.tsx";
import css from "./moving.module.css";
import { busy, kindSaid, ROW_STATES, rowSaid, saveInvitations, stateSaid, toneOf, type Import } from "./moving_words.ts";

/** One upload: what it would change, then what it has changed, and the way back. */
export function ImportView({ id, back }: { id: string; back: () => void }) {
  const { t } = useLingui();
  const path = { imported: id };
  const { data: one, error, refetch } = useQuery({ queryKey: ["import", id], queryFn: () => ask("get", "/moving/imports/{imported}", { path }), refetchInterval: ({ state }) => (state.data && busy(state.data.state) ? 500 : false) });
  const renew = () => { void refetch(); void relist(`/moving/imports/${id}`); };
  const apply = useMutation({ mutationFn: () => ask("post", "/moving/imports/{imported}/apply", { path }), onSuccess: renew });
  const undo = useMutation({ mutationFn: (since: boolean) => ask("post", "/moving/imports/{imported}/undo", { path, body: { changed_since: since } }), onSuccess: renew });
  const discard = useMutation({ mutationFn: () => ask("delete", "/moving/imports/{imported}", { path }), onSuccess: back });
  const invite = useMutation({ mutationFn: () => saveInvitations(id) });
  const [asking, setAsking] = useState(false);
  const name = one?.file_name ?? "";
  const todo = one ? Object.values(one.counts).reduce((sum, of) => sum + (of["new"] ?? 0) + (of["changed"] ?? 0), 0) : 0;
  return (
    <section className={ui.stack} aria-label={t`Reprise de ${name}`} data-import={id} data-state={one?.state}>
      <div className={ui.row}><Button kind="quiet" icon="undo" onPress={back}>{t`Toutes les reprises`}</Button></div>
      <Fault error={error} retry={() => void refetch()} />
      {one && (
        <>
          <div className={ui.spread}>
            <h3><bdi>{name}</bdi></h3>
            <div role="status"><Badge tone={toneOf(one.state)} shape>{stateSaid(one.state)}</Badge></div>
          </div>
          {busy(one.state) && <Progress of={one} />}
          {one.failure && <p role="alert" className={css.why}>{t`Rien n’a été fait : ligne ${one.failure["line"] ?? ""}, ${one.failure["why"] ?? ""}`}</p>}
          <Files of={one} />
          <Counts of={one} />
          {one.state === "applied" && (one.counts["queues"]?.["new"] ?? 0) + (one.counts["queues"]?.["changed"] ?? 0) > 0 && <p>{t`Les files reprises sont des brouillons : publiez les règles (Réglages, Files) pour les mettre en service.`}</p>}
          {one.left > 0 && <p role="status">{t`Laissé en place : ${number(one.left)}. Ces lignes ont été changées par quelqu’un depuis, ou servent encore.`}</p>}
          <div className={ui.row}>
            {one.state === "ready" && <Button kind="primary" icon="check" isDisabled={todo === 0} isPending={apply.isPending} onPress={() => apply.mutate()}>{t`Reprendre (${number(todo)})`}</Button>}
            {(one.state === "ready" || one.state === "unreadable") && <Button icon="close" isPending={discard.isPending} onPress={() => discard.mutate()}>{t({ message: "Abandonner", context: "import" })}</Button>}
            {one.state === "applied" && (one.counts["advisors"]?.["new"] ?? 0) > 0 && <Button icon="mail" isPending={invite.isPending} onPress={() => invite.mutate()}>{t`Liens d’invitation (CSV)`}</Button>}
            {one.undo_until && <Button kind="danger" icon="undo" onPress={() => setAsking(true)}>{one.state === "undone" ? t`Annuler aussi ce qui reste` : t`Annuler cette reprise`}</Button>}
            {one.undo_until && <span className={css.soft}>{t`possible jusqu’au ${dayTime(one.undo_until)}`}</span>}
          </div>
          <Fault error={apply.error ?? undo.error ?? discard.error ?? invite.error} />
          {!busy(one.state) && one.state !== "unreadable" && <ImportRows key={one.state} of={one} />}
        </>
      )}
      <Dialog title={t`Annuler cette reprise ?`} open={asking} close={() => setAsking(false)}>
        <p>{one?.state === "undone" ? t`Ce que quelqu’un a changé depuis sera remis comme avant la reprise.` : t`Ce qu’elle a créé sera retiré, ce qu’elle a changé sera remis comme avant. Ce que quelqu’un a changé depuis restera et vous sera dit.`}</p>
        <div className={ui.row}>
          <Button kind="danger" isPending={undo.isPending} onPress={() => { undo.mutate(one?.state === "undone"); setAsking(false); }}>{t`Annuler la reprise`}</Button>
          <Button onPress={() => setAsking(false)}>{t`Ne rien faire`}</Button>
        </div>
      </Dialog>
    </section>
  );
}

function Progress({ of }: { of: Import }) {
  const { t } = useLingui();
  const done = number(of.done);
  const rows = number(of.rows);
  return <p className={ui.row}>{of.rows > 0 && <progress className={css.meter} max={of.rows} value={of.done} aria-label={t`Avancement`} />}<span>{of.rows > 0 ? t`${done} sur ${rows}` : t`${done} lignes lues`}</span></p>;
}

function Files({ of }: { of: Import }) {
  const { t } = useLingui();
  const told = of.files.filter((file) => file.why || file.extra?.length || file.doubled?.length);
  if (!told.length) return null;
  return (
    <ul>{told.map((file) => {
      const extra = (file.extra ?? []).join(", ");
      const doubled = (file.doubled ?? []).join(", ");
      return (
        <li key={file.name}><bdi>{file.name}</bdi>{file.why && <> : {file.why}</>}
          {extra && <> : {file.kept ? t`colonnes gardées telles quelles : ${extra}.` : t`colonnes laissées de côté : ${extra}.`}</>}
          {doubled && <> {t`Colonnes en double : ${doubled}.`}</>}
        </li>
      );
    })}</ul>
  );
}

function Counts({ of }: { of: Import }) {
  const { t } = useLingui();
  const kinds = Object.entries(of.counts);
  if (!kinds.length) return null;
  return (
    <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Ce qui change`}><table className={ui.table}>
      <caption className="unseen">{t`Ce qui change`}</caption>
      <thead><tr><th scope="col">{t`Sujet`}</th>{ROW_STATES.map((state) => <th key={state} scope="col" className={ui.number}>{rowSaid(state)}</th>)}<th scope="col"><span className="unseen">{t`Lignes refusées`}</span></th></tr></thead>
      <tbody>{kinds.map(([kind, counts]) => (
        <tr key={kind} data-kind={kind}>
          <th scope="row">{kindSaid(kind)}</th>{ROW_STATES.map((state) => <td key={state} className={ui.number}>{number(counts[state] ?? 0)}</td>)}
          <td>{(counts["refused"] ?? 0) > 0 && <a href={`/api/moving/imports/${of.id}/refused/${kind}`} download aria-label={t`Lignes refusées de ${kindSaid(kind)}, avec leurs motifs (CSV)`}>{t`Lignes refusées (CSV)`}</a>}</td>
        </tr>
      ))}</tbody>
    </table></div>
  );
}
