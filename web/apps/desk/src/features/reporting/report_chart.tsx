import { useLingui } from "@lingui/react/macro";
import { locale } from "@palabre/words";
import { useId } from "react";
import { valueText, whenText, type ReportRow, type ReportTable } from "./report_data.ts";
import css from "./reports.module.css";

const WIDTH = 960;
const HEIGHT = 240;
const LEFT = 64;
const BOTTOM = 26;
const TOP = 10;
const BARS_MAX = 30;
const LABELS = 8;

/** Round steps: 1, 2 or 5 times a power of ten. */
export function steps(greatest: number, wanted = 4): number[] {
  if (!(greatest > 0)) return [0];
  const rough = greatest / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((one) => one >= rough) ?? rough;
  const found: number[] = [];
  for (let n = 0; n * step < greatest * 0.999999 + step; n += 1) found.push(Number((n * step).toPrecision(12)));
  return found;
}

/** One figure along time: columns that are counts, a line of anything else. The table beneath says the same in numbers. */
export function TimeChart({ table, rows, column, name }: { table: ReportTable; rows: readonly ReportRow[]; column: number; name: string }) {
  const { t } = useLingui();
  const id = useId();
  const unit = table.columns[column]!.unit;
  const points = rows.map((row) => ({ at: row.begin, value: row.values[column] ?? null, row }));
  const known = points.filter((point) => point.value !== null);
  if (known.length === 0) return null;
  const ticks = steps(unit === "ratio" ? 1 : Math.max(...known.map((point) => point.value!)));
  const top = ticks[ticks.length - 1] || 1;
  const length = rows[0]!.end - rows[0]!.begin;
  const [begin, end] = [rows[0]!.begin, rows[rows.length - 1]!.end];
  // time runs from the beginning of the line, as the words do
  const mirrored = document.documentElement.dir === "rtl";
  const along = (at: number) => { const x = LEFT + ((at - begin) / (end - begin)) * (WIDTH - LEFT - 8); return mirrored ? WIDTH - x : x; };
  const up = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - TOP);
  const wide = Math.max(1, ((WIDTH - LEFT - 8) * length) / (end - begin) - 1.5);
  const every = Math.max(1, Math.ceil(points.length / LABELS));
  const sameDay = end - begin <= 26 * 3_600_000;
  const label = new Intl.DateTimeFormat(locale(), { timeZone: table.time_zone, ...(sameDay ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" }) });
  const least = known.reduce((a, b) => (b.value! < a.value! ? b : a));
  const most = known.reduce((a, b) => (b.value! > a.value! ? b : a));
  const told = t`${name} : de ${valueText(least.value, unit)} (${whenText(least.row, table)}) à ${valueText(most.value, unit)} (${whenText(most.row, table)}). Les nombres sont dans le tableau.`;
  const line: string[] = [];
  points.forEach((point, index) => { if (point.value !== null) line.push(`${index > 0 && points[index - 1]!.value !== null && points[index - 1]!.row.end === point.at ? "L" : "M"}${along(point.at + length / 2).toFixed(1)} ${up(point.value).toFixed(1)}`); });
  return (
    <figure className={css.chart}>
      <figcaption id={id}>{name}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={told}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={mirrored ? 8 : LEFT} x2={mirrored ? WIDTH - LEFT : WIDTH - 8} y1={up(tick)} y2={up(tick)} className={css.grid} />
            <text x={mirrored ? WIDTH - LEFT + 8 : LEFT - 8} y={up(tick) + 4} textAnchor={mirrored ? "start" : "end"} direction="ltr" className={css.tick}>{valueText(tick, unit)}</text>
          </g>
        ))}
        {unit === "count"
          ? known.map((point) => <rect key={point.at} x={along(point.at) - (mirrored ? wide : 0)} y={up(point.value!)} width={wide} height={Math.max(0, HEIGHT - BOTTOM - up(point.value!))} className={css.bar}><title>{`${whenText(point.row, table)} : ${valueText(point.value, unit)}`}</title></rect>)
          : <path d={line.join("")} className={css.line} />}
        {unit !== "count" && known.length <= 120 && known.map((point) => <circle key={point.at} cx={along(point.at + length / 2)} cy={up(point.value!)} r={3} className={css.dot}><title>{`${whenText(point.row, table)} : ${valueText(point.value, unit)}`}</title></circle>)}
        {points.filter((_, index) => index % every === 0).map((point) => <text key={point.at} x={along(point.at + length / 2)} y={HEIGHT - 8} textAnchor="middle" className={css.tick}>{label.format(point.at)}</text>)}
      </svg>
    </figure>
  );
}

/** One figure of several queues, sites…, in the order of the table: a picture of each, no ranking. */
export function BarChart({ table, rows, column, name, nameOf }: { table: ReportTable; rows: readonly ReportRow[]; column: number; name: string; nameOf: (row: ReportRow) => string }) {
  const unit = table.columns[column]!.unit;
  const shown = rows.slice(0, BARS_MAX);
  const top = unit === "ratio" ? 1 : Math.max(0, ...shown.map((row) => row.values[column] ?? 0));
  if (top === 0) return null;
  return (
    <figure className={css.chart}>
      <figcaption>{name}</figcaption>
      <ul className={css.bars}>
        {shown.map((row) => (
          <li key={row.subject}>
            <bdi>{nameOf(row)}</bdi>
            <span className={css.track} aria-hidden="true"><span style={{ inlineSize: `${((row.values[column] ?? 0) / top) * 100}%` }} /></span>
            <span className="numbers">{valueText(row.values[column], unit)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
