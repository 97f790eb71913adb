import { useLingui } from "@lingui/react/macro";
import { dayTime, number } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { ImportFile } from "./import_file.tsx";
import css from "./outbound.module.css";
import { dispositionSaid, outcomeSaid, ruleSaid } from "./outbound_words.ts";

interface Contact { id: string; number: string; name: string; zone: string; attempts: number; outcome: string; disposition: string; refusal: string; next_at: number }
const KEY = ["outbound", "lists"];

/** Lists: made, filled from files, an import taken back. */
export function Lists({ chosen, choose }: { chosen: string; choose: (id: string) => void }) {
  const { t } = useLingui();
  const edits = allowed(useAccount(), "outbound.edit");
  const lists = useQuery({ queryKey: KEY, queryFn: () => ask("get", "/outbound/lists") });
  const [name, setName] = useState("");
  const make = useMutation({ mutationFn: () => ask("post", "/outbound/lists", { body: { name } }), onSuccess: (one) => { setName(""); void queries.invalidateQueries({ queryKey: KEY }); choose(one.id); } });
  const id = chosen || lists.data?.[0]?.id || "";
  return (
    <>
      {edits && <form className={ui.row} onSubmit={(event) => { event.preventDefault(); if (name.trim()) make.mutate(); }}><TextField label={t`Nouvelle liste`} value={name} onChange={(event) => setName(event.target.value)} maxLength={200} /><Button type="submit" icon="plus" isPending={make.isPending} isDisabled={!name.trim()}>{t`Créer`}</Button></form>}
      <Fault error={lists.error ?? make.error} />
      {lists.isSuccess && lists.data.length === 0 && <Empty icon="list" title={t`Aucune liste`}>{t`Une liste reçoit des numéros d’un fichier ; rien n’est pris avant que vous ayez lu le rapport.`}</Empty>}
      {id && <><Select label={t`Liste`} value={id} onChange={(event) => choose(event.target.value)}>{lists.data?.map((one) => <option key={one.id} value={one.id}>{`${one.name} (${number(one.contacts)})`}</option>)}</Select><OneList key={id} id={id} edits={edits} /></>}
    </>
  );
}

function OneList({ id, edits }: { id: string; edits: boolean }) {
  const { t } = useLingui();
  const [importing, setImporting] = useState(false);
  const contacts = usePaged<Contact>(`/outbound/lists/${id}/contacts`);
  const imports = useQuery({ queryKey: ["outbound", "imports", id], queryFn: () => ask("get", "/outbound/lists/{calling_list}/imports", { path: { calling_list: id } }) });
  const renew = () => { void relist("/outbound/lists"); void queries.invalidateQueries({ queryKey: ["outbound"] }); };
  const undo = useMutation({ mutationFn: (imported: string) => ask("delete", "/outbound/imports/{imported}", { path: { imported } }), onSuccess: renew });
  return (
    <>
      {edits && <div className={ui.row}><Button icon="plus" onPress={() => setImporting(true)}>{t`Importer un fichier`}</Button></div>}
      {(imports.data?.length ?? 0) > 0 && <ul aria-label={t`Imports`}>{imports.data?.map((one) => { const accepted = number(one.accepted); return <li key={one.id}><bdi>{one.file_name}</bdi> · {dayTime(one.imported_at)} · {t`${accepted} numéros`} {one.undone_at ? <span className={css.soft}>{t`annulé`}</span> : edits && <Button size="small" icon="undo" onPress={() => undo.mutate(one.id)} aria-label={t`Annuler l’import de ${one.file_name}`}>{t({ message: "Annuler", context: "undo" })}</Button>}</li>; })}</ul>}
      <Fault error={undo.error} />
      {contacts.rows.length > 0 && (
        <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Numéros de la liste`}><table className={ui.table}>
          <caption className="unseen">{t`Numéros de la liste`}</caption>
          <thead><tr><th scope="col">{t`Numéro`}</th><th scope="col">{t`Nom`}</th><th scope="col">{t`Essais`}</th><th scope="col">{t`Dernier`}</th><th scope="col">{t`Pas appelé parce que`}</th></tr></thead>
          <tbody>{contacts.rows.map((one) => <tr key={one.id}><th scope="row"><bdi dir="ltr">{one.number || t`effacé`}</bdi></th><td><bdi>{one.name}</bdi></td><td className={ui.number}>{number(one.attempts)}</td><td>{one.disposition ? dispositionSaid(one.disposition) : one.outcome ? outcomeSaid(one.outcome) : ""}</td><td>{one.refusal ? ruleSaid(one.refusal) : ""}</td></tr>)}</tbody>
        </table></div>
      )}
      <More list={contacts} />
      {importing && <ImportFile path={`/outbound/lists/${id}/imports`} close={() => setImporting(false)} taken={renew} />}
    </>
  );
}
