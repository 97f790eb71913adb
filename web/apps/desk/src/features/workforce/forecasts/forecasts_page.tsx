import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { Select } from "#/shared/ui/fields.tsx";
import { Badge, Button, Choice, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { AccuracyPart } from "./accuracy_part.tsx";
import { EventsPart } from "./events_part.tsx";
import { type ForecastSearch, reasonSaid, runSaid } from "./forecast_words.ts";
import { ForecastPart } from "./forecast_part.tsx";
import css from "./forecasts.module.css";
import { HistoryPart } from "./history_part.tsx";
import { StaffingPart } from "./staffing_part.tsx";

/** What will come, how sure that is, what planners know of it, and who is needed. */
export function ForecastsPage() {
  const { t } = useLingui();
  const search = useSearch({ strict: false }) as ForecastSearch;
  const navigate = useNavigate();
  const edits = allowed(useAccount(), "workforce.forecasts.edit");
  const demand = useQuery({ queryKey: ["forecasts", "demand"], queryFn: () => ask("get", "/workforce/demand"), refetchInterval: 5_000 });
  const queues = demand.data ?? [];
  const one = queues.find((queue) => queue.queue === search.queue) ?? queues.find((queue) => queue.half_hours > 0) ?? queues[0];
  const show = search.show ?? "forecast";
  const go = (next: ForecastSearch) => void navigate({ to: "/forecasts", search: { ...(one ? { queue: one.queue } : {}), show, ...next }, replace: true });
  const [asked, setAsked] = useState(0);
  const again = useMutation({
    mutationFn: () => ask("post", "/workforce/queues/{queue}/forecasts", { path: { queue: one!.queue } }),
    onSuccess: () => { setAsked((n) => n + 1); void queries.invalidateQueries({ queryKey: ["forecasts"] }); },
  });
  const busy = one?.run === "waiting" || one?.run === "running";
  const parts = [{ key: "forecast", label: t`Prévision` }, { key: "staffing", label: t`Effectifs` }, { key: "events", label: t`Événements` }, { key: "accuracy", label: t`Justesse` }, { key: "history", label: t`Historique` }];
  return (
    <section className={css.page} aria-label={t`Prévisions`}>
      <header className={css.head}>
        <h1>{t`Prévisions`}</h1>
        <Choice name={t`Partie`} value={show} options={parts} onChange={(key) => go({ show: key })} />
      </header>
      <Fault error={demand.error} retry={() => void demand.refetch()} />
      {demand.isSuccess && !one && <Empty icon="chart" title={t`Aucune file`}>{t`Faites d’abord une file dans les réglages : on prévoit file par file.`}</Empty>}
      {one && (
        <div className={css.head}>
          <Select label={t`File`} value={one.queue} onChange={(event) => go({ queue: event.target.value })}>
            {queues.map((queue) => <option key={queue.queue} value={queue.queue}>{queue.name}</option>)}
          </Select>
          <div className={ui.row} role="status" data-run={one.run}>
            {one.run && one.run !== "done" && <Badge tone={one.run === "refused" ? "warning" : "notice"} shape>{t`Prévision : ${runSaid(one.run)}`}</Badge>}
            {edits && show === "forecast" && <Button icon="chart" isPending={again.isPending} isDisabled={busy} onPress={() => again.mutate()}>{t`Prévoir maintenant`}</Button>}
          </div>
        </div>
      )}
      <Fault error={again.error} />
      {one?.run === "refused" && one.reason && <p className={css.soft}>{reasonSaid(one.reason)}</p>}
      {one && show === "forecast" && <ForecastPart key={`${one.queue}${asked}`} of={one} toHistory={() => go({ show: "history" })} />}
      {one && show === "staffing" && <StaffingPart key={one.queue} of={one} />}
      {one && show === "events" && <EventsPart queues={queues} />}
      {one && show === "accuracy" && <AccuracyPart key={one.queue} of={one} />}
      {one && show === "history" && <HistoryPart key={one.queue} of={one} />}
    </section>
  );
}
