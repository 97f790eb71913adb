import { useLingui } from "@lingui/react/macro";
import { LANGUAGES, LANGUAGE_NAMES } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { useQueueNames } from "#/features/routing/names.ts";
import { ask } from "#/shared/api.ts";
import { usePaged } from "#/shared/paged.tsx";
import { Select, TextArea, TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import { MODE_CODES, modeSaid, outcomeSaid, wantedOf, type Campaign, type Wanted } from "./outbound_words.ts";

const MINUTE = 60;
const RETRIED: [string, number][] = [["busy", 900], ["no_answer", 7_200], ["failed", 86_400], ["machine", 14_400], ["abandoned", 259_200]];
const EMPTY: Wanted = { name: "", list: "", queue: "", mode: "progressive", country: "FR-2026", entry: "", language: "fr", ceiling_permille: 30, ring_seconds: 25, preview_seconds: 60, lines_max: 50, attempts_max: 4, retries: {}, message: "" };
type Numbers = "lines_max" | "attempts_max" | "ring_seconds" | "preview_seconds";

/** A draft, or one that runs: what is changed holds from the next call on. Its list stays, and while it runs its queue and its country too. */
export function CampaignForm({ of, running = false, close, made }: { of?: Campaign; running?: boolean; close: () => void; made: (one: Campaign, before: Wanted | null) => void }) {
  const { t } = useLingui();
  const queues = [...useQueueNames()];
  const lists = useQuery({ queryKey: ["outbound", "lists"], queryFn: () => ask("get", "/outbound/lists") }).data ?? [];
  const countries = useQuery({ queryKey: ["outbound", "countries"], queryFn: () => ask("get", "/outbound/countries") }).data ?? [];
  const numbers = usePaged("/numbers").rows;
  const [wanted, setWanted] = useState<Wanted>(of ? wantedOf(of) : EMPTY);
  const set = (change: Partial<Wanted>) => setWanted({ ...wanted, ...change });
  const whole = { ...wanted, list: wanted.list || (lists[0]?.id ?? ""), queue: wanted.queue || (queues[0]?.[0] ?? "") };
  const most = (countries.find((one) => one.name === wanted.country)?.ceiling_permille ?? 30) / 10;
  const save = useMutation({
    mutationFn: () => (of ? ask("put", "/outbound/campaigns/{campaign}", { path: { campaign: of.id }, body: whole }) : ask("post", "/outbound/campaigns", { body: whole })),
    onSuccess: (one) => { void queries.invalidateQueries({ queryKey: ["outbound"] }); close(); made(one, of ? wantedOf(of) : null); },
  });
  const amount = (field: Numbers, label: string, min: number, max: number, help?: string) => <TextField label={label} help={help} type="number" required min={min} max={max} value={wanted[field] || ""} onChange={(event) => set({ [field]: Number(event.target.value) })} dir="ltr" />;
  const fixed = t`Suspendez la campagne pour le changer.`;
  return (
    <Dialog title={of ? t`Modifier la campagne` : t`Nouvelle campagne`} open close={close} wide>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        {running && <p>{t`Elle est en cours : ce qui change vaut dès le prochain appel.`}</p>}
        <TextField label={t`Nom`} value={wanted.name} onChange={(event) => set({ name: event.target.value })} required maxLength={200} autoFocus />
        <Select label={t`Liste`} value={wanted.list} onChange={(event) => set({ list: event.target.value })} disabled={!!of} help={of ? t`La liste d’une campagne ne change pas ; ses numéros, si.` : undefined}>{lists.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Select>
        <Select label={t`File dont les conseillers appellent`} value={wanted.queue} onChange={(event) => set({ queue: event.target.value })} disabled={running} help={running ? fixed : undefined}>{queues.map(([id, name]) => <option key={id} value={id}>{name}</option>)}</Select>
        <Select label={t`Rythme`} value={wanted.mode} onChange={(event) => set({ mode: event.target.value })}>{MODE_CODES.map((mode) => <option key={mode} value={mode}>{modeSaid(mode)}</option>)}</Select>
        <Select label={t`Règles du pays appelé`} value={wanted.country} onChange={(event) => set({ country: event.target.value })} disabled={running} help={running ? fixed : undefined}>{countries.map((one) => <option key={one.name} value={one.name}>{`${one.name} · ${one.title}`}</option>)}</Select>
        <Select label={t`Numéro présenté`} value={wanted.entry} onChange={(event) => set({ entry: event.target.value })}><option value="">{t`le premier de nos numéros`}</option>{numbers.map((one) => <option key={one.id} value={one.number}>{one.name ? `${one.number} · ${one.name}` : one.number}</option>)}</Select>
        <TextArea label={t`Message si personne n’est là`} help={t`Qui appelle et pourquoi. La touche 9, pour ne plus être appelé, est dite à la suite.`} value={wanted.message} onChange={(event) => set({ message: event.target.value })} required rows={3} maxLength={1000} />
        <Select label={t`Langue du message`} value={wanted.language} onChange={(event) => set({ language: event.target.value })}>{LANGUAGES.map((one) => <option key={one} value={one} lang={one}>{LANGUAGE_NAMES[one]}</option>)}</Select>
        <details>
          <summary>{t`Rythme et essais`}</summary>
          <div className={ui.stack}>
            {amount("lines_max", t`Lignes à la fois, au plus`, 1, 500)}
            {amount("ring_seconds", t`Secondes de sonnerie`, 15, 60)}
            {wanted.mode === "preview" && amount("preview_seconds", t`Secondes pour lire la fiche`, 10, 600)}
            <TextField label={t`Abandons au plus, en pour cent`} type="number" min={0} max={most} step={0.1} value={(wanted.ceiling_permille ?? 30) / 10} onChange={(event) => set({ ceiling_permille: Math.round(Number(event.target.value) * 10) })} dir="ltr" />
            {amount("attempts_max", t`Essais par personne, au plus`, 1, 20, t`Les règles du pays peuvent en permettre moins.`)}
            <fieldset className={ui.stack}>
              <legend>{t`Minutes avant un nouvel essai ; 0 : plus jamais`}</legend>
              {RETRIED.map(([outcome, usual]) => <TextField key={outcome} label={outcomeSaid(outcome)} type="number" min={0} max={90 * 1440} required value={Math.round((wanted.retries?.[outcome] ?? usual) / MINUTE)} onChange={(event) => set({ retries: { ...wanted.retries, [outcome]: Number(event.target.value) * MINUTE } })} dir="ltr" />)}
            </fieldset>
          </div>
        </details>
        <Fault error={save.error} />
        <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending} isDisabled={!wanted.name || !wanted.message || lists.length === 0}>{of ? t`Enregistrer` : t`Enregistrer le brouillon`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}
