import { dayTime } from "@palabre/words";
import { useAccount } from "#/features/tenants/session.ts";
import css from "./designer.module.css";

/** The organisation's zone as people read it; '' where the reader's own clock shows the same at this instant. */
export function useOtherZone(): (at: number) => string {
  const zone = useAccount().tenant.time_zone;
  return (at) => (dayTime(at, zone) === dayTime(at) ? "" : zone.replaceAll("_", " "));
}

/** An instant by the organisation's clock, which answers its customers: wherever the reader's stands. */
export function Moment({ at }: { at: number }) {
  const zone = useAccount().tenant.time_zone;
  const other = useOtherZone()(at);
  return <><time dateTime={new Date(at).toISOString()}>{dayTime(at, zone)}</time>{other && <> <bdi dir="ltr" className={css.soft}>({other})</bdi></>}</>;
}
