import { useLingui } from "@lingui/react/macro";
import { dayTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";

const KEY = ["credentials"];

/** What the HTTP step proves itself with: one header for one host, sealed, never shown again. */
export function Credentials({ edits }: { edits: boolean }) {
  const { t } = useLingui();
  const { data = [], error } = useQuery({ queryKey: KEY, queryFn: () => ask("get", "/information/credentials") });
  const [adding, setAdding] = useState(false);
  const remove = useMutation({ mutationFn: (name: string) => ask("delete", "/information/credentials/{name}", { path: { name } }), onSuccess: () => queries.invalidateQueries({ queryKey: KEY }) });
  return (
    <article className={ui.stack} aria-label={t`Accès à d’autres systèmes`}>
      <div className={ui.spread}><h3>{t`Accès à d’autres systèmes`}</h3>{edits && <Button size="small" icon="plus" onPress={() => setAdding(true)}>{t`Nouvel accès`}</Button>}</div>
      <p className={css.soft}>{t`L’étape « http_request » d’un parcours s’en sert par son nom ; chacun ne part que vers son serveur.`}</p>
      <Fault error={error ?? remove.error} />
      {data.length > 0 && (
        <div className={ui.tableWrap}><table className={ui.table}><caption className="unseen">{t`Accès à d’autres systèmes`}</caption>
          <thead><tr><th scope="col">{t`Nom`}</th><th scope="col">{t`Serveur`}</th><th scope="col">{t`En-tête`}</th><th scope="col">{t`Écrit le`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{data.map((one) => <tr key={one.name}><th scope="row"><bdi dir="ltr">{one.name}</bdi></th><td><bdi dir="ltr">{one.host}</bdi></td><td><bdi dir="ltr">{one.header}</bdi></td><td>{dayTime(one.changed_at)}</td><td>{edits && <Button size="small" onPress={() => remove.mutate(one.name)} aria-label={t`Supprimer ${one.name}`}>{t`Supprimer`}</Button>}</td></tr>)}</tbody>
        </table></div>
      )}
      {adding && <CredentialDialog close={() => setAdding(false)} />}
    </article>
  );
}

function CredentialDialog({ close }: { close: () => void }) {
  const { t } = useLingui();
  const [name, setName] = useState("");
  const [host, setHost] = useState("");
  const [header, setHeader] = useState("Authorization");
  const [value, setValue] = useState("");
  const save = useMutation({ mutationFn: () => ask("put", "/information/credentials/{name}", { path: { name }, body: { host, header, value } }), onSuccess: () => { void queries.invalidateQueries({ queryKey: KEY }); close(); } });
  return (
    <Dialog title={t`Nouvel accès`} open close={close}>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <TextField label={t`Nom`} help={t`Petites lettres, chiffres et _.`} pattern="[a-z][a-z0-9_]{0,39}" value={name} onChange={(event) => setName(event.target.value)} required autoFocus dir="ltr" />
        <TextField label={t`Serveur`} help="api.example.org" value={host} onChange={(event) => setHost(event.target.value.trim())} required dir="ltr" />
        <TextField label={t`En-tête`} value={header} onChange={(event) => setHeader(event.target.value.trim())} required dir="ltr" />
        <TextField label={t`Valeur`} help={t`Scellée, jamais montrée de nouveau. Par exemple : Bearer 0123…`} type="password" autoComplete="off" value={value} onChange={(event) => setValue(event.target.value)} required dir="ltr" />
        <Fault error={save.error} />
        <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending} isDisabled={!name || !host || !header || !value}>{t`Enregistrer`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}
