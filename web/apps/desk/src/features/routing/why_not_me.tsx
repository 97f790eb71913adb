import { Trans, useLingui } from "@lingui/react/macro";
import { serverNow } from "@palabre/live";
import { duration } from "@palabre/words";
import { useQuery } from "@tanstack/react-query";
import { useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { Fault } from "#/shared/ui/ui.tsx";
import css from "./explain.module.css";
import { blockerSaid, decidedSaid } from "./explain_words.ts";

/** For the advisor: why what waits longest, of what she could be offered in this queue, is not offered to her. */
export function WhyNotMe({ queue }: { queue: string }) {
  const { t } = useLingui();
  const me = useAccount().person.id;
  const { data, error, refetch } = useQuery({
    queryKey: ["why-not-me", queue],
    queryFn: async () => {
      const [first] = await ask("get", "/routing/waiting", { query: { queue, limit: 1 } });
      return first ? { first, told: await ask("get", "/routing/items/{item}/why-not/{advisor}", { path: { item: first.item, advisor: me } }) } : null;
    },
    staleTime: 0, gcTime: 0,
  });
  if (error) return <Fault error={error} retry={() => void refetch()} />;
  if (data === undefined) return <p aria-busy="true" />;
  if (!data) return <p className={css.soft}>{t`Rien n’attend qui puisse vous être proposé.`}</p>;
  const waited = duration(serverNow() - data.first.since);
  const kept = data.told.blockers;
  return (
    <div role="status">
      <p className={css.soft}><Trans>La plus ancienne attend depuis {waited}.</Trans></p>
      {kept.length > 0
        ? <ul>{kept.map((one) => <li key={one.code + one.detail} data-blocker={one.code}>{mine(one.code) ?? blockerSaid(one, serverNow())}</li>)}</ul>
        : <p>{data.told.decided_by ? decidedSaid(data.told.decided_by) : t`Rien ne vous retient : elle vous sera proposée à votre tour.`}</p>}
    </div>
  );

  /** To her it is said as to her. */
  function mine(code: string): string | undefined {
    const said: Record<string, string> = {
      status: t`Vous n’êtes pas disponible.`, talking: t`Vous êtes en conversation.`, wrap_up: t`Vous êtes en fin de traitement.`, offer: t`Vous avez déjà une offre.`,
      unconfirmed: t`Vous avez manqué une offre : confirmez que vous êtes là.`, declined: t`Vous l’avez refusée il y a peu.`, later_ring: t`Votre cercle s’ouvre plus tard.`,
      reservation: t`Vous êtes réservée pour un rappel.`, preferred: t`Elle attend d’abord la personne préférée du client.`, capacity: t`Vous ne prenez pas ce canal.`, hours: t`Vous êtes hors de vos heures.`, presence: t`Votre poste n’est plus en ligne.`, not_shown: t`Votre poste n’a pas affiché une offre.`,
    };
    return said[code];
  }
}
