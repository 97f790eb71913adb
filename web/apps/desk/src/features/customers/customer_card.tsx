import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Customer } from "@palabre/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { queries } from "#/app/queries.ts";
import css from "#/features/conversations/context_panel.module.css";
import { cardKey, customerKey, useCustomer, type ConversationCard } from "#/features/conversations/data.ts";
import { ask } from "#/shared/api.ts";
import { TextArea, TextField } from "#/shared/ui/fields.tsx";
import { Button, Fault, ui } from "#/shared/ui/ui.tsx";
import { AddressText } from "./address.tsx";

const CallButton = lazy(() => import("#/features/desk/call/call_button.tsx"));

/** All who share this number or mailbox: a presented number is a claim, not a person. */
function useSharing(card: ConversationCard) {
  const kind = card.address_kind;
  return useQuery({
    queryKey: ["sharing", kind, card.address_value],
    queryFn: async () => (await ask("get", "/customers", { query: { [kind]: card.address_value, limit: 10 } })).rows,
    enabled: (kind === "phone" || kind === "email") && !!card.address_value,
  });
}

export function CustomerCard({ card }: { card: ConversationCard }) {
  const { t } = useLingui();
  const [editing, setEditing] = useState(false);
  const { data: customer, error, refetch } = useCustomer(card.customer);
  const sharing = useSharing(card).data ?? [];
  const pick = useMutation({
    mutationFn: (id: string) => ask("put", "/conversations/{conversation}/customer", { path: { conversation: card.id }, body: { customer: id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: cardKey(card.id) }),
  });
  const others = sharing.filter((one) => one.id !== card.customer);
  return (
    <section aria-label={t`Client`}>
      <div className={ui.spread}>
        <h2>{t`Client`}</h2>
        {customer && !editing && <Button size="small" kind="quiet" icon="edit" onPress={() => setEditing(true)} aria-label={t`Modifier le client`}>{t`Modifier`}</Button>}
      </div>
      <Fault error={error} retry={() => void refetch()} />
      {editing && customer
        ? <CustomerForm customer={customer} done={() => setEditing(false)} />
        : <CustomerFacts customer={customer} card={card} />}
      {others.length > 0 && (
        <div className={ui.stack}>
          <p className={css.muted}><Plural value={others.length + 1} one="# personne partage cette adresse." other="# personnes partagent cette adresse." /> <Trans>Qui est-ce ?</Trans></p>
          <div className={ui.row}>{others.map((one) => <Button key={one.id} size="small" onPress={() => pick.mutate(one.id)}><bdi>{one.name || t`Sans nom`}</bdi></Button>)}</div>
          <Fault error={pick.error} />
        </div>
      )}
    </section>
  );
}

export function CustomerFacts({ customer, card }: { customer: Customer | undefined; card?: ConversationCard }) {
  const { t } = useLingui();
  const others = (customer?.addresses ?? []).filter((one) => one.value !== card?.address_value);
  return (
    <dl className={css.facts}>
      <div><dt>{t`Nom`}</dt><dd><bdi>{customer?.name || t`Non renseigné`}</bdi></dd></div>
      {card && <div><dt>{t`Se présente par`}</dt><dd><AddressText kind={card.address_kind} value={card.address_value} />{card.address_kind === "phone" && /\d/.test(card.address_value) && <Suspense fallback={null}><CallButton number={card.address_value} /></Suspense>}</dd></div>}
      {others.map((one) => <div key={`${one.kind}${one.value}`}><dt>{one.kind === "email" ? t`E-mail` : one.kind === "phone" ? t`Téléphone` : t`Site`}</dt><dd><AddressText kind={one.kind} value={one.value} />{one.kind === "phone" && <Suspense fallback={null}><CallButton number={one.value} /></Suspense>}</dd></div>)}
      {card && <div><dt>{t`Arrivé par`}</dt><dd><AddressText kind={card.channel === "voice" ? "phone" : ""} value={card.entry} /></dd></div>}
      {Object.entries(customer?.attributes ?? {}).map(([name, value]) => <div key={name}><dt><bdi>{name}</bdi></dt><dd><bdi>{value}</bdi></dd></div>)}
      {customer?.note && <div><dt>{t`À savoir`}</dt><dd dir="auto">{customer.note}</dd></div>}
    </dl>
  );
}

export function CustomerForm({ customer, done }: { customer: Customer; done: () => void }) {
  const { t } = useLingui();
  const [name, setName] = useState(customer.name);
  const [note, setNote] = useState(customer.note);
  const save = useMutation({
    mutationFn: () => ask("patch", "/customers/{customer}", { path: { customer: customer.id }, body: { version: customer.version, name: name.trim(), note: note.trim() } }),
    onSuccess: (saved) => { queries.setQueryData(customerKey(customer.id), saved); done(); },
  });
  return (
    <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <TextField label={t`Nom`} value={name} onChange={(event) => setName(event.target.value)} maxLength={200} autoFocus dir="auto" />
      <TextArea label={t`À savoir`} value={note} onChange={(event) => setNote(event.target.value)} maxLength={2000} dir="auto" />
      <Fault error={save.error} />
      <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending}>{t`Enregistrer`}</Button><Button kind="quiet" onPress={done}>{t`Annuler`}</Button></div>
    </form>
  );
}
