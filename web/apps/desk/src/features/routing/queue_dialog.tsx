import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Given } from "@palabre/contracts";
import { after } from "@palabre/live";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { channelWord } from "#/features/desk/status_words.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { usePaged } from "#/shared/paged.tsx";
import { Check, Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import { NumberField } from "./number_field.tsx";
import { MAIN, optionsSound, placeOf, type Checked, type Draft, type Options, type Queue } from "./queue_fields.ts";
import { QueueOptionsFields, Told } from "./queue_options.tsx";
import { EVERYBODY, reasonSaid, ringsFault, type Ring } from "./requirement.ts";
import { RingsEditor } from "./rings_editor.tsx";
import rules from "./rules.module.css";

type Rings = NonNullable<Given<"post", "/queues">["body"]>["rings"];
const EVERYONE: Ring[] = [{ after_seconds: 0, requirement: EVERYBODY, bands: [] }];
const STILL_MS = 350;

/** What the server says of the draft as it stands, once the hand rests; of nothing while a field is not sound. */
function useCheck(draft: Draft | null): Checked | undefined {
  const text = draft ? JSON.stringify(draft) : "";
  const [still, setStill] = useState(text);
  useEffect(() => after(STILL_MS, () => setStill(text)), [text]);
  return useQuery({ queryKey: ["routing-check", "draft", still], queryFn: () => ask("post", "/routing/check", { body: JSON.parse(still) as Draft }), enabled: !!still && still === text, placeholderData: (before) => before }).data;
}

/** A queue's draft, by fields; what contradicts or misses its aim is said beside its field before it is kept. */
export function QueueDialog({ queue, others, names, mend = false, changed, close }: { queue: Queue | null; others: readonly Queue[]; names: Map<string, string>; mend?: boolean; changed: () => void; close: () => void }) {
  const { t } = useLingui();
  const calendars = usePaged("/calendars");
  const [name, setName] = useState(queue?.name ?? "");
  const [channel, setChannel] = useState(queue?.channel ?? "voice");
  const [calendar, setCalendar] = useState(queue?.calendar ?? "");
  const [options, setOptions] = useState<Partial<Options>>(queue?.options ?? {});
  const [rings, setRings] = useState<Ring[]>((queue?.rings as Ring[] | undefined) ?? EVERYONE);
  const sound = !ringsFault(rings) && optionsSound(options);
  const checked = useCheck(sound ? { id: queue?.id ?? null, name: name.trim() || "…", channel, rings: rings as unknown as Rings, options } : null);
  const circle = checked?.faults.find((one) => one.circle.length > 0)?.circle.map((id) => (id === queue?.id || !names.has(id) ? name : names.get(id))).join(" → ");
  const told = [...(checked?.faults ?? []), ...(checked?.warnings ?? [])].map((one) => one.reason);
  const wrong = (place: string) => { const found = told.filter((reason) => placeOf(reason) === place).map((reason) => (reason === "overflow_circle" && circle ? `${reasonSaid(reason)} : ${circle}` : reasonSaid(reason))); return found.length > 0 ? found.join(" ; ") : null; };
  const form = useRef<HTMLFormElement>(null);
  const shown = !!checked;
  useEffect(() => { if (mend && shown) form.current?.querySelector<HTMLElement>("[data-invalid]")?.focus(); }, [mend, shown]); // opened to mend: where the fault is
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), rings: rings as unknown as Rings, options, calendar: calendar || null };
      return queue ? ask("patch", "/queues/{queue}", { path: { queue: queue.id }, body: { version: queue.version, ...body } }) : ask("post", "/queues", { body: { channel, ...body } });
    },
    onSuccess: () => { changed(); close(); },
  });
  const turn = useMutation({ mutationFn: () => ask("patch", "/queues/{queue}", { path: { queue: queue!.id }, body: { version: queue!.version, active: !queue!.active } }), onSuccess: () => { changed(); close(); } });
  const check = (key: "decline_allowed" | "auto_accept", usual: boolean) => ({ checked: options[key] ?? usual, onChange: (event: { target: { checked: boolean } }) => setOptions({ ...options, [key]: event.target.checked }) });
  return (
    <Dialog title={queue ? t`Modifier une file` : t`Ajouter une file`} open close={close} wide>
      <form ref={form} className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (sound) save.mutate(); }}>
        <div className={css.grid}>
          <TextField label={t`Nom`} value={name} onChange={(event) => setName(event.target.value)} required autoFocus dir="auto" />
          <Select label={t`Canal`} value={channel} onChange={(event) => setChannel(event.target.value)} disabled={!!queue} wrong={wrong("channel")}><option value="voice">{channelWord("voice")}</option><option value="chat">{channelWord("chat")}</option></Select>
          <Select label={t`Horaires`} value={calendar} onChange={(event) => setCalendar(event.target.value)}><option value="">{t`Toujours ouverte`}</option>{calendars.rows.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Select>
        </div>
        <div className={rules.fields}>
          {(Object.keys(MAIN) as (keyof typeof MAIN)[]).map((key) => <NumberField key={key} rule={MAIN[key]} value={options[key]} wrong={wrong(key)} change={(value) => setOptions({ ...options, [key]: value })} />)}
        </div>
        <Told help={t`Un refus va tout de suite à quelqu’un d’autre, et n’est plus proposé à la même personne pendant une minute.`}><Check {...check("decline_allowed", true)}>{t`On peut refuser une offre`}</Check></Told>
        <Told help={t`Avec un signal sonore, sans geste : pour qui a toujours son casque.`}><Check {...check("auto_accept", false)}>{t`Les offres sont acceptées d’elles-mêmes`}</Check></Told>
        <RingsEditor rings={rings} change={setRings} able={checked?.able} />
        {wrong("rings") && <p className={ui.wrong} role="alert">{wrong("rings")}</p>}
        {checked && checked.able.length > 0 && !wrong("rings") && <p role="status"><Badge tone={checked.taking > 0 ? "good" : "warning"} shape><Plural value={checked.taking} one="# personne peut la servir" other="# personnes peuvent la servir" /></Badge></p>}
        <QueueOptionsFields options={options} change={setOptions} others={others.filter((one) => one.id !== queue?.id && one.channel === channel && one.active)} wrong={wrong} open={told.some((reason) => ["overflow", "shares", "deferrable"].includes(placeOf(reason)))} />
        {wrong("whole") && <p className={ui.wrong} role="alert">{wrong("whole")}</p>}
        {told.length > 0 && <p className={ui.help}><Trans>Le brouillon se garde tel quel ; ce qui se contredit empêche seulement de publier.</Trans></p>}
        <Fault error={save.error ?? turn.error} />
        <div className={ui.spread}>
          <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending} isDisabled={!sound || !name.trim()}>{t`Enregistrer le brouillon`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
          {queue && <Button kind="quiet" onPress={() => turn.mutate()}>{queue.active ? t`Retirer cette file` : t`Remettre cette file`}</Button>}
        </div>
      </form>
    </Dialog>
  );
}
