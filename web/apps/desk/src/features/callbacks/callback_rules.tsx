import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import type { Answer } from "@palabre/contracts";
import { ask } from "#/shared/api.ts";
import { usePaged } from "#/shared/paged.tsx";
import { Check, Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Fault, IconButton, ui } from "#/shared/ui/ui.tsx";
import { distancesOf } from "./callback_words.ts";
import css from "./callbacks.module.css";

type Rules = Answer<"get", "/callbacks/rules/{queue}">;
const DISTANCES_MAX = 4; // five tries

/** How a queue calls back: how often it tries, what is promised, whether a web page may ask. */
export function CallbackRulesDialog({ close, edits }: { close: () => void; edits: boolean }) {
  const { t } = useLingui();
  const queues = usePaged("/queues", { active: true }).rows.filter((one) => one.channel === "voice");
  const [chosen, setChosen] = useState("");
  const queue = chosen || queues[0]?.id || "";
  const rules = useQuery({ queryKey: ["callback-rules", queue], queryFn: () => ask("get", "/callbacks/rules/{queue}", { path: { queue } }), enabled: !!queue, staleTime: 0 });
  return (
    <Dialog title={t`Règles des rappels`} open close={close}>
      <div className={ui.stack}>
        <Select label={t`File`} value={queue} onChange={(event) => setChosen(event.target.value)}>{queues.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Select>
        <Fault error={rules.error} retry={() => void rules.refetch()} />
        {rules.data && <RulesForm key={`${queue}:${rules.data.version}`} queue={queue} rules={rules.data} edits={edits} close={close} />}
      </div>
    </Dialog>
  );
}

function RulesForm({ queue, rules, edits, close }: { queue: string; rules: Rules; edits: boolean; close: () => void }) {
  const { t } = useLingui();
  const [minutes, setMinutes] = useState((rules.distances as number[]).map((one) => String(one / 60)));
  const [promise, setPromise] = useState(String(rules.promise_seconds / 60));
  const [open, setOpen] = useState(String(rules.open_seconds / 3600));
  const [page, setPage] = useState(rules.page_key !== null);
  const distances = distancesOf(minutes);
  const save = useMutation({
    mutationFn: () => ask("put", "/callbacks/rules/{queue}", { path: { queue }, body: { distances: (distances ?? []) as never, promise_seconds: Math.round(Number(promise) * 60), open_seconds: Math.round(Number(open) * 3600), page } }),
    onSuccess: (saved) => queries.setQueryData(["callback-rules", queue], saved),
  });
  return (
    <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (distances) save.mutate(); }}>
      <fieldset className={css.tries} disabled={!edits}>
        <legend>{t`Nouveaux essais`}</legend>
        {minutes.map((one, at) => {
          const number = at + 2;
          return (
            <div key={at} className={css.try}>
              <TextField label={t`Essai ${number}, après (min)`} type="number" min={1} max={1440} value={one} onChange={(event) => setMinutes(minutes.map((old, place) => (place === at ? event.target.value : old)))} dir="ltr" />
              {edits && <IconButton icon="close" name={t`Retirer l’essai ${number}`} onPress={() => setMinutes(minutes.filter((_, place) => place !== at))} />}
            </div>
          );
        })}
        {edits && minutes.length < DISTANCES_MAX && <div><Button size="small" icon="plus" onPress={() => setMinutes([...minutes, "15"])}>{t`Ajouter un essai`}</Button></div>}
      </fieldset>
      <TextField label={t`Promesse (min)`} help={t`Le délai annoncé au client.`} type="number" min={1} value={promise} onChange={(event) => setPromise(event.target.value)} disabled={!edits} dir="ltr" />
      <TextField label={t`On rappelle pendant (h)`} help={t`Au-delà, on n’appelle plus.`} type="number" min={0.1} step="any" value={open} onChange={(event) => setOpen(event.target.value)} disabled={!edits} dir="ltr" />
      <Check checked={page} onChange={(event) => setPage(event.target.checked)} disabled={!edits}>{t`Une page web peut demander un rappel`}</Check>
      {rules.page_key && <p>{t`Clé de la page`} : <code className={css.key} dir="ltr">{rules.page_key}</code></p>}
      <p role="status">{save.isSuccess && <Badge tone="good" shape>{t`Enregistré`}</Badge>}</p>
      <Fault error={save.error} />
      <div className={ui.row}>{edits && <Button type="submit" kind="primary" isPending={save.isPending} isDisabled={!distances}>{t`Enregistrer`}</Button>}<Button onPress={close}>{t`Fermer`}</Button></div>
    </form>
  );
}
