import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Row } from "@palabre/contracts";
import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { WeekPicture } from "#/features/flows/week_picture.tsx";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, cx, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { ManyChanges } from "./many_changes.tsx";
import { usePlanning } from "./planning_names.ts";
import own from "./advisors.module.css";
import type { Done } from "./change_many.tsx";
import { SkillChanges, skillsSaid } from "./skill_changes.tsx";

const ChangeMany = lazy(() => import("./change_many.tsx").then((file) => ({ default: file.ChangeMany })));
const SkillForATime = lazy(() => import("./skill_for_a_time.tsx").then((file) => ({ default: file.SkillForATime })));

type Advisor = Row<"/routing/advisors">;
const SKILLS_SHOWN = 4;

/** Those who answer, as a planner sees them: where they are, when they are offered work, what they take. */
export function AdvisorsSection() {
  const { t } = useLingui();
  const account = useAccount();
  const planning = usePlanning();
  const [q, setQ] = useState("");
  const [place, setPlace] = useState({ site: "", partner: "" });
  const list = usePaged("/routing/advisors", { q, ...(place.site && { site: place.site }), ...(place.partner && { partner: place.partner }) });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<{ kind: "change" | "sheet" | "skill"; people: readonly string[] } | null>(null);
  const edits = allowed(account, "routing.advisors.edit");
  const shown = list.rows.map((one) => one.person);
  const all = shown.length > 0 && shown.every((one) => chosen.has(one));
  const choose = (people: readonly string[], on: boolean) => setChosen((before) => { const next = new Set(before); for (const one of people) if (on) next.add(one); else next.delete(one); return next; });
  const [done, setDone] = useState<Done | null>(null);
  const undo = useMutation({ mutationFn: (change: string) => ask("post", "/routing/bulk-changes/{change}/undo", { path: { change } }), onSuccess: () => setDone(null), onSettled: () => relist("/routing/") });
  const forATime = usePaged("/routing/skill-changes").rows.filter((one) => one.begun);
  const close = () => setOpen(null);
  const people = [...chosen];
  return (
    <section aria-label={t`Conseillers`}>
      <header>
        <h2>{t`Conseillers`}</h2>
        {edits && <div><Button icon="list" onPress={() => setOpen({ kind: "sheet", people: [] })}>{t`Changer par un fichier CSV`}</Button></div>}
      </header>
      <p className={css.soft}>{t`Où chacun travaille, quand on lui propose du travail et ce qu’il prend. Un changement compte tout de suite ; rien de commencé n’est coupé.`}</p>
      {done && <p role="status" className={own.counts}><Badge tone="good" shape><Plural value={done.advisors} one="# conseiller changé" other="# conseillers changés" /></Badge><Button size="small" icon="undo" isDisabled={undo.isPending} onPress={() => undo.mutate(done.id)}>{t`Défaire ce changement`}</Button></p>}
      <Fault error={undo.error} />
      <form className={own.filters} aria-label={t`Filtres`} onSubmit={(event) => event.preventDefault()}>
        <TextField label={t`Chercher`} placeholder={t`Nom ou e-mail`} type="search" value={q} onChange={(event) => setQ(event.target.value)} dir="auto" />
        <Select label={t`Site`} value={place.site} onChange={(event) => setPlace({ ...place, site: event.target.value })}><option value="">{t`Tous les sites`}</option>{planning.sites.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Select>
        <Select label={t`Partenaire`} value={place.partner} onChange={(event) => setPlace({ ...place, partner: event.target.value })}><option value="">{t`Tous les partenaires`}</option>{planning.partners.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Select>
      </form>
      {edits && list.rows.length > 0 && (
        <div className={own.chosen} role="group" aria-label={t`Personnes cochées`}>
          <span aria-live="polite">{people.length > 0 ? <Plural value={people.length} one="# personne cochée" other="# personnes cochées" /> : <Trans>Cochez des personnes pour les changer ensemble.</Trans>}</span>
          <span className={ui.row}>
            <Button size="small" icon="edit" isDisabled={people.length === 0} onPress={() => setOpen({ kind: "change", people })}>{t`Changer`}</Button>
            <Button size="small" icon="clock" isDisabled={people.length === 0} onPress={() => setOpen({ kind: "skill", people })}>{t`Compétence pour un temps`}</Button>
            {people.length > 0 && <Button size="small" kind="quiet" onPress={() => setChosen(new Set())}>{t`Décocher tout`}</Button>}
          </span>
        </div>
      )}
      {list.rows.length > 0 && (
        <div className={ui.tableWrap}><table className={cx(ui.table, own.table)}>
          <caption className="unseen">{t`Conseillers`}</caption>
          <thead><tr>
            {edits && <th scope="col"><label className={own.tick}><input type="checkbox" aria-label={t`Cocher toutes les personnes affichées`} checked={all} onChange={(event) => choose(shown, event.target.checked)} /></label></th>}
            <th scope="col">{t`Nom`}</th><th scope="col">{t`Site`}</th><th scope="col">{t`Partenaire`}</th><th scope="col">{t`Heures de contact`}</th><th scope="col" className={ui.number}>{t`Appels`}</th><th scope="col" className={ui.number}>{t`Tchats`}</th><th scope="col">{t`Compétences`}</th>
            {edits && <th scope="col"><span className="unseen">{t`Actions`}</span></th>}
          </tr></thead>
          <tbody>{list.rows.map((one) => {
            const name = one.name || t`Sans nom`;
            return (
              <tr key={one.person} data-advisor={one.person}>
                {edits && <td><label className={own.tick}><input type="checkbox" aria-label={t`Cocher ${name}`} checked={chosen.has(one.person)} onChange={(event) => choose([one.person], event.target.checked)} /></label></td>}
                <th scope="row"><bdi>{name}</bdi></th>
                <td><bdi>{one.site ? planning.names("site", one.site) : "–"}</bdi></td>
                <td><bdi>{one.partner ? planning.names("partner", one.partner) : "–"}</bdi></td>
                <td><Hours calendar={planning.calendars.find((kept) => kept.id === one.calendar)} set={!!one.calendar} /></td>
                <td className={ui.number}>{one.capacities["voice"] ?? 0}</td><td className={ui.number}>{one.capacities["chat"] ?? 0}</td>
                <td><Skills skills={one.skills} name={(id) => planning.names("skill", id)} />{forATime.filter((change) => change.people.includes(one.person)).map((change) => <div key={change.id}><Badge tone="notice" shape>{t`pour un temps : ${skillsSaid(change.skills, planning.names, t`sans`)}`}</Badge></div>)}</td>
                {edits && <td className={ui.number}><Button size="small" icon="edit" onPress={() => setOpen({ kind: "change", people: [one.person] })} aria-label={t`Changer ${name}`}>{t`Changer`}</Button></td>}
              </tr>
            );
          })}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && <Empty icon="people" title={t`Personne ici`}>{q || place.site || place.partner ? t`Personne ne répond à ces filtres.` : t`Un conseiller est une personne qui a ce rôle (Réglages, Personnes).`}</Empty>}
      <More list={list} />
      {list.loaded && <><SkillChanges edits={edits} names={planning.names} /><ManyChanges edits={edits} /></>}
      <Suspense fallback={null}>
        {open?.kind === "skill" && <SkillForATime people={open.people} planning={planning} close={close} />}
        {open && open.kind !== "skill" && <ChangeMany people={open.kind === "sheet" ? null : open.people} one={open.people.length === 1 ? list.rows.find((row) => row.person === open.people[0]) : undefined} planning={planning} done={setDone} close={close} />}
      </Suspense>
    </section>
  );
}

function Hours({ calendar, set }: { calendar: Row<"/calendars"> | undefined; set: boolean }) {
  const { t } = useLingui();
  if (!set) return <span className={css.soft}>{t`toujours`}</span>;
  return <span className={own.hours}>{calendar && <WeekPicture week={calendar.calendar.week} small />}<bdi>{calendar?.name ?? "…"}</bdi></span>;
}

/** The strongest first; the others are counted, and said to who cannot hover. */
function Skills({ skills, name }: { skills: Advisor["skills"]; name: (id: string) => string }) {
  const { t } = useLingui();
  const sorted = Object.entries(skills).sort(([a, x], [b, y]) => y - x || name(a).localeCompare(name(b)));
  const rest = sorted.slice(SKILLS_SHOWN);
  const said = (some: typeof sorted) => some.map(([id, level]) => `${name(id)} ${level}`).join(", ");
  if (sorted.length === 0) return <span className={css.soft}>{t`aucune`}</span>;
  return <span><bdi>{said(sorted.slice(0, SKILLS_SHOWN))}</bdi>{rest.length > 0 && <details className={own.rest}><summary><Plural value={rest.length} one="# autre" other="# autres" /></summary><bdi>{said(rest)}</bdi></details>}</span>;
}
