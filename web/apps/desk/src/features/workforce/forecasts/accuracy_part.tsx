import { useLingui } from "@lingui/react/macro";
import { dayTime, number, percent } from "@palabre/words";
import { useQuery } from "@tanstack/react-query";
import { ask } from "#/shared/api.ts";
import { Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { type Demand, modelSaid } from "./forecast_words.ts";
import css from "./forecasts.module.css";

const share = (value: number) => percent(value / 100);

/** Its own past errors: each forecast that was published beside what came. */
export function AccuracyPart({ of }: { of: Demand }) {
  const { t } = useLingui();
  const found = useQuery({ queryKey: ["forecasts", "accuracy", of.queue], queryFn: () => ask("get", "/workforce/queues/{queue}/accuracy", { path: { queue: of.queue } }) });
  const told = found.data;
  return (
    <div className={css.part}>
      <p className={css.soft}>{t`L’erreur est la somme des écarts par demi-heure, sur la somme de ce qui est venu. Les jours d’événements ne sont pas jugés.`}</p>
      <Fault error={found.error} retry={() => void found.refetch()} />
      {told && told.forecasts.length === 0 && <Empty icon="chart" title={t`Aucune prévision n’est encore jugée`}>{t`Chaque prévision publiée est comparée à ce qui est venu, dès que son premier jour est fini.`}</Empty>}
      {told && told.forecasts.length > 0 && (
        <>
          <h2>{t`Par avance`}</h2>
          <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Erreur par avance`}><table className={ui.table}>
            <thead><tr><th scope="col">{t`Jours d’avance`}</th><th scope="col">{t`Erreur`}</th><th scope="col">{t`Plancher`}</th><th scope="col">{t`Dans l’intervalle`}</th><th scope="col">{t`Demi-heures`}</th></tr></thead>
            <tbody>{told.by_lead.map((row) => <tr key={row.days}><th scope="row">{number(row.days)}</th><td>{share(row.error)}</td><td>{share(row.floor_error)}</td><td>{share(row.covered)}</td><td>{number(row.half_hours)}</td></tr>)}</tbody>
          </table></div>
          <h2>{t`Par prévision`}</h2>
          <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Erreur par prévision`}><table className={ui.table}>
            <thead><tr><th scope="col">{t`Faite le`}</th><th scope="col">{t`Modèle`}</th><th scope="col">{t`Erreur`}</th><th scope="col">{t`Plancher`}</th><th scope="col">{t`Dans l’intervalle`}</th></tr></thead>
            <tbody>{told.forecasts.map((row) => <tr key={row.id}><th scope="row">{dayTime(row.made_at)}</th><td>{modelSaid(row.model)}</td><td>{share(row.error)}</td><td>{share(row.floor_error)}</td><td>{share(row.covered)}</td></tr>)}</tbody>
          </table></div>
        </>
      )}
    </div>
  );
}
