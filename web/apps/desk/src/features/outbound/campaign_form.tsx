import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { useQueueNames } from "#/features/routing/names.ts";
import { ask } from "#/shared/api.ts";
import { Select, TextArea, TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import { MODE_CODES, modeSaid } from "./outbound_words.ts";

/** A draft: nobody is dialled before it is started. */
export function CampaignForm({ close, made }: { close: () => void; made: (id: string) => void }) {
  const { t } = useLingui();
  const queues = [...useQueueNames()];
  const lists = useQuery({ queryKey: ["outbound", "lists"], queryFn: () => ask("get", "/outbound/lists") }).data ?? [];
  const countries = useQuery({ queryKey: ["outbound", "countries"], queryFn: () => ask("get", "/outbound/countries") }).data ?? [];
  const [wanted, setWanted] = useState({ name: "", list: "", queue: "", mode: "progressive", country: "FR-2026", message: "", lines_max: "50", attempts_max: "4" });
  const set = (field: keyof typeof wanted) => (event: { target: { value: string } }) => setWanted({ ...wanted, [field]: event.target.value });
  const save = useMutation({
    mutationFn: () => ask("post", "/outbound/campaigns", { body: { ...wanted, list: wanted.list || (lists[0]?.id ?? ""), queue: wanted.queue || (queues[0]?.[0] ?? ""), lines_max: Number(wanted.lines_max), attempts_max: Number(wanted.attempts_max) } }),
    onSuccess: (one) => { void queries.invalidateQueries({ queryKey: ["outbound", "campaigns"] }); close(); made(one.id); },
  });
  return (
    <Dialog title={t`Nouvelle campagne`} open close={close}>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <TextField label={t`Nom`} value={wanted.name} onChange={set("name")} required maxLength={200} autoFocus />
        <Select label={t`Liste`} value={wanted.list} onChange={set("list")}>{lists.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Select>
        <Select label={t`File dont les conseillers appellent`} value={wanted.queue} onChange={set("queue")}>{queues.map(([id, name]) => <option key={id} value={id}>{name}</option>)}</Select>
        <Select label={t`Rythme`} value={wanted.mode} onChange={set("mode")}>{MODE_CODES.map((mode) => <option key={mode} value={mode}>{modeSaid(mode)}</option>)}</Select>
        <Select label={t`Règles du pays appelé`} value={wanted.country} onChange={set("country")}>{countries.map((one) => <option key={one.name} value={one.name}>{`${one.name} · ${one.title}`}</option>)}</Select>
        <TextField label={t`Lignes à la fois, au plus`} type="number" min={1} max={500} value={wanted.lines_max} onChange={set("lines_max")} dir="ltr" />
        <TextField label={t`Essais par personne, au plus`} type="number" min={1} max={20} value={wanted.attempts_max} onChange={set("attempts_max")} dir="ltr" />
        <TextArea label={t`Message si personne n’est là`} help={t`Qui appelle et pourquoi. La touche 9, pour ne plus être appelé, est dite à la suite.`} value={wanted.message} onChange={set("message")} required rows={3} maxLength={1000} />
        <Fault error={save.error} />
        <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending} isDisabled={!wanted.name || !wanted.message || lists.length === 0}>{t`Enregistrer le brouillon`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}
