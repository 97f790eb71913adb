import { useLingui } from "@lingui/react/macro";
import type { Answer } from "@palabre/contracts";
import { dayTime, duration } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { AddressText } from "#/features/customers/address.tsx";
import { useQueueNames } from "#/features/routing/names.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Select } from "#/shared/ui/fields.tsx";
import { Badge, Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "../recordings/recordings.module.css";

export interface VoiceMessageSearch { queue?: string; show?: string }
type Row = Answer<"get", "/voice-messages">["rows"][number];

/** What customers said when nobody could answer: played, called back, done. */
export function VoiceMessagesPage() {
  const { t } = useLingui();
  const search = useSearch({ strict: false }) as VoiceMessageSearch;
  const navigate = useNavigate();
  const queues = useQueueNames();
  const list = usePaged("/voice-messages", { queue: search.queue ?? null, done: search.show === "all" ? null : search.show === "done" });
  const filter = (change: VoiceMessageSearch) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value));
    void navigate({ to: "/voice-messages", search: next, replace: true });
  };
  return (
    <section className={css.page} aria-label={t`Messages vocaux`}>
      <header className={css.head}>
        <h1>{t`Messages vocaux`}</h1>
        <Button icon="clock" onPress={() => void relist("/voice-messages")} isDisabled={list.isFetching}>{t`Relire`}</Button>
      </header>
      <div className={css.filters} role="search" aria-label={t`Filtres`}>
        <Select label={t`File`} value={search.queue ?? ""} onChange={(event) => filter({ queue: event.target.value })}>
          <option value="">{t`Toutes les files`}</option>
          {[...queues].map(([id, name]) => <option key={id} value={id}>{name}</option>)}
        </Select>
        <Select label={t`État`} value={search.show ?? ""} onChange={(event) => filter({ show: event.target.value })}>
          <option value="">{t`À traiter`}</option>
          <option value="done">{t`Traités`}</option>
          <option value="all">{t`Tous les états`}</option>
        </Select>
      </div>
      {list.rows.length > 0 && (
        <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Liste des messages vocaux`}><table className={ui.table}>
          <caption className="unseen">{t`Messages vocaux`}</caption>
          <thead><tr><th scope="col">{t`Numéro`}</th><th scope="col">{t`File`}</th><th scope="col">{t`Laissé`}</th><th scope="col">{t`Écouter`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{list.rows.map((one) => <MessageRow key={one.id} one={one} queue={queues.get(one.queue) ?? t`File`} />)}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && <Empty icon="phone" title={t`Aucun message vocal ici`}>{t`Quand personne ne peut répondre, un flux peut proposer de laisser un message : il s’affiche ici.`}</Empty>}
      <More list={list} />
    </section>
  );
}

function MessageRow({ one, queue }: { one: Row; queue: string }) {
  const { t } = useLingui();
  const account = useAccount();
  const [asked, setAsked] = useState(!!one.callback);
  const turn = useMutation({ mutationFn: (on: boolean) => ask("post", "/voice-messages/{message}/done", { path: { message: one.id }, body: { on } }), onSuccess: () => void relist("/voice-messages") });
  const callBack = useMutation({ mutationFn: () => ask("post", "/voice-messages/{message}/callback", { path: { message: one.id } }), onSuccess: () => setAsked(true) });
  const hold = useMutation({ mutationFn: (on: boolean) => ask("put", "/voice-messages/{message}/hold", { path: { message: one.id }, body: { on } }), onSuccess: () => void relist("/voice-messages") });
  const from = one.number || t`masqué`;
  return (
    <tr data-voice-message={one.id} data-done={one.done_at ? true : undefined}>
      <th scope="row">{one.customer ? <Link to="/customers" search={{ customer: one.customer }}><AddressText kind="phone" value={from} /></Link> : <AddressText kind="phone" value={from} />}</th>
      <td><bdi>{queue}</bdi></td>
      <td>{dayTime(one.left_at)}<br /><span className={css.soft}>{duration(one.seconds * 1000)}</span>{one.held && <> <Badge tone="warning" shape>{t`Conservé`}</Badge></>}</td>
      <td>
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what was said on the phone has no transcript yet */}
        <audio controls preload="none" src={`/api/voice-messages/${one.id}`} aria-label={t`Message de ${from}`} />
      </td>
      <td className={ui.number}>
        <div className={ui.row}>
          {one.number && allowed(account, "callbacks.request") && (asked ? <Badge tone="good" shape>{t`Rappel demandé`}</Badge> : <Button size="small" icon="phone" isPending={callBack.isPending} onPress={() => callBack.mutate()} aria-label={t`Faire rappeler ${from}`}>{t`Faire rappeler`}</Button>)}
          <Button size="small" icon={one.done_at ? "undo" : "check"} isPending={turn.isPending} onPress={() => turn.mutate(!one.done_at)}>{one.done_at ? t`À retraiter` : t`Traité`}</Button>
          {allowed(account, "recordings.export") && <a className={ui.button ?? ""} href={`/api/voice-messages/${one.id}/vcon`} download aria-label={t`Exporter en vCon le message de ${from}`}>{t`vCon`}</a>}
          {allowed(account, "recordings.erase") && <Button size="small" icon="key" isPending={hold.isPending} onPress={() => hold.mutate(!one.held)} aria-label={one.held ? t`Lever la conservation du message de ${from}` : t`Conserver pour la justice le message de ${from}`}>{one.held ? t`Lever la conservation` : t`Conserver pour la justice`}</Button>}
        </div>
        <Fault error={turn.error ?? callBack.error ?? hold.error} />
      </td>
    </tr>
  );
}
