import { useLingui } from "@lingui/react/macro";
import css from "#/features/tenants/setup.module.css";
import { TextField } from "#/shared/ui/fields.tsx";
import { DAYS, dayName, readHours, type Hours } from "./week.ts";

/** A week's hours, typed day by day. */
export function WeekFields({ hours, change }: { hours: Hours; change: (hours: Hours) => void }) {
  const { t } = useLingui();
  return <div className={css.grid}>{DAYS.map((day, n) => <TextField key={day} label={dayName(n)} value={hours[day] ?? ""} onChange={(event) => change({ ...hours, [day]: event.target.value })} dir="ltr" wrong={readHours(hours[day] ?? "") ? null : t`Écrivez par exemple 08:00-19:00.`} />)}</div>;
}
