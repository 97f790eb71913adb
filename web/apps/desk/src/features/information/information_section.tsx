import { useLingui } from "@lingui/react/macro";
import type { Row } from "@palabre/contracts";
import { dayTime, duration } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Badge, Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { Credentials } from "./credentials.tsx";
import { Announcements } from "./emergency.tsx";
import { FeedDialog } from "./feed_dialog.tsx";
import { FreeNumbers } from "./free_numbers.tsx";
import { useOutcome } from "./outcomes.ts";

export type KeptFeed = Row<"/information/feeds">;
const LIST = "/information/feeds";

/** What callers are told: feeds and their last reading, what other systems ask for as proof, announcements, free waits. */
export function InformationSection() {
  const { t } = useLingui();
  const account = useAccount();
  const list = usePaged(LIST);
  const edits = allowed(account, "information.edit");
  const [open, setOpen] = useState<KeptFeed | "new" | null>(null);
  return (
    <section aria-label={t`Informations`}>
      <header><h2>{t`Informations`}</h2><div>{edits && <Button kind="primary" icon="plus" onPress={() => setOpen("new")}>{t`Nouveau flux`}</Button>}</div></header>
      <p className={css.soft}>{t`Météo, nouvelles, horaires d’un autre : lus d’avance, dits par l’étape « tell_feed » d’un parcours avec leur âge, et remplacés par des excuses quand ils sont trop vieux.`}</p>
      {list.rows.map((one) => <FeedCard key={one.id} kept={one} edits={edits} edit={() => setOpen(one)} />)}
      {list.loaded && list.rows.length === 0 && <Empty icon="speaker" title={t`Aucun flux`}>{t`Un flux RSS ou Atom, ou des valeurs en JSON.`}</Empty>}
      <More list={list} />
      <Credentials edits={edits} />
      {allowed(account, "voice.edit") && <FreeNumbers />}
      <Announcements />
      {open && <FeedDialog kept={open === "new" ? null : open} close={() => setOpen(null)} />}
    </section>
  );
}

function FeedCard({ kept, edits, edit }: { kept: KeptFeed; edits: boolean; edit: () => void }) {
  const { t } = useLingui();
  const outcome = useOutcome();
  const fetch = useMutation({ mutationFn: () => ask("post", "/information/feeds/{id}/fetch", { path: { id: kept.id } }), onSuccess: () => relist(LIST) });
  const remove = useMutation({ mutationFn: () => ask("delete", "/information/feeds/{id}", { path: { id: kept.id } }), onSuccess: () => relist(LIST) });
  const fine = kept.outcome === "read" || kept.outcome === "unchanged";
  return (
    <article className={ui.stack} aria-label={kept.name}>
      <div className={ui.spread}>
        <h3><bdi>{kept.name}</bdi></h3>
        <span className={ui.row}>
          <Badge tone={kept.stale ? "bad" : "good"} shape>{kept.stale ? t`Trop vieux : des excuses sont dites` : t`À jour`}</Badge>
          {edits && <Button size="small" onPress={() => fetch.mutate()} isPending={fetch.isPending} aria-label={t`Lire ${kept.name} maintenant`}>{t`Lire maintenant`}</Button>}
          {edits && <Button size="small" icon="edit" onPress={edit} aria-label={t`Modifier ${kept.name}`}>{t`Modifier`}</Button>}
          {edits && <Button size="small" onPress={() => remove.mutate()} aria-label={t`Supprimer ${kept.name}`}>{t`Supprimer`}</Button>}
        </span>
      </div>
      <bdi dir="ltr" className={css.soft}>{kept.feed.url}</bdi>
      <p>
        {kept.tried_at ? t`Dernier essai : ${dayTime(kept.tried_at)}, ${outcome(kept.outcome)}.` : t`Pas encore lu.`}{" "}
        {kept.fetched_at > 0 && (fine ? t`Âge dit : ${duration(kept.age_seconds * 1000)}.` : t`On garde ce qui fut lu le ${dayTime(kept.fetched_at)}.`)}
      </p>
      {kept.items.length > 0 && <ul className={css.faults} aria-label={t`Ce qui est dit`}>{kept.items.slice(0, 3).map((one, n) => <li key={n}><bdi lang={kept.feed.language}>{one.words}</bdi></li>)}</ul>}
      <Fault error={fetch.error ?? remove.error} />
    </article>
  );
}
