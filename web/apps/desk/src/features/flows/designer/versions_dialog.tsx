import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask, call } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Select } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { ComparisonWords } from "./comparison.tsx";
import css from "./designer.module.css";
import { Moment } from "./moment.tsx";
import { faultWords } from "./step_words.ts";

interface Version { version: number; published_at: number; note: string }
interface Planned { id: string; at: number; state: string; version: number | null; faults: [string, string, string][]; note: string }

/** Versions that were in service, what differs between two of them, and publications to come. */
export function VersionsDialog({ id, published, restore, close }: { id: string; published: number | null; restore: (version: number) => Promise<void>; close: () => void }) {
  const { t } = useLingui();
  const account = useAccount();
  const versions = usePaged<Version>(`/flows/${id}/versions`);
  const planned = usePaged<Planned>(`/flows/${id}/publications`);
  const [before, setBefore] = useState<string | null>(null);
  const [after, setAfter] = useState("");
  const newest = versions.rows[0]?.version;
  const from = before ?? (newest ? String(newest) : "");
  const comparison = useQuery({ queryKey: ["flow", id, "comparison", from, after], queryFn: () => ask("get", "/flows/{id}/comparison", { path: { id }, query: { ...(from ? { before: Number(from) } : {}), ...(after ? { after: Number(after) } : {}) } }), enabled: from !== after, gcTime: 0, staleTime: 0 });
  const back = useMutation({ mutationFn: restore, onSuccess: close });
  const cancel = useMutation({ mutationFn: (one: string) => call("DELETE", `/flow-publications/${one}`), onSuccess: () => relist(`/flows/${id}/publications`) });
  const options = <><option value="">{t`le brouillon`}</option>{versions.rows.map((one) => <option key={one.version} value={one.version}>{t`la version ${one.version}`}</option>)}</>;
  const states: Record<string, string> = { waiting: t`prévue`, published: t`publiée`, cancelled: t`annulée`, refused: t`refusée` };
  return (
    <Dialog title={t`Versions`} open close={close} wide>
      {versions.loaded && versions.rows.length === 0 ? <Empty icon="list" title={t`Aucune version`}>{t`La première naît avec la première publication.`}</Empty> : (
        <div className={ui.tableWrap}><table className={ui.table}>
          <caption className="unseen">{t`Versions`}</caption>
          <thead><tr><th scope="col">{t`Version`}</th><th scope="col">{t`Publiée`}</th><th scope="col">{t`Note`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{versions.rows.map((one) => (
            <tr key={one.version} data-version={one.version}><th scope="row">{one.version} {one.version === published && <Badge tone="good" shape>{t`en service`}</Badge>}</th><td><Moment at={one.published_at} /></td><td><bdi dir="auto">{one.note}</bdi></td><td className={ui.number}>{allowed(account, "flows.edit") && <Button size="small" icon="undo" isPending={back.isPending && back.variables === one.version} onPress={() => back.mutate(one.version)} aria-label={t`Reprendre la version ${one.version} dans le brouillon`}>{t`Reprendre dans le brouillon`}</Button>}</td></tr>
          ))}</tbody>
        </table></div>
      )}
      <More list={versions} />
      <Fault error={back.error ?? cancel.error} />
      {versions.rows.length > 0 && (
        <section aria-label={t`Comparer`} className={ui.stack}>
          <h3>{t`Comparer`}</h3>
          <div className={css.pair}><Select label={t`De`} value={from} onChange={(event) => setBefore(event.target.value)}>{options}</Select><Select label={t`À`} value={after} onChange={(event) => setAfter(event.target.value)}>{options}</Select></div>
          <Fault error={comparison.error} />
          {from !== after && comparison.data && <ComparisonWords comparison={comparison.data} />}
        </section>
      )}
      {planned.rows.length > 0 && (
        <section aria-label={t`Publications à venir`} className={ui.stack}>
          <h3>{t`Publications à venir`}</h3>
          <ul className={css.comparison}>{planned.rows.map((one) => <li key={one.id} data-publication={one.state}><span><Moment at={one.at} /> <Badge tone={one.state === "waiting" ? "notice" : one.state === "refused" ? "bad" : "plain"} shape>{states[one.state] ?? one.state}</Badge> <bdi dir="auto">{one.note}</bdi></span>{one.state === "waiting" && allowed(account, "flows.publish") && <Button size="small" icon="close" onPress={() => cancel.mutate(one.id)}>{t`Annuler cette publication`}</Button>}{one.state === "refused" && <ul className={css.wrongs} aria-label={t`À corriger d’abord :`}>{one.faults.map(([code, where, what]) => <li key={code + where + what}>{where && <bdi>{where.replaceAll("_", " ")} : </bdi>}{faultWords({ code, where, what })}</li>)}</ul>}</li>)}</ul>
        </section>
      )}
    </Dialog>
  );
}
