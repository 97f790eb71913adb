import { useLingui } from "@lingui/react/macro";
import { number } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Badge, Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import { sendFile, wrongSaid, type Report } from "./outbound_words.ts";

/** First looked at and reported, then taken. */
export function ImportFile({ path, close, taken }: { path: string; close: () => void; taken: () => void }) {
  const { t } = useLingui();
  const [file, setFile] = useState<File | null>(null);
  const look = useMutation({ mutationFn: (one: File) => sendFile(path, one, true) });
  const take = useMutation({ mutationFn: () => sendFile(path, file!, false), onSuccess: taken });
  const report = look.data;
  return (
    <Dialog title={t`Importer un fichier`} open close={close} wide>
      <div className={ui.stack}>
        <label>{t`Fichier CSV`} <input type="file" accept=".csv,.txt,.tsv,text/csv" onChange={(event) => { const one = event.target.files?.[0] ?? null; setFile(one); take.reset(); if (one) look.mutate(one); }} /></label>
        <Fault error={look.error ?? take.error} />
        <div role="status">{report && <ReportSaid of={report} />}{take.isSuccess && <Badge tone="good" shape>{t`Importé`}</Badge>}</div>
        <div className={ui.row}>
          {report && !take.isSuccess && <Button kind="primary" isPending={take.isPending} isDisabled={report.accepted === 0} onPress={() => take.mutate()}>{t`Importer`}</Button>}
          <Button onPress={close}>{t`Fermer`}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function ReportSaid({ of }: { of: Report }) {
  const { t } = useLingui();
  const lines = number(of.lines);
  const accepted = number(of.accepted);
  const without = number(of.without_consent);
  const doubled = of.doubled_columns.join(", ");
  return (
    <div className={ui.stack}>
      <p>{t`${accepted} numéros à prendre sur ${lines} lignes.`}{of.without_consent > 0 && ` ${t`Sans date de consentement : ${without}.`}`}</p>
      {doubled && <p>{t`Colonnes en double : ${doubled}`}</p>}
      {Object.keys(of.wrong).length > 0 && <ul>{Object.entries(of.wrong).map(([why, count]) => <li key={why}>{wrongSaid(why)} : {number(count)}</li>)}</ul>}
      {of.troubles.length > 0 && <details><summary>{t`Lignes`}</summary><ul>{of.troubles.slice(0, 50).map((one) => { const line = number(one.line); return <li key={`${one.line}${one.why}`}>{t`ligne ${line}`} : {wrongSaid(one.why)}</li>; })}</ul></details>}
    </div>
  );
}
