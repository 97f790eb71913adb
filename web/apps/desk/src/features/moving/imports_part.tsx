import { useLingui } from "@lingui/react/macro";
import { dayTime, number } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState, type DragEvent } from "react";
import { usePersonNames } from "./people_names.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Select } from "#/shared/ui/fields.tsx";
import { Badge, Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { ImportView } from "./import_view.tsx";
import css from "./moving.module.css";
import { KIND_CODES, kindSaid, sendImport, stateSaid, toneOf, type Import } from "./moving_words.ts";

const LIST = "/moving/imports";

/** Files of the system before: looked at, taken, given back. */
export function ImportsPart() {
  const search = useSearch({ strict: false }) as { id?: string };
  const navigate = useNavigate();
  const open = (id?: string) => void navigate({ to: "/setup/$section", params: { section: "moving" }, search: id ? { show: "imports", id } : { show: "imports" } } as never);
  return search.id ? <ImportView id={search.id} back={() => { void relist(LIST); open(); }} /> : <><Upload open={open} /><History open={open} /></>;
}

function Upload({ open }: { open: (id: string) => void }) {
  const { t } = useLingui();
  const file = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState("");
  const [over, setOver] = useState(false);
  const send = useMutation({ mutationFn: (one: File) => sendImport(one, kind), onSuccess: (made) => { void relist(LIST); open(made.id); } });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const one = event.dataTransfer.files[0];
    if (one) send.mutate(one);
  };
  return (
    <div className={ui.stack}>
      <p className={css.soft}>{t`Un fichier CSV par sujet, ou un zip de tous avec les sons des annonces. Rien ne change avant que vous ayez vu ce qui changerait, et tout s’annule pendant trente jours.`}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/no-noninteractive-element-interactions -- the button does the same by keyboard */}
      <div className={css.drop} data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop} role="group" aria-label={t`Envoyer un fichier`}>
        <div className={css.line}>
          <Select label={t`Sujet du fichier`} value={kind} onChange={(event) => setKind(event.target.value)}>
            <option value="">{t`Le reconnaître`}</option>
            {KIND_CODES.map((one) => <option key={one} value={one}>{kindSaid(one)}</option>)}
          </Select>
          <input ref={file} type="file" accept=".csv,.tsv,.txt,.zip" hidden aria-label={t`Fichier à reprendre`} onChange={(event) => { const one = event.target.files?.[0]; event.target.value = ""; if (one) send.mutate(one); }} />
          <Button kind="primary" icon="plus" isPending={send.isPending} onPress={() => file.current?.click()}>{t`Choisir un fichier`}</Button>
          <span className={css.soft}>{t`ou le déposer ici`}</span>
        </div>
        <details>
          <summary>{t`Modèles à remplir`}</summary>
          <ul className={css.templates}>{KIND_CODES.map((one) => <li key={one}><a href={`/api/moving/templates/${one}`} download>{kindSaid(one)}</a></li>)}</ul>
        </details>
      </div>
      <Fault error={send.error} />
    </div>
  );
}

function History({ open }: { open: (id: string) => void }) {
  const { t } = useLingui();
  const list = usePaged<Import>(LIST);
  const names = usePersonNames(list.rows.map((one) => one.created_by));
  return (
    <section className={ui.stack} aria-label={t`Reprises`}>
      <h3>{t`Reprises`}</h3>
      {list.rows.length > 0 && (
        <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Liste des reprises`}><table className={ui.table}>
          <caption className="unseen">{t`Reprises`}</caption>
          <thead><tr><th scope="col">{t`Fichier`}</th><th scope="col">{t`État`}</th><th scope="col">{t`Quand`}</th><th scope="col">{t`Par`}</th><th scope="col">{t`Contenu`}</th></tr></thead>
          <tbody>{list.rows.map((one) => (
            <tr key={one.id} data-import={one.id} data-state={one.state}>
              <th scope="row" aria-label={one.file_name}><Button kind="quiet" onPress={() => open(one.id)}><bdi>{one.file_name}</bdi></Button></th>
              <td><Badge tone={toneOf(one.state)} shape>{stateSaid(one.state)}</Badge></td>
              <td>{dayTime(one.applied_at ?? one.created_at)}</td>
              <td><bdi>{names.get(one.created_by ?? "") ?? "–"}</bdi></td>
              <td>{Object.entries(one.counts).map(([kind, of]) => `${kindSaid(kind)} ${number((of["new"] ?? 0) + (of["changed"] ?? 0))}`).join(" · ")}</td>
            </tr>
          ))}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && <Empty icon="copy" title={t`Rien n’a encore été repris`}>{t`Commencez par les compétences et les horaires, ou envoyez tout dans un seul zip : chaque chose trouve celle dont elle a besoin.`}</Empty>}
      <More list={list} />
    </section>
  );
}
