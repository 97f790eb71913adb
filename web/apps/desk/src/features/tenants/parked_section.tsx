import { useLingui } from "@lingui/react/macro";
import type { Row as RowOf } from "@palabre/contracts";
import { dayTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Choice, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { allowed, useAccount } from "./session.ts";
import css from "./setup.module.css";

type Entry = RowOf<"/parked">;
type Shown = "open" | "set_aside" | "done";
const STREAM = ["parked-stream"];

/** What stands still and waits for a person: tried again, or set aside with a reason. Nothing leaves the list for nowhere. */
export function ParkedSection() {
  const { t } = useLingui();
  const [shown, setShown] = useState<Shown>("open");
  const [aside, setAside] = useState<Entry | "stream" | null>(null);
  const [mended, setMended] = useState<Entry | null>(null);
  const list = usePaged("/parked", { show: shown });
  const mends = allowed(useAccount(), "operations.repair");
  return (
    <section aria-label={t`Incidents`}>
      <header>
        <h2>{t`Incidents`}</h2>
        <Choice name={t`Ce qui est montré`} value={shown} onChange={setShown} options={[{ key: "open", label: t`À reprendre` }, { key: "set_aside", label: t`Mis de côté` }, { key: "done", label: t`Repris` }]} />
      </header>
      <p className={css.soft}>{t`Ce que Palabre n’a pas pu faire seul, et garde jusqu’à ce qu’une personne décide. Rien n’est perdu.`}</p>
      <StreamCard mends={mends} setAside={() => setAside("stream")} />
      <p role="status">{mended && <><Badge tone="good" shape>{t`Repris`}</Badge> <MissingWords reader={mended.reader} /> <bdi dir="ltr" className={css.soft}>{mended.partition}.{mended.number}</bdi></>}</p>
      {list.rows.length > 0 && (
        <div className={ui.tableWrap}><table className={ui.table}>
          <caption className="unseen">{t`Incidents`}</caption>
          <thead><tr><th scope="col">{t`Depuis`}</th><th scope="col">{t`Ce qui manque`}</th><th scope="col">{t`Pourquoi`}</th><th scope="col">{t`Essais`}</th>{mends && shown !== "done" && <th scope="col"><span className="unseen">{t`Actions`}</span></th>}</tr></thead>
          <tbody>{list.rows.map((one) => <Row key={one.id} entry={one} mends={mends && shown !== "done"} setAside={() => setAside(one)} mended={setMended} />)}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && <Nothing shown={shown} />}
      <More list={list} />
      {aside && <AsideDialog what={aside} close={() => setAside(null)} />}
    </section>
  );
}

function Row({ entry, mends, setAside, mended }: { entry: Entry; mends: boolean; setAside: () => void; mended: (entry: Entry) => void }) {
  const { t } = useLingui();
  const again = useMutation({
    mutationFn: () => ask("post", "/parked/{entry}/retry", { path: { entry: entry.id } }),
    onSuccess: (after) => { if (after.state === "done") { mended(after); void relist("/parked"); } },
  });
  const now = again.data ?? entry;
  return (
    <tr>
      <td>{dayTime(entry.parked_at)}</td>
      <th scope="row"><MissingWords reader={entry.reader} /><br /><bdi dir="ltr" className={css.soft}>{entry.kind} {entry.partition}.{entry.number}</bdi></th>
      <td>
        {entry.state === "set_aside" && <><Badge shape>{t`Mis de côté`}</Badge> <bdi>{entry.reason}</bdi><br /></>}
        <bdi dir="ltr" className={css.soft}>{now.why}</bdi>
        <span role="status">{again.data && <Outcome entry={again.data} />}</span>
        <Fault error={again.error} />
      </td>
      <td className="numbers">{now.tries}</td>
      {mends && (
        <td className={ui.number}><span className={ui.row}>
          <Button size="small" kind="primary" isPending={again.isPending} onPress={() => again.mutate()}>{t`Réessayer`}</Button>
          {entry.state !== "set_aside" && <Button size="small" onPress={setAside}>{t`Écarter`}</Button>}
        </span></td>
      )}
    </tr>
  );
}

/** What came of trying again, in words. */
function Outcome({ entry }: { entry: Entry }) {
  const { t } = useLingui();
  if (entry.state === "done") return null; // said above the list, which it has left
  if (entry.state === "asked") return <Badge tone="notice" shape>{t`Demandé : l’essai est en cours`}</Badge>;
  return <Badge tone="warning" shape>{t`Essayé à l’instant : cela ne passe toujours pas`}</Badge>;
}

function MissingWords({ reader }: { reader: string }) {
  const { t } = useLingui();
  if (reader === "reporting") return <>{t`Un contact manque dans les chiffres`}</>;
  if (reader === "conversations") return <>{t`L’histoire d’une conversation est incomplète`}</>;
  if (reader === "owner") return <>{t`Un changement n’a pas été pris en compte`}</>;
  return <>{t`Une suite n’a pas été donnée`} (<bdi dir="ltr">{reader}</bdi>)</>;
}

/** The whole organisation stands still: said first, and loudly. */
function StreamCard({ mends, setAside }: { mends: boolean; setAside: () => void }) {
  const { t } = useLingui();
  const { data } = useQuery({ queryKey: STREAM, queryFn: () => ask("get", "/parked", { query: { limit: 1 } }) });
  const again = useMutation({ mutationFn: () => ask("post", "/parked/stream/retry"), onSuccess: () => queries.invalidateQueries({ queryKey: STREAM }) });
  const stream = data?.stream;
  if (!stream) return again.data && !again.data.stream ? <p role="status"><Badge tone="good" shape>{t`L’activité a repris`}</Badge></p> : null;
  return (
    <div role="alert" className={ui.stack}>
      <h3><Badge tone="bad" shape>{t`Tout est arrêté`}</Badge></h3>
      <p>{t`Un fait n’a pas pu être appliqué : depuis, plus aucune demande de votre organisation n’est traitée. Corrigez la cause (le plus souvent une mise à jour), puis réessayez.`}</p>
      <p className={css.soft}>{dayTime(stream.parked_at)} · <bdi dir="ltr">{stream.why}</bdi></p>
      <Fault error={again.error} />
      {mends && (
        <div className={ui.row}>
          <Button kind="primary" isPending={again.isPending} onPress={() => again.mutate()}>{t`Réessayer`}</Button>
          <Button onPress={setAside}>{t`Mettre ce fait de côté`}</Button>
        </div>
      )}
    </div>
  );
}

function AsideDialog({ what, close }: { what: Entry | "stream"; close: () => void }) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  const put = useMutation({
    mutationFn: async () => {
      const body = { reason: reason.trim() };
      await (what === "stream" ? ask("post", "/parked/stream/set-aside", { body }) : ask("post", "/parked/{entry}/set-aside", { path: { entry: what.id }, body }));
    },
    onSuccess: () => { void relist("/parked"); void queries.invalidateQueries({ queryKey: STREAM }); close(); },
  });
  return (
    <Dialog title={t`Écarter`} open close={close}>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); put.mutate(); }}>
        <p>{t`Ce ne sera plus tenté. L’entrée reste dans « Mis de côté », avec la raison, et peut être reprise.`}</p>
        <TextField label={t`Raison`} value={reason} onChange={(event) => setReason(event.target.value)} required autoFocus dir="auto" maxLength={500} />
        <Fault error={put.error} />
        <div className={ui.row}><Button type="submit" kind="primary" isPending={put.isPending} isDisabled={!reason.trim()}>{t`Écarter`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}

function Nothing({ shown }: { shown: Shown }) {
  const { t } = useLingui();
  if (shown === "open") return <Empty icon="check" title={t`Rien n’attend`}>{t`Ce qui ne passe pas s’arrêtera ici, avec la raison et un bouton pour réessayer.`}</Empty>;
  if (shown === "set_aside") return <Empty icon="list" title={t`Rien n’est mis de côté`}>{t`Ce que vous mettez de côté reste ici, avec sa raison.`}</Empty>;
  return <Empty icon="list" title={t`Rien encore`}>{t`Ce qui a été repris s’inscrira ici.`}</Empty>;
}
