import { useLingui } from "@lingui/react/macro";
import { number } from "@palabre/words";
import { useState } from "react";
import { More, usePaged } from "#/shared/paged.tsx";
import { Select } from "#/shared/ui/fields.tsx";
import { Badge, Empty, ui } from "#/shared/ui/ui.tsx";
import css from "./moving.module.css";
import { kindSaid, ROW_STATES, rowSaid, toneOf, type Import, type ImportRow } from "./moving_words.ts";

/** Row by row: before and after, or why not and what to do. */
export function ImportRows({ of }: { of: Import }) {
  const { t } = useLingui();
  const [kind, setKind] = useState("");
  const [state, setState] = useState(of.left > 0 ? "left" : "");
  const asked = state === "left" ? { undone: "left" } : { state: state || null };
  const list = usePaged<ImportRow>(`/moving/imports/${of.id}/rows?${new URLSearchParams(Object.entries({ kind, ...asked }).filter(([, value]) => value) as [string, string][])}`);
  return (
    <>
      <div className={css.line} role="search" aria-label={t`Filtres`}>
        <Select label={t`Sujet`} value={kind} onChange={(event) => setKind(event.target.value)}>
          <option value="">{t`Tous les sujets`}</option>
          {Object.keys(of.counts).map((one) => <option key={one} value={one}>{kindSaid(one)}</option>)}
        </Select>
        <Select label={t`Ce qui leur arrive`} value={state} onChange={(event) => setState(event.target.value)}>
          <option value="">{t`Toutes les lignes`}</option>
          {ROW_STATES.map((one) => <option key={one} value={one}>{rowSaid(one)}</option>)}
          {of.left > 0 && <option value="left">{t`Laissé en place`}</option>}
        </Select>
      </div>
      {list.rows.length > 0 && (
        <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Lignes`}><table className={ui.table}>
          <caption className="unseen">{t`Lignes`}</caption>
          <thead><tr><th scope="col">{t`Ligne`}</th><th scope="col">{t`Sujet`}</th><th scope="col">{t`Ce qui lui arrive`}</th><th scope="col">{t`Détail`}</th></tr></thead>
          <tbody>{list.rows.map((one) => <Line key={one.position} one={one} />)}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && <Empty icon="list" title={t`Aucune ligne ici`}>{t`Choisissez un autre filtre.`}</Empty>}
      <More list={list} />
    </>
  );
}

function Line({ one }: { one: ImportRow }) {
  const { t } = useLingui();
  return (
    <tr data-line={one.line} data-kind={one.kind} data-row={one.state}>
      <th scope="row" className={ui.number}>{number(one.line)}</th>
      <td>{kindSaid(one.kind)}</td>
      <td><Badge tone={toneOf(one.state)} shape>{rowSaid(one.state)}</Badge>{one.undone === "undone" && <> {t`annulé`}</>}{one.undone === "left" && <> {one.left_why}</>}</td>
      <td>
        {one.why && <p className={css.why}>{one.column && <strong><bdi>{one.column}</bdi> : </strong>}{one.why}</p>}
        {one.state === "same" ? <bdi>{one.key}</bdi> : <Fields one={one} />}
      </td>
    </tr>
  );
}

function Fields({ one }: { one: ImportRow }) {
  const { t } = useLingui();
  return (
    <dl className={css.change}>
      {one.state === "changed" && <div><dt className="unseen">{t`Qui`}</dt><dd><bdi>{one.key}</bdi></dd></div>}
      {one.fields.filter((field) => field.after || field.before).map((field) => (
        <div key={field.name}><dt><bdi>{field.title}</bdi></dt><dd>{one.state === "changed" && <><del><bdi>{field.before || t`rien`}</bdi></del> <span aria-hidden="true">→</span> </>}<ins><bdi>{field.after || t`rien`}</bdi></ins></dd></div>
      ))}
    </dl>
  );
}
