import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { serverNow } from "@palabre/live";
import { clockTime, duration, number } from "@palabre/words";
import { useQuery } from "@tanstack/react-query";
import { ask } from "#/shared/api.ts";
import { Badge, Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./explain.module.css";
import { blockerCounted, blockerSaid, commonest, nextSaid, type Told } from "./explain_words.ts";
import { usePeopleNames, useQueueName } from "./names.ts";

/** Why one conversation still waits, as it was when it was asked. */
export function WhyWaiting({ item, close }: { item: string; close: () => void }) {
  const { t } = useLingui();
  const why = useQuery({ queryKey: ["why", item], queryFn: () => ask("get", "/routing/items/{item}/why", { path: { item } }), staleTime: 0, gcTime: 0 });
  return (
    <Dialog title={t`Pourquoi attend-il encore ?`} open close={close} wide>
      <div className={css.told}>
        <Fault error={why.error} retry={() => void why.refetch()} />
        {why.data && !why.error && <Said told={why.data} at={why.dataUpdatedAt} />}
        <div className={ui.row}>
          <Button icon="clock" onPress={() => void why.refetch()} isDisabled={why.isFetching}>{t`Relire maintenant`}</Button>
          <Button kind="quiet" onPress={close}>{t`Fermer`}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function Said({ told, at }: { told: Told; at: number }) {
  const { t } = useLingui();
  const { why, estimate } = told;
  const now = serverNow();
  const queue = useQueueName(why.queue);
  const overflow = useQueueName(why.overflow);
  const names = usePeopleNames([...why.people.map((one) => one.advisor), why.offered_to, ...why.next.map((one) => (one.code === "ring_opens" ? null : one.detail))]);
  const name = (id: string) => names.get(id) || t`quelqu’un`;
  const free = why.people.filter((one) => one.blockers.length === 0).length;
  const waited = duration(now - why.since);
  const [ring, rings, hidden] = [why.ring + 1, why.rings, why.able - why.people.length];
  const estimated = estimate?.said ? duration(Math.ceil(estimate.ms / 60_000) * 60_000) : "";
  const time = clockTime(at);
  const rung = why.offered_to ? name(why.offered_to) : "";
  return (
    <>
      <p className={css.head} role="status">
        <bdi>{queue}</bdi> · <Trans>attend depuis {waited}, cercle {ring} sur {rings}.</Trans>{" "}
        {why.able === 0
          ? <Badge tone="bad" shape>{t`Personne n’a ce que cette file demande`}</Badge>
          : <Plural value={why.able} one="# personne peut la prendre" other="# personnes peuvent la prendre" />}
        {why.able > 0 && <>, <Plural value={free} _0="aucune n’est libre." one="# est libre à l’instant." other="# sont libres à l’instant." /></>}
      </p>
      {rung && <p><Badge tone="notice" shape>{t`Ça sonne`}</Badge> <Trans>En ce moment chez {rung}.</Trans></p>}
      {why.ahead > 0 && <p><Plural value={why.ahead} one="# conversation plus pressante passe avant." other="# conversations plus pressantes passent avant." /></p>}
      {commonest(why.by_blocker).length > 0 && (
        <section aria-label={t`Ce qui les retient`}>
          <h3>{t`Ce qui les retient`}</h3>
          <ul className={css.counts}>{commonest(why.by_blocker).map(([code, count]) => <li key={code} data-blocker={code}><b>{number(count)}</b><span>{blockerCounted(code, count)}</span></li>)}</ul>
        </section>
      )}
      <section aria-label={t`Ce qui vient`}>
        <h3>{t`Ce qui vient`}</h3>
        <ol className={css.coming}>
          {why.next.map((one) => <li key={one.code + one.detail + one.at} data-next={one.code}><time dateTime={new Date(one.at).toISOString()}>{inWords(one.at, now)}</time><bdi>{nextSaid(one, name)}</bdi></li>)}
        </ol>
        {why.overflow && <p className={css.soft}><Trans>Au bout de l’attente, elle déborde vers <bdi>{overflow}</bdi>.</Trans></p>}
      </section>
      <p>{estimated ? <Trans>Attente estimée : {estimated} environ.</Trans> : <span className={css.soft}><Trans>Aucune attente n’est annoncée : l’estimation n’a pas encore fait ses preuves ici.</Trans></span>}</p>
      {why.people.length > 0 && (
        <div className={`${ui.tableWrap} ${css.people}`} tabIndex={0} role="region" aria-label={t`Qui peut la prendre`}>
          <table className={ui.table}>
            <thead><tr><th scope="col">{t`Qui peut la prendre`}</th><th scope="col">{t`Ce qui la retient`}</th></tr></thead>
            <tbody>{why.people.map((one) => (
              <tr key={one.advisor}>
                <th scope="row" className={css.name}><bdi>{name(one.advisor)}</bdi></th>
                <td>{one.blockers.length === 0 ? <Badge tone="good" shape>{t`libre`}</Badge> : one.blockers.map((blocker) => blockerSaid(blocker, now)).join(" ; ")}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
      <p className={css.soft}>{hidden > 0 && <><Plural value={hidden} one="# autre personne n’est pas nommée ici." other="# autres personnes ne sont pas nommées ici." />{" "}</>}<Trans>Vu à {time}.</Trans></p>
    </>
  );
}

const inWords = (at: number, now: number): string => (at - now > 3_600_000 ? clockTime(at) : `+ ${duration(Math.max(0, at - now))}`);
