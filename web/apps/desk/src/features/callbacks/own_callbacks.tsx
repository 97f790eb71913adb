import { useLingui } from "@lingui/react/macro";
import { serverNow } from "@palabre/live";
import { dayTime, number } from "@palabre/words";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { AddressText } from "#/features/customers/address.tsx";
import { useQueueNames } from "#/features/routing/names.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { useNow } from "#/shared/clock.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Empty, ui } from "#/shared/ui/ui.tsx";
import { isLate, nextOf, outcomeSaid, STATES, stateSaid, type Callback, type CallbackSearch } from "./callback_words.ts";
import css from "./callbacks.module.css";

const AskCallback = lazy(() => import("./ask_callback.tsx").then((file) => ({ default: file.AskCallback })));
const WAITING = "pending";

/** For an advisor: who is to be called back in the queues she answers for. She dials nothing: she is reserved, then the customer is called. */
export function OwnCallbacks() {
  const { t } = useLingui();
  const search = useSearch({ strict: false }) as CallbackSearch;
  const navigate = useNavigate();
  const account = useAccount();
  const names = useQueueNames();
  const state = search.state ?? WAITING;
  const list = usePaged("/callbacks/mine", { state: state === "all" ? null : state, number: search.number ?? null });
  const [digits, setDigits] = useState(search.number ?? "");
  const [asking, setAsking] = useState(false);
  useNow(30);
  const numbers = allowed(account, "customers.view") && !account.person.partner;
  const filter = (change: CallbackSearch) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value));
    void navigate({ to: "/callbacks", search: next, replace: true });
  };
  const searched = !!search.number || state !== WAITING;
  return (
    <section className={css.page} aria-label={t`Rappels de mes files`}>
      <header className={css.head}>
        <h1>{t`Rappels de mes files`}</h1>
        <div className={ui.row}>
          <Button icon="clock" onPress={() => void relist("/callbacks")} isDisabled={list.isFetching}>{t`Relire`}</Button>
          {allowed(account, "callbacks.request") && <Button kind="primary" icon="plus" onPress={() => setAsking(true)}>{t`Faire rappeler un client`}</Button>}
        </div>
      </header>
      <form className={css.filters} role="search" aria-label={t`Filtres`} onSubmit={(event) => { event.preventDefault(); filter({ number: digits.trim() }); }}>
        <Select label={t`État`} value={state} onChange={(event) => filter({ state: event.target.value })}>
          {Object.keys(STATES).map((one) => <option key={one} value={one}>{stateSaid(one)}</option>)}
          <option value="all">{t`Tous les états`}</option>
        </Select>
        {numbers && <><TextField label={t`Numéro`} type="search" value={digits} onChange={(event) => setDigits(event.target.value)} dir="ltr" maxLength={30} /><Button type="submit" icon="search">{t`Chercher`}</Button></>}
      </form>
      {list.rows.length > 0 && (
        <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Liste des rappels`}><table className={ui.table}>
          <caption className="unseen">{t`Rappels de mes files`}</caption>
          <thead><tr><th scope="col">{t`Client`}</th><th scope="col">{t`File`}</th><th scope="col">{t`État`}</th><th scope="col">{t`Promis avant`}</th><th scope="col" className={ui.number}>{t`Essais`}</th><th scope="col">{t`Ensuite`}</th></tr></thead>
          <tbody>{list.rows.map((one) => <OwnRow key={one.id} one={one} queue={names.get(one.queue) ?? t`File`} numbers={numbers} />)}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && (searched
        ? <Empty icon="search" title={t`Aucun rappel de ce genre`} action={<Button onPress={() => { setDigits(""); filter({ state: "", number: "" }); }}>{t`Voir qui est à rappeler`}</Button>}>{t`Rien dans vos files ne répond à ces filtres.`}</Empty>
        : <Empty icon="phone" title={t`Personne à rappeler`}>{t`Qui garde sa place s’affiche ici. Quand son tour vient, on vous garde libre, puis on l’appelle pour vous : vous n’avez rien à composer.`}</Empty>)}
      <More list={list} />
      {asking && <Suspense fallback={null}><AskCallback close={() => setAsking(false)} /></Suspense>}
    </section>
  );
}

function OwnRow({ one, queue, numbers }: { one: Callback; queue: string; numbers: boolean }) {
  const { t } = useLingui();
  const now = serverNow();
  const next = nextOf(one, now);
  const who = numbers ? <AddressText kind="phone" value={one.number || t`effacé`} /> : <span className={css.soft}>{t`numéro masqué`}</span>;
  return (
    <tr data-callback={one.id} data-state={one.state}>
      <th scope="row">{one.customer ? <Link to="/customers" search={{ customer: one.customer }}>{who}</Link> : who}</th>
      <td><bdi>{queue}</bdi></td>
      <td><Badge tone={STATES[one.state]?.tone ?? "plain"} shape>{stateSaid(one.state)}</Badge></td>
      <td>{isLate(one, now) ? <Badge tone="warning" shape>{dayTime(one.promised)}</Badge> : dayTime(one.promised)}</td>
      <td className={ui.number}>{number(one.tries)}{one.last_outcome && <><br /><span className={css.soft}>{outcomeSaid(one.last_outcome)}</span></>}</td>
      <td>{next === null ? <span className={css.soft}>{one.ended_at ? t`fini ${dayTime(one.ended_at)}` : ""}</span> : next === 0 ? t`à son tour` : dayTime(next)}</td>
    </tr>
  );
}
