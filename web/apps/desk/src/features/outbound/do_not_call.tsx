import { useLingui } from "@lingui/react/macro";
import { dayTime } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { TextField } from "#/shared/ui/fields.tsx";
import { Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { ImportFile } from "./import_file.tsx";
import { sourceSaid } from "./outbound_words.ts";

const LIST = "/outbound/do-not-call";
interface Unwanted { number: string; source: string; since: number }

/** Who is called no more, whoever said so. */
export function DoNotCall() {
  const { t } = useLingui();
  const account = useAccount();
  const edits = allowed(account, "outbound.edit");
  const list = usePaged<Unwanted>(LIST);
  const [wanted, setWanted] = useState("");
  const [importing, setImporting] = useState(false);
  const renew = () => void relist(LIST);
  const add = useMutation({ mutationFn: () => ask("post", "/outbound/do-not-call", { body: { number: wanted } }), onSuccess: () => { setWanted(""); renew(); } });
  const remove = useMutation({ mutationFn: (one: string) => ask("delete", "/outbound/do-not-call/{number}", { path: { number: one } }), onSuccess: renew });
  return (
    <>
      <div className={ui.row}>
        {allowed(account, "outbound.opt_out") && <form className={ui.row} onSubmit={(event) => { event.preventDefault(); if (wanted.trim()) add.mutate(); }}><TextField label={t`Numéro à ne plus appeler`} type="tel" dir="ltr" value={wanted} onChange={(event) => setWanted(event.target.value)} maxLength={40} /><Button type="submit" icon="plus" isPending={add.isPending} isDisabled={!wanted.trim()}>{t`Ajouter`}</Button></form>}
        {edits && <Button icon="plus" onPress={() => setImporting(true)}>{t`Importer un fichier`}</Button>}
      </div>
      <Fault error={add.error ?? remove.error} />
      {list.rows.length > 0 && (
        <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Ne plus appeler`}><table className={ui.table}>
          <caption className="unseen">{t`Ne plus appeler`}</caption>
          <thead><tr><th scope="col">{t`Numéro`}</th><th scope="col">{t`D’où`}</th><th scope="col">{t`Depuis`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{list.rows.map((one) => <tr key={one.number}><th scope="row"><bdi dir="ltr">{one.number}</bdi></th><td>{sourceSaid(one.source)}</td><td>{dayTime(one.since)}</td><td>{edits && <Button size="small" icon="close" onPress={() => remove.mutate(one.number)} aria-label={t`Retirer ${one.number}`}>{t`Retirer`}</Button>}</td></tr>)}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && <Empty icon="phone" title={t`Personne pour l’instant`}>{t`Qui tape 9 pendant un appel, le dit à un conseiller, ou figure dans un fichier, est gardé ici : il n’est plus appelé.`}</Empty>}
      <More list={list} />
      {importing && <ImportFile path="/outbound/do-not-call/imports" close={() => setImporting(false)} taken={renew} />}
    </>
  );
}
