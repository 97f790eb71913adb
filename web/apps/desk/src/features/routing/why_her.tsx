import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { ask } from "#/shared/api.ts";
import { Fault } from "#/shared/ui/ui.tsx";
import css from "./explain.module.css";
import { decidedSaid, urgencySaid } from "./explain_words.ts";
import { usePeopleNames } from "./names.ts";

/** Why this offer was made to her, by what was known the moment before. It does not change: it is asked once. */
export function WhyHer({ offer }: { offer: string }) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({ queryKey: ["why-her", offer], queryFn: () => ask("get", "/routing/offers/{offer}/why", { path: { offer } }), staleTime: Infinity, retry: false });
  const names = usePeopleNames([data?.runner_up?.advisor || null]);
  if (error) return <div className={css.why}><Fault error={error} retry={() => void refetch()} /></div>;
  if (!data) return <div className={css.why} aria-busy="true" />;
  const next = data.runner_up ? names.get(data.runner_up.advisor) : "";
  return (
    <div className={css.why} role="status" aria-label={t`Pourquoi elle`} data-decided={data.decided_by} data-urgency={data.urgency}>
      <p>{decidedSaid(data.decided_by)}{next && <> <Trans>Ensuite venait <bdi>{next}</bdi>.</Trans></>}</p>
      {data.free > 1 && <p className={css.soft}><Plural value={data.free} one="# personne était libre." other="# personnes étaient libres." /></p>}
      <p className={css.soft}>{urgencySaid(data.urgency)}</p>
    </div>
  );
}
