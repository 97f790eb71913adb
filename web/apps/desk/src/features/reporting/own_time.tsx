import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";
import { valueText } from "./report_data.ts";

const SHOWN = ["talk_time", "hold_time", "wrap_up_time"];

/** Her own times of today, as reporting defines them: the server gives an advisor nobody else's. */
export function OwnTime({ open }: { open: number }) {
  const { t } = useLingui();
  const account = useAccount();
  const { data } = useQuery({
    queryKey: ["my-time", account.person.id, open],
    queryFn: () => ask("get", "/reporting/reports/{by}", { path: { by: "time" }, query: { advisor: account.person.id } }),
    placeholderData: (before) => before,
    enabled: allowed(account, "reporting.own", "reporting.view"),
  });
  if (!data) return null;
  const names: Record<string, string> = { talk_time: t`En conversation`, hold_time: t`En attente`, wrap_up_time: t`En fin de traitement` };
  return SHOWN.map((key) => {
    const at = data.columns.findIndex((one) => one.key === key);
    const mean = data.total.values[at] ?? null;
    const contacts = data.total.n[at] ?? 0;
    return (
      <div key={key} title={data.columns[at]?.definition}>
        <dt>{names[key]}{mean !== null && <><br />{t`${valueText(mean, "seconds")} par contact`}</>}</dt>
        <dd>{valueText(mean === null ? 0 : mean * contacts, "seconds")}</dd>
      </div>
    );
  });
}
