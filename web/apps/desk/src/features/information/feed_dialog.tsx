import { useLingui } from "@lingui/react/macro";
import { LANGUAGE_NAMES, LANGUAGES } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useAccount } from "#/features/tenants/session.ts";
import css from "#/features/tenants/setup.module.css";
import { ask, Problem } from "#/shared/api.ts";
import { relist } from "#/shared/paged.tsx";
import { Check, Select, TextArea, TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import type { KeptFeed } from "./information_section.tsx";
import { useOutcome } from "./outcomes.ts";

type Feed = KeptFeed["feed"];

/** `name = path`, a line each. */
const written = (fields: Record<string, string>) => Object.entries(fields).map(([name, path]) => `${name} = ${path}`).join("\n");
const readFields = (text: string) => Object.fromEntries(text.split("\n").map((line) => line.split("=").map((part) => part.trim())).filter(([name]) => name).map(([name, path]) => [name ?? "", path ?? ""]));

/** A feed named, and tried before it is kept. */
export function FeedDialog({ kept, close }: { kept: KeptFeed | null; close: () => void }) {
  const { t } = useLingui();
  const account = useAccount();
  const outcome = useOutcome();
  const [name, setName] = useState(kept?.name ?? "");
  const [feed, setFeed] = useState<Feed>(kept?.feed ?? ({ url: "", format: "news", language: account.language ?? "fr", refresh_seconds: 600, stale_seconds: 7200, age_of: "fetch", items: "", fields: {}, words: "", date: "", enabled: true } as Feed));
  const [fields, setFields] = useState(written(feed.fields ?? {}));
  const set = (change: Partial<Feed>) => setFeed({ ...feed, ...change });
  const body = (): Feed => ({ ...feed, fields: feed.format === "json" ? readFields(fields) : {} });
  const tried = useMutation({ mutationFn: () => ask("post", "/information/feeds/try", { body: body() }) });
  const save = useMutation({
    mutationFn: async () => { await (kept ? ask("put", "/information/feeds/{id}", { path: { id: kept.id }, body: { name: name.trim(), feed: body(), version: kept.version } }) : ask("post", "/information/feeds", { body: { name: name.trim(), feed: body() } })); },
    onSuccess: () => { void relist("/information/feeds"); close(); },
  });
  const why = tried.error instanceof Problem ? String(tried.error.details["reason"] ?? "") : "";
  return (
    <Dialog title={kept ? t`Modifier un flux` : t`Nouveau flux`} open close={close} wide>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <div className={css.grid}>
          <TextField label={t`Nom`} value={name} onChange={(event) => setName(event.target.value)} required autoFocus dir="auto" />
          <TextField label={t`Adresse`} type="url" value={feed.url} onChange={(event) => set({ url: event.target.value })} required dir="ltr" />
          <Select label={t`Format`} value={feed.format ?? "news"} onChange={(event) => set({ format: event.target.value as Feed["format"] })}><option value="news">{t`Nouvelles (RSS, Atom)`}</option><option value="json">{t`Valeurs (JSON)`}</option></Select>
          <Select label={t`Langue du texte`} value={feed.language ?? "fr"} onChange={(event) => set({ language: event.target.value })}>{LANGUAGES.map((one) => <option key={one} value={one}>{LANGUAGE_NAMES[one]}</option>)}</Select>
          <TextField label={t`Lire toutes les (min)`} type="number" min={0.5} max={1440} step="any" value={String((feed.refresh_seconds ?? 600) / 60)} onChange={(event) => set({ refresh_seconds: Math.round(Number(event.target.value) * 60) })} dir="ltr" />
          <TextField label={t`Trop vieux après (min)`} help={t`Au-delà, des excuses sont dites.`} type="number" min={1} step="any" value={String((feed.stale_seconds ?? 7200) / 60)} onChange={(event) => set({ stale_seconds: Math.round(Number(event.target.value) * 60) })} dir="ltr" />
          <Select label={t`L’âge compte depuis`} value={feed.age_of ?? "fetch"} onChange={(event) => set({ age_of: event.target.value as Feed["age_of"] })}><option value="fetch">{t`la dernière lecture`}</option><option value="content">{t`la date du contenu`}</option></Select>
        </div>
        <TextField label={t`Phrase`} help={feed.format === "json" ? t`Une valeur se met entre accolades, par son nom.` : t`Vide : le titre, puis le texte.`} value={feed.words ?? ""} onChange={(event) => set({ words: event.target.value })} dir="auto" />
        {feed.format === "json" && (
          <>
            <TextArea label={t`Valeurs, une par ligne`} help="degres = current.temperature_2m" rows={3} value={fields} onChange={(event) => setFields(event.target.value)} dir="ltr" />
            <div className={css.grid}>
              <TextField label={t`Chemin de la liste`} help={t`Vide : tout le document.`} value={feed.items ?? ""} onChange={(event) => set({ items: event.target.value })} dir="ltr" />
              <TextField label={t`Chemin de la date`} value={feed.date ?? ""} onChange={(event) => set({ date: event.target.value })} dir="ltr" />
            </div>
          </>
        )}
        <Check checked={feed.enabled ?? true} onChange={(event) => set({ enabled: event.target.checked })}>{t`Lire ce flux`}</Check>
        <div role="status">{tried.data && <ul className={css.faults} aria-label={t`Ce qui serait dit`}>{tried.data.items.slice(0, 5).map((one, n) => <li key={n}><bdi lang={feed.language ?? "fr"}>{one.words}</bdi></li>)}</ul>}{why && <p>{t`Essai : ${outcome(why)}.`}</p>}</div>
        <Fault error={save.error ?? (why ? null : tried.error)} />
        <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending} isDisabled={!name.trim() || !feed.url}>{t`Enregistrer`}</Button><Button onPress={() => tried.mutate()} isPending={tried.isPending} isDisabled={!feed.url}>{t`Essayer`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}
