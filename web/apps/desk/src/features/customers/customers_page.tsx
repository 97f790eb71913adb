import { useLingui } from "@lingui/react/macro";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useCustomer, useTimeline } from "#/features/conversations/data.ts";
import { EarlierContact } from "#/features/conversations/timeline.tsx";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { More, usePaged } from "#/shared/paged.tsx";
import { TextField } from "#/shared/ui/fields.tsx";
import { Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { AddressText } from "./address.tsx";
import { CustomerFacts, CustomerForm } from "./customer_card.tsx";
import css from "./customers.module.css";

const AskCallback = lazy(() => import("#/features/callbacks/ask_callback.tsx").then((file) => ({ default: file.AskCallback })));
const AccountManager = lazy(() => import("#/features/routing/account_manager.tsx").then((file) => ({ default: file.AccountManager })));

/** Find somebody, then read her whole history. What is searched stands in the address. */
export function CustomersPage() {
  const { t } = useLingui();
  const { q = "", customer } = useSearch({ strict: false }) as { q?: string; customer?: string };
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const wanted = q.trim();
  const list = usePaged("/customers", { q: wanted });
  const search = (next: { q?: string; customer?: string }) => void navigate({ to: "/customers", search: next, replace: true });
  return (
    <div className={css.page}>
      <section className={css.list} aria-label={t`Clients trouvés`}>
        <h1 className={css.title}>{t`Clients`}</h1>
        <form role="search" onSubmit={(event) => { event.preventDefault(); search({ q: text.trim() }); }} className={css.search}>
          <TextField label={t`Nom, numéro ou e-mail`} type="search" value={text} onChange={(event) => setText(event.target.value)} dir="auto" />
          <Button type="submit" icon="search">{t`Chercher`}</Button>
        </form>
        <ul className={css.rows} aria-busy={list.isFetching}>
          {list.rows.map((one) => (
            <li key={one.id}>
              <button type="button" className={css.row} aria-pressed={one.id === customer} onClick={() => search({ ...(q ? { q } : {}), customer: one.id })}>
                <strong><bdi>{one.name || t`Sans nom`}</bdi></strong>
                <span>{one.addresses[0] ? <AddressText kind={one.addresses[0].kind} value={one.addresses[0].value} /> : null}</span>
              </button>
            </li>
          ))}
        </ul>
        <More list={list} />
        {list.loaded && list.rows.length === 0 && <Empty icon="people" title={t`Personne à ce nom`}>{t`Essayez le début d’un nom, d’un numéro ou d’une adresse. Un client est créé de lui-même à son premier contact.`}</Empty>}
      </section>
      {customer ? <CustomerView key={customer} id={customer} /> : <Empty icon="people" title={t`Choisissez un client`}>{t`Son histoire s’affiche ici, tous canaux réunis.`}</Empty>}
    </div>
  );
}

function CustomerView({ id }: { id: string }) {
  const { t } = useLingui();
  const { data: customer, error, refetch } = useCustomer(id);
  const timeline = useTimeline(id);
  const [editing, setEditing] = useState(false);
  const [calling, setCalling] = useState(false);
  const phone = customer?.addresses.find((one) => one.kind === "phone")?.value;
  const account = useAccount();
  const asks = allowed(account, "callbacks.request");
  const places = allowed(account, "people.view");
  const name = customer?.name || t`Sans nom`;
  return (
    <article className={css.view} aria-label={name}>
      <div className={ui.spread}><h2 className={css.name}><bdi>{name}</bdi></h2><span className={ui.row}>{phone && asks && <Button icon="phone" onPress={() => setCalling(true)}>{t`Faire rappeler`}</Button>}{customer && !editing && <Button icon="edit" onPress={() => setEditing(true)}>{t`Modifier`}</Button>}</span></div>
      {calling && <Suspense fallback={null}><AskCallback number={phone ?? ""} close={() => setCalling(false)} /></Suspense>}
      <Fault error={error ?? timeline.error} retry={() => { void refetch(); void timeline.refetch(); }} />
      {customer && (editing ? <CustomerForm customer={customer} done={() => setEditing(false)} /> : <CustomerFacts customer={customer} />)}
      {places && <Suspense fallback={null}><AccountManager customer={id} /></Suspense>}
      <h3>{t`Contacts`}</h3>
      <div className={css.contacts}>{timeline.data?.map((row) => <EarlierContact key={row.id} row={row} />)}</div>
      {timeline.data?.length === 0 && <p className={css.none}>{t`Aucun contact encore.`}</p>}
    </article>
  );
}
