import { useLingui } from "@lingui/react/macro";
import { clockTime, dayTime, number } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { usePeopleNames, useQueueNames } from "#/features/routing/names.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { usePaged } from "#/shared/paged.tsx";
import { Badge, Button, Fault, ui } from "#/shared/ui/ui.tsx";
import { CampaignForm } from "./campaign_form.tsx";
import css from "./outbound.module.css";
import { fieldSaid, gestureSaid, modeSaid, type Campaign, type Wanted } from "./outbound_words.ts";

/** How a campaign is set, changed here and put back as it was in one gesture. */
export function CampaignSettings({ of, state }: { of: Campaign; state: string }) {
  const { t } = useLingui();
  const [editing, setEditing] = useState(false);
  const [before, setBefore] = useState<Wanted | null>(null);
  const queues = useQueueNames();
  const undo = useMutation({
    mutationFn: () => ask("put", "/outbound/campaigns/{campaign}", { path: { campaign: of.id }, body: before! }),
    onSuccess: () => { setBefore(null); void queries.invalidateQueries({ queryKey: ["outbound"] }); },
  });
  const rows: [string, string][] = [
    [t`Rythme`, modeSaid(of.mode ?? "")], [t`File`, queues.get(of.queue) ?? ""], [t`Règles`, of.country ?? ""], [t`Numéro présenté`, of.entry || t`le premier de nos numéros`],
    [t`Lignes à la fois, au plus`, number(of.lines_max ?? 0)], [t`Essais par personne, au plus`, number(of.attempts_max ?? 0)], [t`Message si personne n’est là`, of.message ?? ""],
  ];
  return (
    <section className={ui.stack} aria-label={t`Réglages de la campagne`}>
      <div className={css.head}>
        <h3>{t`Réglages`}</h3>
        {allowed(useAccount(), "outbound.edit") && state !== "stopped" && <Button icon="edit" onPress={() => setEditing(true)}>{t`Modifier`}</Button>}
      </div>
      <dl className={css.settings}>{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div>)}</dl>
      <div role="status" className={ui.row}>{before && <><span>{t`Changé.`}</span><Button size="small" icon="undo" isPending={undo.isPending} onPress={() => undo.mutate()}>{t`Remettre comme avant`}</Button></>}</div>
      <Fault error={undo.error} />
      {editing && <CampaignForm of={of} running={state === "running"} close={() => setEditing(false)} made={(_, was) => setBefore(was)} />}
    </section>
  );
}

/** May they be called now, where they are? */
export function Hours({ id }: { id: string }) {
  const { t } = useLingui();
  const { data = [] } = useQuery({ queryKey: ["outbound", "hours", id], queryFn: () => ask("get", "/outbound/campaigns/{campaign}/hours", { path: { campaign: id } }), refetchInterval: 30_000 });
  if (data.length === 0) return null;
  return (
    <section className={ui.stack} aria-label={t`Heures d’appel`}>
      <h3>{t`Heures d’appel, chez les appelés`}</h3>
      <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Heures par fuseau`}><table className={ui.table}>
        <caption className="unseen">{t`Heures par fuseau`}</caption>
        <thead><tr><th scope="col">{t`Fuseau`}</th><th scope="col">{t`À appeler`}</th><th scope="col">{t`Maintenant`}</th></tr></thead>
        <tbody>{data.map((one) => {
          const zone = one.zones.split(",")[0];
          const until = clockTime(one.until, zone);
          const opens = dayTime(one.until, zone);
          return <tr key={one.zones}><th scope="row"><bdi dir="ltr">{one.zones.replaceAll(",", ", ").replaceAll("_", " ")}</bdi></th><td className={ui.number}>{number(one.contacts)}</td><td><Badge tone={one.open ? "good" : "plain"} shape>{one.open ? t`permis jusqu’à ${until}` : one.holiday ? t`jour férié ; reprend ${opens}` : t`fermé ; reprend ${opens}`}</Badge></td></tr>;
        })}</tbody>
      </table></div>
    </section>
  );
}

interface Change { id: string; at: number; person: string | null; verb: string; codes: { changed?: string[]; before?: Record<string, unknown>; after?: Record<string, unknown> } }

/** Who changed what, for whoever may read the record. Texts are named and not kept. */
export function History({ id }: { id: string }) {
  const { t } = useLingui();
  const list = usePaged("/audit", { subject: `campaign:${id}` });
  const rows = list.rows as unknown as Change[];
  const names = usePeopleNames(rows.map((one) => one.person));
  if (rows.length === 0) return null;
  const told = (one: Change) => (one.codes.changed ?? []).map((field) => {
    const was = one.codes.before?.[field];
    const is = one.codes.after?.[field];
    const plain = (value: unknown) => (typeof value === "number" || typeof value === "string" ? String(value) : "");
    return plain(is) ? `${fieldSaid(field)} : ${plain(was)} → ${plain(is)}` : fieldSaid(field);
  }).join(" · ");
  return (
    <details>
      <summary>{t`Historique`}</summary>
      <ul className={css.history}>{rows.map((one) => <li key={one.id}><time>{dayTime(one.at)}</time> · <bdi>{one.person ? names.get(one.person) || t`une personne` : t`l’installation`}</bdi> · {gestureSaid(one.verb)} {told(one) && <bdi>{told(one)}</bdi>}</li>)}</ul>
      {list.hasNextPage && <Button size="small" onPress={() => void list.fetchNextPage()}>{t`Afficher la suite`}</Button>}
    </details>
  );
}
