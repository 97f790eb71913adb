import { locale, number } from "@palabre/words";
import css from "./forecasts.module.css";

const HEIGHT = 260;
const LEFT = 44;
const BOTTOM = 24;
const TOP = 8;
const EDGE = 22; // half of the last hour
const WIDTHS = [280, 1_200] as const; // drawn at the size at which it is shown, so that its words can be read
const BESIDE = 140; // of the window: the rail and the margins

export interface Line { kind: "actual" | "told" | "floor" | "base"; points: readonly { at: number; value: number }[] }

/** Lines along a day, over the band in which nine tenths are expected. `told` says the same in words. */
export function Lines({ told, lines, band, zone }: { told: string; lines: readonly Line[]; band: readonly { at: number; low: number; high: number }[]; zone: string }) {
  const width = Math.min(WIDTHS[1], Math.max(WIDTHS[0], window.innerWidth - (window.innerWidth > 640 ? BESIDE : 40)));
  const labels = width < 480 ? 4 : 7;
  const times = [...band.map((one) => one.at), ...lines.flatMap((line) => line.points.map((point) => point.at))];
  if (times.length === 0) return null;
  const [begin, end] = [Math.min(...times), Math.max(...times, Math.min(...times) + 1_800_000)];
  const most = Math.max(1, ...band.map((one) => one.high), ...lines.flatMap((line) => line.points.map((point) => point.value)));
  const step = [1, 2, 5, 10].map((n) => n * 10 ** Math.floor(Math.log10(most / 4))).find((one) => one >= most / 4) ?? most;
  const ticks = Array.from({ length: Math.ceil(most / step) + 1 }, (_, n) => n * step);
  const top = ticks[ticks.length - 1]!;
  const mirrored = document.documentElement.dir === "rtl"; // time runs from the beginning of the line, as the words do
  const along = (at: number) => { const x = LEFT + ((at - begin) / (end - begin)) * (width - LEFT - EDGE); return mirrored ? width - x : x; };
  const up = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - TOP);
  const point = (at: number, value: number) => `${along(at).toFixed(1)} ${up(value).toFixed(1)}`;
  const path = (points: readonly { at: number; value: number }[]) => points.map((one, n) => `${n ? "L" : "M"}${point(one.at, one.value)}`).join("");
  const area = band.length > 1 ? `M${band.map((one) => point(one.at, one.high)).join("L")}L${band.toReversed().map((one) => point(one.at, one.low)).join("L")}Z` : "";
  const label = new Intl.DateTimeFormat(locale(), { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  const hours = Array.from({ length: labels }, (_, n) => begin + Math.round(((end - begin) * n) / (labels - 1) / 1_800_000) * 1_800_000);
  return (
    <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={told} className={css.chart}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={mirrored ? EDGE : LEFT} x2={mirrored ? width - LEFT : width - EDGE} y1={up(tick)} y2={up(tick)} className={css.grid} />
          <text x={mirrored ? width - LEFT + 6 : LEFT - 6} y={up(tick) + 4} textAnchor={mirrored ? "start" : "end"} direction="ltr" className={css.tick}>{number(tick, step < 1 ? 1 : 0)}</text>
        </g>
      ))}
      {area && <path d={area} className={css.band} />}
      {lines.map((line) => line.points.length > 0 && <path key={line.kind} d={path(line.points)} className={css[line.kind]} />)}
      {hours.map((at) => <text key={at} x={along(at)} y={HEIGHT - 6} textAnchor="middle" direction="ltr" className={css.tick}>{label.format(at)}</text>)}
    </svg>
  );
}
