import { Plural, useLingui } from "@lingui/react/macro";
import type { Answer } from "@palabre/contracts";
import { clockTime, duration, percent } from "@palabre/words";
import { useQuery } from "@tanstack/react-query";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import own from "./advisors.module.css";
import { useQueueNames } from "./names.ts";
import { usePlanning } from "./planning_names.ts";

type Queue = Answer<"get", "/routing/shares">[number];

/** What each share asked for, what it got, and what it could have got: a wish that makes nobody wait. */
export function SharesSection() {
  const { t } = useLingui();
  const { data, error, refetch, dataUpdatedAt, isFetching } = useQuery({ queryKey: ["shares"], queryFn: () => ask("get", "/routing/shares"), staleTime: 0 });
  return (
    <section aria-label={t`Parts`}>
      <header><h2>{t`Parts`}</h2><div>{data && <><span className={own.at}>{t`à ${clockTime(dataUpdatedAt)}`}</span><Button isPending={isFetching} onPress={() => void refetch()}>{t`Actualiser`}</Button></>}</div></header>
      <p className={css.soft}>{t`Une part est un souhait entre des personnes libres : elle ne fait attendre aucun client. Plus on est occupé, moins il y a de choix : de deux sites égaux, 70 % demandés donnent 65, 56 puis 51 % à 70, 85 et 95 % d’occupation.`}</p>
      <Fault error={error} retry={() => void refetch()} />
      {data && data.length > 0 && <Legend />}
      <div className={own.shares}>{data?.map((one) => <QueueShares key={one.queue} queue={one} />)}</div>
      {data?.length === 0 && <Empty icon="chart" title={t`Aucune part en vigueur`}>{t`Une file partage ses offres entre des sites ou des partenaires dans ses réglages (Files, Débordement, équité, limites et parts) ; puis publiez.`}</Empty>}
    </section>
  );
}

function Legend() {
  const { t } = useLingui();
  return (
    <div className={own.legend} aria-hidden="true">
      <span><span className={own.track}><i style={{ inlineSize: "100%" }} /></span>{t`atteint`}</span>
      <span><span className={own.track}><u style={{ inlineSize: "100%" }} /></span>{t`atteignable`}</span>
      <span><span className={own.track}><b style={{ insetInlineStart: "50%" }} /></span>{t`demandé`}</span>
    </div>
  );
}

function QueueShares({ queue }: { queue: Queue }) {
  const { t } = useLingui();
  const queues = useQueueNames();
  const { names } = usePlanning();
  const name = queues.get(queue.queue) ?? t`File`;
  const place = (one: Queue["shares"][number]) => (one.id ? names(one.kind === "site" ? "site" : "partner", one.id) : one.kind === "site" ? t`sans site` : t`sans partenaire`);
  const wide = (part: number) => `${Math.min(1, part) * 100}%`;
  return (
    <article className={own.card} aria-label={name} data-shares={queue.queue}>
      <div className={ui.spread}><h3><bdi>{name}</bdi></h3><span className={css.soft}><Plural value={queue.n} one="# offre" other="# offres" /> · {t`fenêtre de ${duration(queue.window_seconds * 1000)}`}</span></div>
      {queue.n === 0 && <p className={css.soft}>{t`Aucune offre dans cette fenêtre : il n’y a rien à montrer encore.`}</p>}
      {queue.n > 0 && (
        <div className={own.shares} aria-hidden="true">{queue.shares.map((one) => (
          <div key={one.id ?? ""} className={own.share}>
            <bdi>{place(one)}</bdi>
            <span className={own.track}><u style={{ inlineSize: wide(one.attainable) }} /><i style={{ inlineSize: wide(one.attained) }} /><b style={{ insetInlineStart: wide(one.asked) }} /></span>
            <span className="numbers">{percent(one.attained)}</span>
          </div>
        ))}</div>
      )}
      <div className={ui.tableWrap}><table className={ui.table}>
        <caption className="unseen">{name}</caption>
        <thead><tr><th scope="col">{t`À qui`}</th><th scope="col" className={ui.number}>{t`Demandé`}</th><th scope="col" className={ui.number}>{t`Atteint`}</th><th scope="col" className={ui.number}>{t`Atteignable`}</th></tr></thead>
        <tbody>{queue.shares.map((one) => <tr key={one.id ?? ""}><th scope="row"><bdi>{place(one)}</bdi></th><td className={ui.number}>{percent(one.asked)}</td><td className={ui.number}>{queue.n ? percent(one.attained) : "–"}</td><td className={ui.number}>{queue.n ? percent(one.attainable) : "–"}</td></tr>)}</tbody>
      </table></div>
    </article>
  );
}
