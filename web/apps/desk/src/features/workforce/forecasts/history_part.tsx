import { useLingui } from "@lingui/react/macro";
import { day, dayTime, number } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import { ask, Problem } from "#/shared/api.ts";
import { Badge, Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { type Demand, possibleSaid, type Report, sendFile, unreadableSaid, wrongSaid } from "./forecast_words.ts";
import css from "./forecasts.module.css";

const again = () => void queries.invalidateQueries({ queryKey: ["forecasts"] });

/** What came: measured here, or by files, which are looked at before anything is taken and can be taken back. */
export function HistoryPart({ of }: { of: Demand }) {
  const { t } = useLingui();
  const edits = allowed(useAccount(), "workforce.forecasts.edit");
  const imports = useQuery({ queryKey: ["forecasts", "imports"], queryFn: () => ask("get", "/workforce/demand/imports") });
  const undo = useMutation({ mutationFn: (imported: string) => ask("delete", "/workforce/demand/imports/{imported}", { path: { imported } }), onSettled: again });
  const rows = imports.data ?? [];
  return (
    <div className={css.part}>
      <p className={css.soft}>{of.first === null || of.first === undefined || of.last === null || of.last === undefined ? t`Rien n’est connu de cette file.` : t`Du ${day(of.first)} au ${day(of.last)} : ${number(of.half_hours)} demi-heures, dont ${number(of.imported)} par fichier ; ${number(of.offered)} contacts.`}</p>
      {edits && <Take of={of} />}
      <h2>{t`Fichiers pris`}</h2>
      <Fault error={imports.error ?? undo.error} retry={() => void imports.refetch()} />
      {imports.isSuccess && rows.length === 0 && <Empty icon="inbox" title={t`Aucun fichier`}>{t`Un fichier CSV aux colonnes start, calls et, si vous l’avez, aht (secondes).`}</Empty>}
      {rows.length > 0 && (
        <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Fichiers pris`}><table className={ui.table}>
          <thead><tr><th scope="col">{t`Fichier`}</th><th scope="col">{t`Pris le`}</th><th scope="col">{t`Lignes`}</th><th scope="col">{t`Demi-heures`}</th><th scope="col">{t`Gestes`}</th></tr></thead>
          <tbody>{rows.map((one) => (
            <tr key={one.id}><th scope="row"><bdi>{one.file_name || "—"}</bdi></th><td>{dayTime(one.imported_at)}</td><td>{number(one.lines)}</td><td>{number(one.accepted)}</td>
              <td>{one.undone_at ? <Badge>{t`repris`}</Badge> : edits && <Button icon="undo" onPress={() => undo.mutate(one.id)} isPending={undo.isPending && undo.variables === one.id}>{t`Défaire`}</Button>}</td></tr>
          ))}</tbody>
        </table></div>
      )}
    </div>
  );
}

function Take({ of }: { of: Demand }) {
  const { t } = useLingui();
  const [file, setFile] = useState<File | null>(null);
  const look = useMutation({ mutationFn: (one: File) => sendFile(of.queue, one, true) });
  const take = useMutation({ mutationFn: () => sendFile(of.queue, file!, false), onSuccess: again });
  const report = look.data;
  const refused = look.error instanceof Problem && look.error.code === "workforce.history_unreadable" ? unreadableSaid(String(look.error.details["reason"])) : "";
  return (
    <div className={css.part}>
      <label>{t`Fichier CSV`} <input type="file" accept=".csv,.txt,text/csv" onChange={(event) => { const one = event.target.files?.[0] ?? null; setFile(one); take.reset(); look.reset(); if (one) look.mutate(one); }} /></label>
      {refused ? <p role="alert">{refused}</p> : <Fault error={look.error ?? take.error} />}
      <div role="status">{report && <ReportSaid of={report} />}{take.isSuccess && <Badge tone="good" shape>{t`Importé`}</Badge>}</div>
      {report && !take.isSuccess && <div className={ui.row}><Button kind="primary" isPending={take.isPending} isDisabled={report.accepted === 0} onPress={() => take.mutate()}>{t`Importer`}</Button></div>}
    </div>
  );
}

function ReportSaid({ of }: { of: Report }) {
  const { t } = useLingui();
  return (
    <div className={ui.stack} data-possible={of.possible}>
      <p>{t`${number(of.accepted)} demi-heures à prendre sur ${number(of.lines)} lignes, ${number(of.days)} jours.`} {possibleSaid(of.possible)}</p>
      {of.holes > 0 && <details><summary>{t`${number(of.holes)} demi-heures manquent`}</summary><ul>{of.lacking.slice(0, 50).map((one) => <li key={one}><bdi dir="ltr">{one.replace("T", " ")}</bdi></li>)}</ul></details>}
      {of.doubled > 0 && <p>{t`L’heure qui revient au changement d’heure est comptée une fois : la moyenne des deux.`}</p>}
      {Object.keys(of.wrong).length > 0 && <ul>{Object.entries(of.wrong).map(([why, count]) => <li key={why} data-wrong={why}>{wrongSaid(why)} : {number(count)}</li>)}</ul>}
      {of.troubles.length > 0 && <details><summary>{t`Lignes refusées`}</summary><ul>{of.troubles.slice(0, 50).map((one) => <li key={`${one.line}${one.why}`}>{t`ligne ${number(one.line)}`} : {wrongSaid(one.why)}</li>)}</ul></details>}
    </div>
  );
}
