import { Trans, useLingui } from "@lingui/react/macro";
import { duration, number } from "@palabre/words";
import { ui } from "#/shared/ui/ui.tsx";
import { useDefinitions } from "./figures.ts";
import { columnsOf, valueText, whenText, type Group, type ReportColumn, type ReportRow, type ReportTable } from "./report_data.ts";
import css from "./reports.module.css";

type Words = ReturnType<typeof useDefinitions>;
const figureOf = ({ key, unit, population, cohort, definition, threshold_seconds }: ReportColumn) => ({ key, value: null, n: 0, unit, population, definition, cohort, threshold_seconds });

export function headOf(column: ReportColumn, words: Words): string {
  const name = words.name(column.key);
  return column.threshold_seconds === null ? name : `${name} (${duration(column.threshold_seconds * 1000)})`;
}

/** In the order of names and of time; the whole population stands last. */
export function Figures({ table, rows, group, words, nameOf }: { table: ReportTable; rows: readonly ReportRow[]; group: Group; words: Words; nameOf: (row: ReportRow) => string }) {
  const { t } = useLingui();
  const columns = columnsOf(table, group);
  const named = table.by !== "time";
  const timed = table.each !== "period" || !named;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keyboard
    <div className={`${ui.tableWrap} ${css.scroll}`} tabIndex={0} role="region" aria-label={t`Tableau des chiffres`}>
      <table className={ui.table}>
        <caption className="unseen">{t`Chiffres du rapport`}</caption>
        <thead>
          <tr>
            {named && <th scope="col">{t`Nom`}</th>}
            {timed && <th scope="col">{t`Quand`}</th>}
            {columns.map((index) => <th key={index} scope="col" className={ui.number}>{headOf(table.columns[index]!, words)}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.subject} ${row.begin}`}>
              {named && <th scope="row"><bdi>{nameOf(row)}</bdi></th>}
              {timed && (named ? <td>{whenText(row, table)}</td> : <th scope="row">{whenText(row, table)}</th>)}
              {columns.map((index) => <td key={index} className={ui.number} title={t`sur ${number(row.n[index] ?? 0)}`}>{valueText(row.values[index], table.columns[index]!.unit)}</td>)}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={named && timed ? 2 : 1}><Trans>Ensemble</Trans></th>
            {columns.map((index) => <td key={index} className={ui.number} title={t`sur ${number(table.total.n[index] ?? 0)}`}>{valueText(table.total.values[index], table.columns[index]!.unit)}</td>)}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** What each figure counts, of how many, and how it was computed. */
export function Definitions({ table, group, words }: { table: ReportTable; group: Group; words: Words }) {
  const { t } = useLingui();
  return (
    <details className={css.definitions}>
      <summary>{t`Ce que compte chaque chiffre`}</summary>
      <p>
        <Trans>Les contacts sont rattachés au moment où ils entrent dans la file ; un chiffre « au moment où c’est arrivé » n’est jamais mêlé aux autres. Fuseau : <bdi dir="ltr">{table.time_zone}</bdi>.</Trans>
      </p>
      <dl>
        {columnsOf(table, group).map((index) => {
          const column = table.columns[index]!;
          return (
            <div key={column.key}>
              <dt>{headOf(column, words)}</dt>
              <dd>
                {words.words(figureOf(column))} {column.source === "histogram" && <em>{t`Estimé d’un histogramme : exact à la largeur d’une tranche près.`}</em>} <span>{t`Calculé sur ${number(table.total.n[index] ?? 0)}.`}</span>
              </dd>
            </div>
          );
        })}
      </dl>
    </details>
  );
}
