import { Trans, useLingui } from "@lingui/react/macro";
import type { Contact } from "@palabre/contracts";
import { useAll } from "@palabre/live";
import { clockTime, number } from "@palabre/words";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { readable } from "#/features/customers/address.tsx";
import { useCustomer, useOutcomeCodes } from "#/features/conversations/data.ts";
import { outcomeLabel } from "#/features/desk/outcome_label.ts";
import { channelIcon, channelWord } from "#/features/desk/status_words.ts";
import { useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { Icon } from "#/shared/ui/icons.tsx";
import { Badge, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./my_day.module.css";
import { OwnTime } from "./own_time.tsx";

/** Her own day, for herself: no ranking, nobody else's figures. */
export function MyDayPage() {
  const { t } = useLingui();
  const account = useAccount();
  const codes = useOutcomeCodes().data;
  const open = useAll("conversation").length;
  const { data, error, refetch } = useQuery({
    queryKey: ["my-day", account.person.id, open],
    queryFn: () => ask("get", "/conversations", { query: { advisor: account.person.id, limit: 200 } }),
    placeholderData: (before) => before,
  });
  const midnight = new Date().setHours(0, 0, 0, 0);
  const today = (data?.rows ?? []).filter((row) => row.opened_at >= midnight && row.closed_reason !== "abandoned");
  const closed = today.filter((row) => row.state === "closed");
  const bare = closed.filter((row) => !row.outcome).length;
  const byChannel = new Map<string, number>();
  for (const row of today) byChannel.set(row.channel, (byChannel.get(row.channel) ?? 0) + 1);
  return (
    <div className={css.page}>
      <header><h1>{t`Ma journée`}</h1><p><Trans>Vos chiffres, pour vous. Personne n’est comparé ici.</Trans></p></header>
      <Fault error={error} retry={() => void refetch()} />
      <dl className={css.tiles}>
        <div><dt>{t`Contacts d’aujourd’hui`}</dt><dd>{number(today.length)}</dd></div>
        {[...byChannel].map(([channel, count]) => <div key={channel}><dt>{channelWord(channel)}</dt><dd>{number(count)}</dd></div>)}
        <OwnTime open={open} />
        <div><dt>{t`Sans motif encore`}</dt><dd>{number(bare)}</dd></div>
      </dl>
      {today.length > 0 && (
        <div className={ui.tableWrap}>
          <table className={ui.table}>
            <caption className="unseen">{t`Contacts d’aujourd’hui`}</caption>
            <thead><tr><th scope="col">{t`Heure`}</th><th scope="col">{t`Client`}</th><th scope="col">{t`Canal`}</th><th scope="col">{t`Motif`}</th></tr></thead>
            <tbody>
              {today.map((row) => (
                <tr key={row.id}>
                  <td className="numbers">{clockTime(row.opened_at)}</td>
                  <td><Link to="/inbox/$conversation" params={{ conversation: row.id }}><CustomerName contact={row} /></Link></td>
                  <td><span className={ui.row}><Icon name={channelIcon(row.channel)} size={16} />{channelWord(row.channel)}</span></td>
                  <td>{row.outcome ? outcomeLabel(codes, row.outcome) : row.state === "closed" ? <Badge tone="warning" shape>{t`Sans motif`}</Badge> : <Badge tone="notice" shape>{t`En cours`}</Badge>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data && today.length === 0 && <Empty icon="day" title={t`La journée commence`}>{t`Vos contacts s’ajouteront ici au fur et à mesure.`}</Empty>}
    </div>
  );
}

function CustomerName({ contact }: { contact: Contact }) {
  const { t } = useLingui();
  const { data } = useCustomer(contact.customer);
  return <bdi>{data?.name || (contact.channel === "chat" ? t`Visiteur du site` : readable(contact.address_value)) || t`Numéro masqué`}</bdi>;
}
