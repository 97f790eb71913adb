import { useLingui } from "@lingui/react/macro";
import { serverNow } from "@palabre/live";
import { dayTime, number } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { AddressText } from "#/features/customers/address.tsx";
import { useQueueNames } from "#/features/routing/names.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask, withQuery } from "#/shared/api.ts";
import { useNow } from "#/shared/clock.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Icon } from "#/shared/ui/icons.tsx";
import { Badge, Button, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { askedSaid, isLate, nextOf, outcomeSaid, STATES, stateSaid, type Callback, type CallbackSearch } from "./callback_words.ts";
import css from "./callbacks.module.css";

const AskCallback = lazy(() => import("./ask_callback.tsx").then((file) => ({ default: file.AskCallback })));
const OwnCallbacks = lazy(() => import("./own_callbacks.tsx").then((file) => ({ default: file.OwnCallbacks })));
const Rules = lazy(() => import("./callback_rules.tsx").then((file) => ({ default: file.CallbackRulesDialog })));

/** A supervisor sees all, an advisor those of her queues. */
export function CallbacksPage() {
  return allowed(useAccount(), "callbacks.view") ? <AllCallbacks /> : <Suspense fallback={null}><OwnCallbacks /></Suspense>;
}

/** Who is to be called back, and what became of it. */
function AllCallbacks() {
  const { t } = useLingui();
  const search = useSearch({ strict: false }) as CallbackSearch;
  const navigate = useNavigate();
  const account = useAccount();
  const names = useQueueNames();
  const list = usePaged("/callbacks", { ...search });
  const [digits, setDigits] = useState(search.number ?? "");
  const [open, setOpen] = useState<"ask" | "rules" | Callback | null>(null);
  const [again, setAgain] = useState<Callback | null>(null);
  useNow(30);
  const asks = allowed(account, "callbacks.request");
  const filter = (change: CallbackSearch) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value));
    void navigate({ to: "/callbacks", search: next, replace: true });
  };
  const close = () => setOpen(null);
  return (
    <section className={css.page} aria-label={t`Rappels`}>
      <header className={css.head}>
        <h1>{t`Rappels`}</h1>
        <div className={ui.row}>
          <Button icon="clock" onPress={() => void relist("/callbacks")} isDisabled={list.isFetching}>{t`Relire`}</Button>
          <a className={ui.button ?? ""} href={`/api${withQuery("/callbacks.csv", { ...search })}`} download><Icon name="down" />{t`Exporter`}</a>
          <Button icon="setup" onPress={() => setOpen("rules")}>{t`Règles des rappels`}</Button>
          {asks && <Button kind="primary" icon="plus" onPress={() => setOpen("ask")}>{t`Faire rappeler un client`}</Button>}
        </div>
      </header>
      <form className={css.filters} role="search" aria-label={t`Filtres`} onSubmit={(event) => { event.preventDefault(); filter({ number: digits.trim() }); }}>
        <Select label={t`File`} value={search.queue ?? ""} onChange={(event) => filter({ queue: event.target.value })}>
          <option value="">{t`Toutes les files`}</option>
          {[...names].map(([id, name]) => <option key={id} value={id}>{name}</option>)}
        </Select>
        <Select label={t`État`} value={search.state ?? ""} onChange={(event) => filter({ state: event.target.value })}>
          <option value="">{t`Tous les états`}</option>
          {Object.keys(STATES).map((state) => <option key={state} value={state}>{stateSaid(state)}</option>)}
        </Select>
        <TextField label={t`Numéro`} type="search" value={digits} onChange={(event) => setDigits(event.target.value)} dir="ltr" maxLength={30} />
        <Button type="submit" icon="search">{t`Chercher`}</Button>
      </form>
      <div role="status">{again && <span className={ui.row}><Badge shape>{t`Annulé`}</Badge><AddressText kind="phone" value={again.number} /><AskAgain of={again} done={() => setAgain(null)} /></span>}</div>
      {list.rows.length > 0 && (
        <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Liste des rappels`}><table className={ui.table}>
          <caption className="unseen">{t`Rappels`}</caption>
          <thead><tr><th scope="col">{t`Numéro`}</th><th scope="col">{t`File`}</th><th scope="col">{t`État`}</th><th scope="col">{t`Demandé`}</th><th scope="col">{t`Promis avant`}</th><th scope="col" className={ui.number}>{t`Essais`}</th><th scope="col">{t`Ensuite`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{list.rows.map((one) => <CallbackRow key={one.id} one={one} queue={names.get(one.queue) ?? t`File`} cancel={asks ? () => setOpen(one) : undefined} />)}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && <Empty icon="phone" title={t`Aucun rappel ici`}>{t`Qui préfère ne pas attendre garde sa place : sa demande s’affiche ici, puis on l’appelle quand son tour vient.`}</Empty>}
      <More list={list} />
      <Suspense fallback={null}>
        {open === "ask" && <AskCallback close={close} queue={search.queue ?? ""} />}
        {open === "rules" && <Rules close={close} edits={allowed(account, "callbacks.edit")} />}
      </Suspense>
      {open && typeof open === "object" && <CancelDialog one={open} close={close} cancelled={() => { setAgain(open); close(); }} />}
    </section>
  );
}

function CallbackRow({ one, queue, cancel }: { one: Callback; queue: string; cancel: (() => void) | undefined }) {
  const { t } = useLingui();
  const now = serverNow();
  const next = nextOf(one, now);
  return (
    <tr data-callback={one.id} data-state={one.state}>
      <th scope="row">{one.customer ? <Link to="/customers" search={{ customer: one.customer }}><AddressText kind="phone" value={one.number || t`effacé`} /></Link> : <AddressText kind="phone" value={one.number || t`effacé`} />}</th>
      <td><bdi>{queue}</bdi></td>
      <td><Badge tone={STATES[one.state]?.tone ?? "plain"} shape>{stateSaid(one.state)}</Badge></td>
      <td>{dayTime(one.requested_at)}<br /><span className={css.soft}>{askedSaid(one.asked_by)}</span></td>
      <td>{isLate(one, now) ? <Badge tone="warning" shape>{dayTime(one.promised)}</Badge> : dayTime(one.promised)}</td>
      <td className={ui.number}>{number(one.tries)}{one.last_outcome && <><br /><span className={css.soft}>{outcomeSaid(one.last_outcome)}</span></>}</td>
      <td>{next === null ? <span className={css.soft}>{one.ended_at ? t`fini ${dayTime(one.ended_at)}` : ""}</span> : next === 0 ? t`à son tour` : dayTime(next)}</td>
      <td className={ui.number}>{cancel && one.state === "pending" && <Button size="small" icon="close" onPress={cancel} aria-label={t`Annuler le rappel de ${one.number}`}>{t`Annuler`}</Button>}</td>
    </tr>
  );
}

function CancelDialog({ one, close, cancelled }: { one: Callback; close: () => void; cancelled: () => void }) {
  const { t } = useLingui();
  const send = useMutation({ mutationFn: () => ask("delete", "/callbacks/{callback}", { path: { callback: one.id } }), onSuccess: () => { void relist("/callbacks"); cancelled(); }, onError: () => relist("/callbacks") });
  return (
    <Dialog title={t`Annuler ce rappel ?`} open close={close}>
      <p><AddressText kind="phone" value={one.number} /> : {t`on ne l’appellera plus, et sa place est perdue.`}</p>
      <Fault error={send.error} />
      <div className={ui.row}><Button kind="danger" isPending={send.isPending} onPress={() => send.mutate()}>{t`Ne plus appeler`}</Button><Button onPress={close} autoFocus>{t`Garder le rappel`}</Button></div>
    </Dialog>
  );
}

/** A place given up is not given back; the number is asked for again. */
function AskAgain({ of, done }: { of: Callback; done: () => void }) {
  const { t } = useLingui();
  const send = useMutation({ mutationFn: () => ask("post", "/callbacks", { body: { queue: of.queue, number: of.number, due: of.due > serverNow() ? of.due : 0 } }), onSuccess: () => { void relist("/callbacks"); done(); } });
  return <><Button size="small" icon="undo" isPending={send.isPending} onPress={() => send.mutate()}>{t`Redemander, à la fin de la file`}</Button><Fault error={send.error} /></>;
}
