import { useLingui } from "@lingui/react/macro";
import { dayTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { ask } from "#/shared/api.ts";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Button, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./rehearsal.module.css";
import { useQueueNames } from "./rehearsal_names.ts";
import { ENDS, endSaid, SCRIPTS, stepSaid, type Script } from "./rehearsal_words.ts";
import { NUMBERS } from "./numbers_words.ts";

/** What is tried beside the ways that are found by themselves, and where each must end. */
export function Scripts() {
  const { t } = useLingui();
  const { data, error } = useQuery({ queryKey: SCRIPTS, queryFn: () => ask("get", "/moving/rehearsal-scripts") });
  const names = useQueueNames();
  const [adds, setAdds] = useState(false);
  const rows = data?.rows ?? [];
  const renew = () => void queries.invalidateQueries({ queryKey: SCRIPTS });
  return (
    <section className={ui.stack} aria-label={t`Essais attendus`}>
      <h3>{t`Essais attendus`}</h3>
      <p className={css.soft}>{t`Rejoués à chaque répétition de tous les chemins : des touches, et où l’appel doit arriver.`}</p>
      <Fault error={error} />
      {rows.length > 0 && <ul className={css.scripts}>{rows.map((one) => <One key={one.id} one={one} names={names} renew={renew} />)}</ul>}
      {adds ? <Add done={() => { setAdds(false); renew(); }} names={names} /> : <div><Button icon="plus" onPress={() => setAdds(true)}>{t`Ajouter un essai`}</Button></div>}
    </section>
  );
}

function One({ one, names, renew }: { one: Script; names: Record<string, string>; renew: () => void }) {
  const { t } = useLingui();
  const remove = useMutation({ mutationFn: () => ask("delete", "/moving/rehearsal-scripts/{id}", { path: { id: one.id } }), onSettled: renew });
  const name = one.name, end = one.expects ? endSaid(one.expects, names) : t`n’importe où`;
  return (
    <li className={ui.row}>
      <bdi dir="ltr">{one.number}</bdi> <bdi>{name}</bdi> <bdi dir="ltr">{one.keys}</bdi> <span>→ <bdi>{end}</bdi></span>
      {one.as_if !== null && <span className={css.soft}>{dayTime(one.as_if)}</span>}
      <Button size="small" kind="quiet" icon="close" isPending={remove.isPending} onPress={() => remove.mutate()} aria-label={t`Retirer l’essai ${name}`}>{t`Retirer`}</Button>
      <Fault error={remove.error} />
    </li>
  );
}

function Add({ done, names }: { done: () => void; names: Record<string, string> }) {
  const { t } = useLingui();
  const { data } = useQuery({ queryKey: NUMBERS, queryFn: () => ask("get", "/moving/numbers") });
  const [made, setMade] = useState({ number: "", name: "", keys: "", expects: "", as_if: "" });
  const change = (more: Partial<typeof made>) => setMade({ ...made, ...more });
  const save = useMutation({ mutationFn: () => ask("put", "/moving/rehearsal-scripts/{id}", { path: { id: crypto.randomUUID() }, body: made }), onSuccess: done });
  return (
    <form className={ui.row} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <Select label={t`Numéro`} required value={made.number} onChange={(event) => change({ number: event.target.value })}>
        <option value="">{t`Choisir…`}</option>
        {(data?.rows ?? []).map((one) => <option key={one.id} value={one.number}>{one.number} {one.name}</option>)}
      </Select>
      <TextField label={t`Nom de l’essai`} required maxLength={100} value={made.name} onChange={(event) => change({ name: event.target.value })} />
      <TextField label={t`Touches`} help={t`Chiffres, * et #`} pattern="[0-9*#]*" maxLength={100} dir="ltr" value={made.keys} onChange={(event) => change({ keys: event.target.value })} />
      <Select label={t`Doit arriver à`} value={made.expects} onChange={(event) => change({ expects: event.target.value })}>
        <option value="">{t`n’importe où`}</option>
        {ENDS.map((kind) => <option key={kind} value={kind}>{stepSaid(kind)}</option>)}
        {Object.entries(names).map(([id, name]) => <option key={id} value={`queue:${id}`}>{name}</option>)}
      </Select>
      <TextField type="datetime-local" label={t`Comme si nous étions le`} value={made.as_if} onChange={(event) => change({ as_if: event.target.value })} />
      <Button kind="primary" type="submit" isPending={save.isPending}>{t`Garder`}</Button>
      <Button onPress={done}>{t`Annuler`}</Button>
      <Fault error={save.error} />
    </form>
  );
}
