import { useLingui } from "@lingui/react/macro";
import type { Answer } from "@palabre/contracts";
import { dayTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { channelWord } from "#/features/desk/status_words.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import css from "#/features/tenants/setup.module.css";
import { ask, Problem } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { TextArea, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";


const FIRST = { schema: 1, languages: ["fr"], channels: ["voice"], start: "end", steps: { end: { kind: "hang_up" } } };

export function FlowsSection() {
  const { t } = useLingui();
  const list = usePaged("/flows");
  const entries = usePaged("/flow-entries");
  const edits = allowed(useAccount(), "flows.edit");
  const [open, setOpen] = useState<string | null>(null);
  const [name, setName] = useState<string | null>(null);
  const add = useMutation({ mutationFn: () => ask("post", "/flows", { body: { name: name!.trim(), draft: FIRST } }), onSuccess: ({ id }) => { setName(null); void relist("/flows"); setOpen(id); } });
  if (open) return <FlowEditor id={open} close={() => setOpen(null)} />;
  return (
    <section aria-label={t`Parcours`}>
      <header><h2>{t`Parcours`}</h2><div>{edits && <Button kind="primary" icon="plus" onPress={() => setName("")}>{t`Nouveau parcours`}</Button>}</div></header>
      <p className={css.soft}>{t`Ce qui répond avant, entre et après les personnes. On travaille sur un brouillon ; publier le met en service.`}</p>
      {list.rows.length > 0 && (
        <div className={ui.tableWrap}><table className={ui.table}>
          <caption className="unseen">{t`Parcours`}</caption>
          <thead><tr><th scope="col">{t`Nom`}</th><th scope="col">{t`En service`}</th><th scope="col">{t`Répond à`}</th><th scope="col">{t`Modifié`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{list.rows.map((one) => (
            <tr key={one.id}><th scope="row"><bdi>{one.name}</bdi></th><td>{one.published ? <Badge tone="good" shape>{t`version ${one.published}`}</Badge> : <Badge>{t`brouillon seulement`}</Badge>}</td><td>{entries.rows.filter((entry) => entry.flow === one.id).map((entry) => <div key={entry.channel + entry.entry}>{channelWord(entry.channel)} <bdi dir="ltr">{entry.entry}</bdi></div>)}</td><td>{dayTime(one.changed_at)}</td><td className={ui.number}><Button size="small" icon="edit" onPress={() => setOpen(one.id)} aria-label={t`Ouvrir ${one.name}`}>{t`Ouvrir`}</Button></td></tr>
          ))}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && <Empty icon="flow" title={t`Aucun parcours`}>{t`Le plus court tient en une étape : conduire à une file.`}</Empty>}
      <More list={list} />
      <Dialog title={t`Nouveau parcours`} open={name !== null} close={() => setName(null)}>
        <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); add.mutate(); }}>
          <TextField label={t`Nom`} value={name ?? ""} onChange={(event) => setName(event.target.value)} autoFocus required dir="auto" />
          <Fault error={add.error} />
          <div className={ui.row}><Button type="submit" kind="primary" isPending={add.isPending} isDisabled={!name?.trim()}>{t`Créer`}</Button><Button onPress={() => setName(null)}>{t`Annuler`}</Button></div>
        </form>
      </Dialog>
    </section>
  );
}

function FlowEditor({ id, close }: { id: string; close: () => void }) {
  const { t } = useLingui();
  const account = useAccount();
  const key = ["flow", id];
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: () => ask("get", "/flows/{id}", { path: { id } }) });
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? (data ? JSON.stringify(data.draft, null, 2) : "");
  const wrong = jsonFault(shown);
  const again = () => { void queries.invalidateQueries({ queryKey: key }); void relist("/flows"); };
  const save = useMutation({
    mutationFn: () => ask("put", "/flows/{id}/draft", { path: { id }, body: { draft: JSON.parse(shown), revision: data!.revision } }),
    onSuccess: async () => { await queries.refetchQueries({ queryKey: key }); setText(null); void check.refetch(); void relist("/flows"); },
  });
  const check = useQuery({ queryKey: ["flow", id, "faults"], queryFn: () => ask("get", "/flows/{id}/draft/faults", { path: { id } }), enabled: false });
  const publish = useMutation({ mutationFn: () => ask("post", "/flows/{id}/publish", { path: { id } }), onSuccess: again });
  const undo = useMutation({ mutationFn: () => ask("post", "/flows/{id}/undo", { path: { id } }), onSuccess: again });
  const refused = publish.error instanceof Problem && Array.isArray(publish.error.details["faults"]) ? (publish.error.details["faults"] as unknown[]).map(asFault) : null;
  const faults = refused ?? check.data;
  const edited = text !== null && text !== JSON.stringify(data?.draft, null, 2);
  const publishes = allowed(account, "flows.publish");
  return (
    <section aria-label={t`Parcours`}>
      <header>
        <div className={ui.row}><Button icon="undo" kind="quiet" onPress={close}>{t`Tous les parcours`}</Button><h2><bdi>{data?.name}</bdi></h2>{data && (data.published ? <Badge tone="good" shape>{t`version ${data.published} en service`}</Badge> : <Badge>{t`brouillon seulement`}</Badge>)}</div>
        <div>
          <Button onPress={() => void check.refetch()} isDisabled={edited}>{t`Vérifier`}</Button>
          {allowed(account, "flows.edit") && <Button onPress={() => save.mutate()} isDisabled={!edited || !!wrong || save.isPending}>{t`Enregistrer le brouillon`}</Button>}
          {publishes && <Button icon="undo" onPress={() => undo.mutate()} isDisabled={undo.isPending || !data?.published}>{t`Revenir à la version d’avant`}</Button>}
          {publishes && <Button kind="primary" icon="check" onPress={() => publish.mutate()} isDisabled={edited || publish.isPending}>{t`Publier`}</Button>}
        </div>
      </header>
      <Fault error={error ?? save.error ?? (refused ? null : publish.error) ?? undo.error ?? check.error} retry={error ? () => void refetch() : undefined} />
      <p role="status">{publish.isSuccess ? <Badge tone="good" shape>{t`Version ${publish.data.version} en service`}</Badge> : undo.isSuccess ? <Badge tone="good" shape>{t`Version ${undo.data.version} de nouveau en service`}</Badge> : faults?.length === 0 ? <Badge tone="good" shape>{t`Rien à redire`}</Badge> : null}</p>
      {faults && faults.length > 0 && <ul className={css.faults} aria-label={t`À corriger avant de publier`}>{faults.map((one) => <li key={one.code + one.where + one.what}><Badge tone="bad" shape>{one.code}</Badge><bdi dir="ltr">{one.where}</bdi><bdi dir="ltr">{one.what}</bdi></li>)}</ul>}
      <TextArea label={t`Le document (JSON)`} className={`${ui.input} ${css.code}`} value={shown} onChange={(event) => setText(event.target.value)} spellCheck={false} dir="ltr" wrong={wrong} />
    </section>
  );
}

type Wrong = Answer<"get", "/flows/{id}/draft/faults">[number];

function asFault(one: unknown): Wrong {
  if (Array.isArray(one)) return { code: String(one[0]), where: String(one[1] ?? ""), what: String(one[2] ?? "") };
  const { code = "", where = "", what = "" } = (one ?? {}) as Partial<Wrong>;
  return { code, where, what };
}

function jsonFault(text: string): string | null {
  try {
    if (text) JSON.parse(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
