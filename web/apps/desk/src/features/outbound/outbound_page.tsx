import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { Badge, Button, Choice, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { CampaignForm } from "./campaign_form.tsx";
import { CampaignView } from "./campaign_view.tsx";
import { DoNotCall } from "./do_not_call.tsx";
import { Lists } from "./lists.tsx";
import css from "./outbound.module.css";
import { modeSaid, stateSaid, toneOf, type OutboundSearch } from "./outbound_words.ts";

/** Calling campaigns, their lists, and who is called no more. */
export function OutboundPage() {
  const { t } = useLingui();
  const search = useSearch({ strict: false }) as OutboundSearch;
  const navigate = useNavigate();
  const show = search.show ?? "campaigns";
  const go = (next: OutboundSearch) => void navigate({ to: "/outbound", search: next, replace: true });
  const tabs = [{ key: "campaigns", label: t`Campagnes` }, { key: "lists", label: t`Listes` }, { key: "do-not-call", label: t`Ne plus appeler` }];
  return (
    <section className={css.page} aria-label={t`Campagnes d’appels`}>
      <header className={css.head}>
        <h1>{t`Campagnes d’appels`}</h1>
        <Choice name={t`Partie`} value={show} options={tabs} onChange={(key) => go({ show: key })} />
      </header>
      {show === "lists" ? <Lists chosen={search.id ?? ""} choose={(id) => go({ show, id })} /> : show === "do-not-call" ? <DoNotCall /> : search.id ? <CampaignView id={search.id} back={() => go({})} /> : <Campaigns open={(id) => go({ id })} />}
    </section>
  );
}

function Campaigns({ open }: { open: (id: string) => void }) {
  const { t } = useLingui();
  const edits = allowed(useAccount(), "outbound.edit");
  const { data = [], error, isSuccess, refetch } = useQuery({ queryKey: ["outbound", "campaigns"], queryFn: () => ask("get", "/outbound/campaigns"), refetchInterval: 5_000 });
  const [making, setMaking] = useState(false);
  return (
    <>
      {edits && <div className={ui.row}><Button kind="primary" icon="plus" onPress={() => setMaking(true)}>{t`Nouvelle campagne`}</Button></div>}
      <Fault error={error} retry={() => void refetch()} />
      {data.length > 0 && (
        <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Liste des campagnes`}><table className={ui.table}>
          <caption className="unseen">{t`Campagnes d’appels`}</caption>
          <thead><tr><th scope="col">{t`Nom`}</th><th scope="col">{t`État`}</th><th scope="col">{t`Rythme`}</th><th scope="col">{t`Règles`}</th></tr></thead>
          <tbody>{data.map((one) => (
            <tr key={one.id} data-campaign={one.id}>
              <th scope="row" aria-label={one.name}><Button kind="quiet" onPress={() => open(one.id)}><bdi>{one.name}</bdi></Button></th>
              <td><Badge tone={toneOf(one.state)} shape>{stateSaid(one.state)}</Badge></td><td>{modeSaid(one.mode ?? "")}</td><td><bdi dir="ltr">{one.country}</bdi></td>
            </tr>
          ))}</tbody>
        </table></div>
      )}
      {isSuccess && data.length === 0 && <Empty icon="phone" title={t`Aucune campagne d’appels`}>{t`Importez une liste, puis faites une campagne : un conseiller est réservé avant que le premier téléphone sonne.`}</Empty>}
      {making && <CampaignForm close={() => setMaking(false)} made={(one) => open(one.id)} />}
    </>
  );
}
