import { useLingui } from "@lingui/react/macro";
import { dayTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { channelWord } from "#/features/desk/status_words.ts";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { PackageHistory } from "./package_history.tsx";
import { PackageDialog } from "./package_view.tsx";
import { ExportButton, ImportButton } from "./packages.tsx";
import { VoiceTroubles } from "./voice_troubles.tsx";

const Designer = lazy(async () => {
  const [words, module] = await Promise.all([import("./designer/words.ts"), import("./designer/designer.tsx")]);
  await words.loadWords();
  return { default: module.Designer };
});

const first = (title: string) => ({ schema: 1, languages: ["fr"], channels: ["voice", "chat"], start: "end", steps: { end: { kind: "hang_up", title } } });

export function FlowsSection() {
  const { t } = useLingui();
  const list = usePaged("/flows");
  const entries = usePaged("/flow-entries");
  const account = useAccount();
  const numbers = useQuery({ queryKey: ["numbers"], queryFn: () => ask("get", "/numbers"), enabled: allowed(account, "voice.edit") }).data?.rows ?? [];
  const edits = allowed(account, "flows.edit");
  const brings = edits && allowed(account, "prompts.edit");
  const [brought, setBrought] = useState<string | null>(null);
  const { open: wanted } = useSearch({ strict: false }) as { open?: string };
  const [open, setOpen] = useState<string | null>(wanted ?? null);
  const [name, setName] = useState<string | null>(null);
  const add = useMutation({ mutationFn: () => ask("post", "/flows", { body: { name: name!.trim(), draft: first(t`Fin`) } }), onSuccess: ({ id }) => { setName(null); void relist("/flows"); setOpen(id); } });
  if (open) return <Suspense fallback={null}><Designer id={open} close={() => setOpen(null)} /></Suspense>;
  return (
    <section aria-label={t`Parcours`}>
      <VoiceTroubles />
      <header><h2>{t`Parcours`}</h2><div>{edits && <ImportButton imported={setOpen} brought={setBrought} />}{edits && <Button kind="primary" icon="plus" onPress={() => setName("")}>{t`Nouveau parcours`}</Button>}</div></header>
      <p className={css.soft}>{t`Ce qui répond avant, entre et après les personnes. On travaille sur un brouillon ; publier le met en service.`}</p>
      {list.rows.length > 0 && (
        <div className={ui.tableWrap}><table className={ui.table}>
          <caption className="unseen">{t`Parcours`}</caption>
          <thead><tr><th scope="col">{t`Nom`}</th><th scope="col">{t`En service`}</th><th scope="col">{t`Répond à`}</th><th scope="col">{t`Modifié`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{list.rows.map((one) => (
            <tr key={one.id}><th scope="row"><bdi>{one.name}</bdi></th><td>{one.published ? <Badge tone="good" shape>{t`version ${one.published}`}</Badge> : <Badge>{t`brouillon seulement`}</Badge>}</td><td>{entries.rows.filter((entry) => entry.flow === one.id).map((entry) => <div key={entry.channel + entry.entry}>{channelWord(entry.channel)} <bdi dir="ltr">{entry.entry}</bdi></div>)}{numbers.filter((number) => number.flow === one.id && !entries.rows.some((entry) => entry.entry === number.number)).map((number) => <div key={number.id}>{channelWord("voice")} <bdi dir="ltr">{number.number}</bdi> <bdi>{number.name}</bdi></div>)}</td><td>{dayTime(one.changed_at)}</td><td className={ui.number}><ExportButton id={one.id} name={one.name} /><Button size="small" icon="edit" onPress={() => setOpen(one.id)} aria-label={t`Ouvrir ${one.name}`}>{t`Ouvrir`}</Button></td></tr>
          ))}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && <Empty icon="flow" title={t`Aucun parcours`}>{t`Le plus court tient en une étape : conduire à une file.`}</Empty>}
      <More list={list} />
      {brings && <PackageHistory open={setBrought} />}
      {brought && <PackageDialog key={brought} id={brought} close={() => setBrought(null)} open={setOpen} />}
      <Dialog title={t`Nouveau parcours`} open={name !== null} close={() => setName(null)}>
        <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); add.mutate(); }}>
          <TextField label={t`Nom`} value={name ?? ""} onChange={(event) => setName(event.target.value)} autoFocus required dir="auto" />
          <Fault error={add.error} />
          <div className={ui.row}><Button type="submit" kind="primary" isPending={add.isPending} isDisabled={!name?.trim()}>{t`Créer`}</Button><Button onPress={() => setName(null)}>{t`Annuler`}</Button></div>
        </form>
      </Dialog>
    </section>
  );
}
