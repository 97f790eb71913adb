import { useLingui } from "@lingui/react/macro";
import { cx } from "#/shared/ui/ui.tsx";
import { DAYS, dayName, hoursSaid, placeOf, type Week } from "./week.ts";
import css from "./week_picture.module.css";

const MARKS = [0, 6, 12, 18, 24];

/** A week's hours drawn day by day; read aloud as one sentence. `small`: beside a name in a table. */
export function WeekPicture({ week, small = false }: { week: Week; small?: boolean }) {
  const { t } = useLingui();
  const said = DAYS.map((day, n) => `${dayName(n)} ${hoursSaid(week[day]) || t`fermé`}`).join(", ");
  return (
    <div className={cx(css.week, small && css.small)} role="img" aria-label={said}>
      {!small && <div className={css.marks} aria-hidden="true">{MARKS.map((hour) => <span key={hour} style={{ insetInlineStart: `${(hour / 24) * 100}%` }}>{hour}</span>)}</div>}
      {DAYS.map((day, n) => (
        <div key={day} className={css.day} aria-hidden="true">
          {!small && <span>{dayName(n, "short")}</span>}
          <div className={css.track}>{(week[day] ?? []).map((one) => { const { from, length } = placeOf(one); return <i key={one.begin} style={{ insetInlineStart: `${from * 100}%`, inlineSize: `${length * 100}%` }} />; })}</div>
        </div>
      ))}
    </div>
  );
}
