import { useLingui } from "@lingui/react/macro";
import { number, percent } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Badge, Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import { CampaignSettings, History, Hours } from "./campaign_settings.tsx";
import css from "./outbound.module.css";
import { modeSaid, outcomeSaid, ruleSaid, stateSaid, toneOf, type Campaign, type Progress } from "./outbound_words.ts";

const EVERY_MS = 2_000;
type Gesture = "start" | "pause" | "stop";

/** One campaign: how far, at what pace, abandonment against its ceiling, and why people are not dialled. */
export function CampaignView({ id, back }: { id: string; back: () => void }) {
  const { t } = useLingui();
  const account = useAccount();
  const path = { campaign: id };
  const one = useQuery({ queryKey: ["outbound", "campaign", id], queryFn: () => ask("get", "/outbound/campaigns/{campaign}", { path }) });
  const progress = useQuery({ queryKey: ["outbound", "progress", id], queryFn: () => ask("get", "/outbound/campaigns/{campaign}/progress", { path }), refetchInterval: EVERY_MS });
  return (
    <article className={ui.stack} data-campaign={id}>
      <div><Button kind="quiet" icon="list" onPress={back}>{t`Toutes les campagnes`}</Button></div>
      <Fault error={one.error ?? progress.error} retry={() => void progress.refetch()} />
      {one.data && progress.data && <><Head one={one.data} state={progress.data.state} /><Figures of={progress.data} mode={one.data.mode ?? ""} /><Ceiling of={progress.data} /><Reasons of={progress.data} /><Hours id={id} /><CampaignSettings of={one.data} state={progress.data.state} />{allowed(account, "audit.view") && <History id={id} />}</>}
    </article>
  );
}

function Head({ one, state }: { one: Campaign; state: string }) {
  const { t } = useLingui();
  const runs = allowed(useAccount(), "outbound.run");
  const [stopping, setStopping] = useState(false);
  const send = useMutation({ mutationFn: (gesture: Gesture) => ask("post", "/outbound/campaigns/{campaign}/{gesture}", { path: { campaign: one.id, gesture } }), onSuccess: () => queries.invalidateQueries({ queryKey: ["outbound"] }) });
  return (
    <header className={css.head}>
      <h2><bdi>{one.name}</bdi> <Badge tone={toneOf(state)} shape>{stateSaid(state)}</Badge></h2>
      <div className={ui.row}>
        {runs && (state === "draft" || state === "paused") && <Button kind="primary" icon="play" isPending={send.isPending} onPress={() => send.mutate("start")}>{t`Lancer`}</Button>}
        {runs && state === "running" && <Button kind="primary" icon="pause" isPending={send.isPending} onPress={() => send.mutate("pause")}>{t`Suspendre`}</Button>}
        {runs && state !== "stopped" && <Button kind="danger" icon="close" onPress={() => setStopping(true)}>{t`Arrêter`}</Button>}
        <a className={ui.button ?? ""} href={`/api/outbound/campaigns/${one.id}/results.csv`} download><Icon name="down" />{t`Résultats`}</a>
      </div>
      <Fault error={send.error} />
      {stopping && (
        <Dialog title={t`Arrêter pour de bon ?`} open close={() => setStopping(false)}>
          <p>{t`Plus personne n’est appelé à partir de maintenant. Qui sonne déjà trouvera encore un conseiller. Une campagne arrêtée ne repart pas.`}</p>
          <div className={ui.row}><Button kind="danger" onPress={() => { send.mutate("stop"); setStopping(false); }}>{t`Arrêter`}</Button><Button onPress={() => setStopping(false)} autoFocus>{t`Continuer`}</Button></div>
        </Dialog>
      )}
    </header>
  );
}

function Figures({ of, mode }: { of: Progress; mode: string }) {
  const { t } = useLingui();
  const figures: [string, string][] = [
    [t`Conseillers prêts`, number(of.ready)], [t`En conversation`, number(of.talking)], [t`Téléphones qui sonnent`, number(of.ringing)], [t`Fiches lues`, number(of.shown)],
    [t`Restent à appeler`, number(of.waiting)], [t`dont plus tard`, number(of.later)], [t`Terminés`, number(of.over)], [t`Taux de réponse`, of.dialled ? percent(of.answer_rate) : "–"],
    [t`Appelés`, number(of.dialled)],
  ];
  return (
    <section className={ui.stack} aria-label={t`Avancement`}>
      <h3>{modeSaid(mode)}</h3>
      <progress aria-label={t`Terminés`} max={Math.max(1, of.contacts)} value={of.over} />
      <dl className={css.figures}>{figures.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
    </section>
  );
}

function Ceiling({ of }: { of: Progress }) {
  const { t } = useLingui();
  const spans: [string, Record<string, number>][] = [[t`Aujourd’hui`, of.today], [t`30 jours`, of.thirty_days], [t`Toute la campagne`, of.whole]];
  const ceiling = percent(of.ceiling);
  const article = of.ceiling_article;
  return (
    <section className={ui.stack} aria-label={t`Abandons`}>
      <h3>{t`Abandons : ${ceiling} au plus`} <span className={css.soft}><bdi dir="ltr">{article}</bdi></span></h3>
      {spans.map(([name, tally]) => {
        const share = percent(tally["share"] ?? 0);
        const abandoned = number(tally["abandoned"] ?? 0);
        const persons = number(tally["persons"] ?? 0);
        return <div key={name} className={css.meter}><span>{name} : {t`${share}, soit ${abandoned} sur ${persons} personnes`}</span><meter aria-label={name} min={0} max={Math.max(0.001, of.ceiling * 1.5)} high={of.ceiling} value={tally["share"] ?? 0} /></div>;
      })}
    </section>
  );
}

function Reasons({ of }: { of: Progress }) {
  const { t } = useLingui();
  const held = Object.entries(of.held);
  const outcomes = Object.entries(of.outcomes);
  return (
    <>
      {held.length > 0 && <section aria-label={t`Pourquoi on ne les appelle pas`}><h3>{t`Pourquoi on ne les appelle pas`}</h3><ul>{held.map(([rule, count]) => <li key={rule} data-rule={rule}>{ruleSaid(rule)} : {number(count)}</li>)}</ul></section>}
      {outcomes.length > 0 && <section aria-label={t`Ce que les appels ont donné`}><h3>{t`Ce que les appels ont donné`}</h3><ul>{outcomes.map(([outcome, count]) => <li key={outcome}>{outcomeSaid(outcome)} : {number(count)}</li>)}</ul></section>}
    </>
  );
}
