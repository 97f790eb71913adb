import { useLingui } from "@lingui/react/macro";
import { day, dayTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { ask } from "#/shared/api.ts";
import { Check, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { useAccount } from "./session.ts";
import css from "./setup.module.css";

const KEY = ["tokens"];

/** For programs that act in one's name. The secret is shown once. */
export function TokensSection() {
  const { t } = useLingui();
  const { data = [], error, refetch, isSuccess } = useQuery({ queryKey: KEY, queryFn: () => ask("get", "/me/tokens") });
  const [adding, setAdding] = useState(false);
  const end = useMutation({ mutationFn: (id: string) => ask("delete", "/me/tokens/{token}", { path: { token: id } }), onSuccess: () => queries.invalidateQueries({ queryKey: KEY }) });
  return (
    <section aria-label={t`Jetons d’API`}>
      <header><h2>{t`Jetons d’API`}</h2><div><Button kind="primary" icon="plus" onPress={() => setAdding(true)}>{t`Nouveau jeton`}</Button></div></header>
      <p className={css.soft}>{t`Un programme qui présente ce jeton agit en votre nom, avec une partie de vos droits.`}</p>
      <Fault error={error ?? end.error} retry={error ? () => void refetch() : undefined} />
      {data.length > 0 && (
        <div className={ui.tableWrap}><table className={ui.table}>
          <caption className="unseen">{t`Jetons d’API`}</caption>
          <thead><tr><th scope="col">{t`Nom`}</th><th scope="col">{t`Droits`}</th><th scope="col">{t`Jusqu’au`}</th><th scope="col">{t`Dernier usage`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{data.map((one) => <tr key={one.id}><th scope="row"><bdi>{one.name}</bdi></th><td><span className={ui.row}>{one.permissions.map((name) => <Badge key={name}><bdi dir="ltr">{name}</bdi></Badge>)}</span></td><td>{day(one.until)}</td><td>{one.used_at ? dayTime(one.used_at) : "–"}</td><td className={ui.number}><Button size="small" onPress={() => end.mutate(one.id)} aria-label={t`Supprimer ${one.name}`}>{t`Supprimer`}</Button></td></tr>)}</tbody>
        </table></div>
      )}
      {isSuccess && data.length === 0 && <Empty icon="key" title={t`Aucun jeton`}>{t`Créez-en un pour relier un autre logiciel à Palabre.`}</Empty>}
      {adding && <TokenDialog close={() => setAdding(false)} />}
    </section>
  );
}

function TokenDialog({ close }: { close: () => void }) {
  const { t } = useLingui();
  const account = useAccount();
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [permissions, setPermissions] = useState<string[]>([]);
  const make = useMutation({ mutationFn: () => ask("post", "/me/tokens", { body: { name: name.trim(), permissions, days: Number(days) } }), onSuccess: () => queries.invalidateQueries({ queryKey: KEY }) });
  return (
    <Dialog title={t`Nouveau jeton`} open close={close}>
      {make.data
        ? <div className={ui.stack}><p>{t`Copiez-le maintenant : il ne sera plus montré.`}</p><p className={css.secret} dir="ltr" data-testid="token">{make.data.token}</p><div><Button kind="primary" onPress={close}>{t`C’est noté`}</Button></div></div>
        : (
          <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); make.mutate(); }}>
            <TextField label={t`Nom`} value={name} onChange={(event) => setName(event.target.value)} required autoFocus dir="auto" />
            <TextField label={t`Durée (jours)`} type="number" min={1} max={366} value={days} onChange={(event) => setDays(event.target.value)} dir="ltr" />
            <fieldset className={ui.field}><legend className={ui.label}>{t`Droits`}</legend><div className={css.grid}>{account.permissions.map((one) => <Check key={one} checked={permissions.includes(one)} onChange={(event) => setPermissions(event.target.checked ? [...permissions, one] : permissions.filter((name) => name !== one))}><bdi dir="ltr">{one}</bdi></Check>)}</div></fieldset>
            <Fault error={make.error} />
            <div className={ui.row}><Button type="submit" kind="primary" isDisabled={!name.trim() || permissions.length === 0 || make.isPending}>{t`Créer`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
          </form>
        )}
    </Dialog>
  );
}
