import { useLingui } from "@lingui/react/macro";
import type { LiveQueue } from "@palabre/contracts";
import { serverNow } from "@palabre/live";
import { duration } from "@palabre/words";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { channelIcon, channelWord } from "#/features/desk/status_words.ts";
import { ask } from "#/shared/api.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Badge, Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./explain.module.css";
import { usePeopleNames } from "./names.ts";
import { WhyHer } from "./why_her.tsx";

const WhyWaiting = lazy(() => import("./why_waiting.tsx").then((file) => ({ default: file.WhyWaiting })));
const SHOWN = 20;

/** Who waits, the longest first, each with its reason. Read again when the live queues say that somebody came or went. */
export function WaitingSection({ queues, names }: { queues: readonly LiveQueue[]; names: Map<string, string> }) {
  const { t } = useLingui();
  const [why, setWhy] = useState("");
  const [her, setHer] = useState("");
  const moved = queues.map((one) => `${one.queue}:${one.waiting}:${one.offered}:${one.longest_since}`).join();
  const waiting = queues.reduce((sum, one) => sum + one.waiting, 0);
  const one = queues.length === 1 ? queues[0]!.queue : undefined;
  const list = useQuery({ queryKey: ["waiting", one, moved], queryFn: () => ask("get", "/routing/waiting", { query: { limit: SHOWN, ...(one ? { queue: one } : {}) } }), enabled: waiting > 0, placeholderData: keepPreviousData, gcTime: 10_000 });
  const shown = new Set(queues.map((each) => each.queue));
  const rows = waiting > 0 ? (list.data ?? []).filter((row) => shown.has(row.queue)) : [];
  const people = usePeopleNames(rows.map((row) => row.offered_to));
  const kinds: Record<string, string> = { callback: t`rappel`, transfer: t`transfert`, consult: t`consultation`, outbound: t`appel sortant` };
  return (
    <>
      <Fault error={waiting > 0 ? list.error : null} retry={() => void list.refetch()} />
      {rows.length === 0 && !list.error && <Empty icon="clock" title={t`Personne n’attend`}>{t`Qui attend s’affiche ici, avec la raison de son attente.`}</Empty>}
      {rows.length > 0 && (
        <div className={ui.tableWrap}><table className={ui.table}>
          <caption className="unseen">{t`En attente`}</caption>
          <thead><tr><th scope="col">{t`File`}</th><th scope="col">{t`Canal`}</th><th scope="col">{t`Attend depuis`}</th><th scope="col">{t`Maintenant`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{rows.map((row) => (
            <tr key={row.item} data-item={row.item}>
              <th scope="row"><bdi>{names.get(row.queue) ?? t`File`}</bdi></th>
              <td><span className={ui.row}><Icon name={channelIcon(row.channel)} size={16} />{channelWord(row.channel)}{kinds[row.kind] && <Badge>{kinds[row.kind]}</Badge>}</span></td>
              <td>{duration(serverNow() - row.since)}</td>
              <td>{row.offered_to ? <><Badge tone="notice" shape>{t`ça sonne`}</Badge> <bdi>{people.get(row.offered_to) ?? ""}</bdi></> : <span className={css.soft}>{t`cherche quelqu’un`}</span>}{her === row.offer && her && <WhyHer offer={her} />}</td>
              <td className={ui.number}><span className={ui.row}>
                <Button size="small" onPress={() => setWhy(row.item)}>{t`Pourquoi attend-il encore ?`}</Button>
                {row.offer && <Button size="small" kind="quiet" aria-expanded={her === row.offer} onPress={() => setHer(her === row.offer ? "" : row.offer!)}>{t`Pourquoi elle ?`}</Button>}
              </span></td>
            </tr>
          ))}</tbody>
        </table></div>
      )}
      {why && <Suspense fallback={null}><WhyWaiting item={why} close={() => setWhy("")} /></Suspense>}
    </>
  );
}
