import { useLingui } from "@lingui/react/macro";
import { LANGUAGES, LANGUAGE_NAMES } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";

const KEY = ["outcome-codes", "all"];

/** What a contact was about: chosen by advisors at the end of each. A retired one stays in the past. */
export function OutcomesSection() {
  const { t } = useLingui();
  const { data = [], error, refetch, isSuccess } = useQuery({ queryKey: KEY, queryFn: () => ask("get", "/outcome-codes", { query: { retired: true } }) });
  const [labels, setLabels] = useState<Record<string, string>>({});
  const save = useMutation({
    mutationFn: ({ code, labels, position, retired }: { code: string; labels: Record<string, string>; position: number; retired: boolean }) => ask("put", "/outcome-codes/{code}", { path: { code }, body: { labels, position, retired } }),
    onSuccess: () => { setLabels({}); void queries.invalidateQueries({ queryKey: ["outcome-codes"] }); },
  });
  const add = () => {
    const words = Object.fromEntries(Object.entries(labels).filter(([, text]) => text.trim()));
    const code = (labels["fr"] ?? Object.values(words)[0] ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "") || `code_${data.length + 1}`;
    save.mutate({ code, labels: words, position: data.length, retired: false });
  };
  return (
    <section aria-label={t`Motifs`}>
      <header><h2>{t`Motifs`}</h2></header>
      <p className={css.soft}>{t`Ce dont il s’agissait : choisi à la fin de chaque contact.`}</p>
      <form className={ui.row} style={{ alignItems: "end" }} onSubmit={(event) => { event.preventDefault(); add(); }}>
        {LANGUAGES.map((language) => <TextField key={language} label={LANGUAGE_NAMES[language]} value={labels[language] ?? ""} onChange={(event) => setLabels({ ...labels, [language]: event.target.value })} dir="auto" lang={language} />)}
        <Button type="submit" kind="primary" icon="plus" isPending={save.isPending} isDisabled={!Object.values(labels).some((text) => text.trim())}>{t`Ajouter`}</Button>
      </form>
      <Fault error={error ?? save.error} retry={error ? () => void refetch() : undefined} />
      {data.length > 0 && (
        <div className={ui.tableWrap}><table className={ui.table}>
          <caption className="unseen">{t`Motifs`}</caption>
          <thead><tr>{LANGUAGES.map((language) => <th key={language} scope="col" lang={language}>{LANGUAGE_NAMES[language]}</th>)}<th scope="col">{t`État`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{data.map((one) => (
            <tr key={one.code}>{LANGUAGES.map((language) => <td key={language} lang={language} dir="auto">{one.labels[language] ?? "–"}</td>)}<td><Badge tone={one.retired_at ? "plain" : "good"} shape>{one.retired_at ? t`Retiré` : t`En service`}</Badge></td><td className={ui.number}><Button size="small" onPress={() => save.mutate({ ...one, retired: !one.retired_at })}>{one.retired_at ? t`Remettre` : t`Retirer`}</Button></td></tr>
          ))}</tbody>
        </table></div>
      )}
      {isSuccess && data.length === 0 && <Empty icon="list" title={t`Aucun motif`}>{t`Quelques mots suffisent : facture, panne, résiliation…`}</Empty>}
    </section>
  );
}
