import { useLingui } from "@lingui/react/macro";
import type { Answer, Person } from "@palabre/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { useSiteNames } from "#/features/routing/names.ts";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Check, Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { allowed, useAccount } from "./session.ts";
import css from "./setup.module.css";

const ROLES = ["advisor", "supervisor", "administrator", "partner_supervisor"] as const;

export function useRoleWords(): Record<string, string> {
  const { t } = useLingui();
  return { advisor: t`Conseil`, supervisor: t`Supervision`, administrator: t`Administration`, partner_supervisor: t`Supervision d’un partenaire`, operator: t`Exploitation` };
}

export function PeopleSection() {
  const { t } = useLingui();
  const roles = useRoleWords();
  const sites = useSiteNames();
  const account = useAccount();
  const [q, setQ] = useState("");
  const list = usePaged("/people", { q });
  const [open, setOpen] = useState<Person | "new" | null>(null);
  const edits = allowed(account, "people.edit");
  return (
    <section aria-label={t`Personnes`}>
      <header>
        <h2>{t`Personnes`}</h2>
        <div><TextField label={t`Chercher une personne`} hideLabel placeholder={t`Nom ou e-mail`} type="search" value={q} onChange={(event) => setQ(event.target.value)} dir="auto" />{edits && <Button kind="primary" icon="plus" onPress={() => setOpen("new")}>{t`Ajouter une personne`}</Button>}</div>
      </header>
      {list.rows.length > 0 && (
        <div className={ui.tableWrap}><table className={ui.table}>
          <caption className="unseen">{t`Personnes`}</caption>
          <thead><tr><th scope="col">{t`Nom`}</th><th scope="col">{t`E-mail`}</th><th scope="col">{t`Rôles`}</th><th scope="col">{t`Site`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{list.rows.map((one) => (
            <tr key={one.id}>
              <th scope="row"><bdi>{one.name}</bdi></th>
              <td><bdi dir="ltr">{one.email}</bdi></td>
              <td><span className={ui.row}>{one.roles.map((role) => <Badge key={role}>{roles[role] ?? role}</Badge>)}</span></td>
              <td><bdi>{(one.site && sites.get(one.site)) || "–"}</bdi></td>
              <td className={ui.number}>{edits && <Button size="small" icon="edit" onPress={() => setOpen(one)} aria-label={t`Modifier ${one.name}`}>{t`Modifier`}</Button>}</td>
            </tr>
          ))}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && <Empty icon="people" title={t`Personne ici`}>{t`Ajoutez une personne : elle pourra se connecter avec son e-mail.`}</Empty>}
      <More list={list} />
      {open && <PersonDialog person={open === "new" ? null : open} close={() => setOpen(null)} />}
    </section>
  );
}

function PersonDialog({ person, close }: { person: Person | null; close: () => void }) {
  const { t } = useLingui();
  const words = useRoleWords();
  const sites = useSiteNames();
  const [name, setName] = useState(person?.name ?? "");
  const [email, setEmail] = useState(person?.email ?? "");
  const [roles, setRoles] = useState<string[]>(person?.roles ?? ["advisor"]);
  const [site, setSite] = useState(person?.site ?? "");
  const [password, setPassword] = useState("");
  const save = useMutation({
    mutationFn: async () => {
      const body = { name: name.trim(), email: email.trim(), roles, site: site || null };
      if (!person) return void (await ask("post", "/people", { body: { ...body, ...(password ? { password } : {}) } }));
      await ask("patch", "/people/{person}", { path: { person: person.id }, body: { version: person.version, ...body } });
      if (password) await ask("post", "/people/{person}/password", { path: { person: person.id }, body: { password } });
    },
    onSuccess: () => { void relist("/people"); close(); },
  });
  const end = useMutation({ mutationFn: () => ask("patch", "/people/{person}", { path: { person: person!.id }, body: { version: person!.version, active: false } }), onSuccess: () => { void relist("/people"); close(); } });
  return (
    <Dialog title={person ? t`Modifier une personne` : t`Ajouter une personne`} open close={close}>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <TextField label={t`Nom`} value={name} onChange={(event) => setName(event.target.value)} required autoFocus dir="auto" />
        <TextField label={t`E-mail`} type="email" value={email} onChange={(event) => setEmail(event.target.value)} required dir="ltr" />
        <fieldset className={ui.field}><legend className={ui.label}>{t`Rôles`}</legend>{ROLES.map((role) => <Check key={role} checked={roles.includes(role)} onChange={(event) => setRoles(event.target.checked ? [...roles, role] : roles.filter((one) => one !== role))}>{words[role]}</Check>)}</fieldset>
        <Select label={t`Site`} value={site} onChange={(event) => setSite(event.target.value)}><option value="">{t`Aucun`}</option>{[...sites].map(([id, name]) => <option key={id} value={id}>{name}</option>)}</Select>
        <TextField label={person ? t`Nouveau mot de passe` : t`Mot de passe`} type="password" autoComplete="new-password" value={password} onChange={(event) => setPassword(event.target.value)} help={person ? t`Laissez vide pour le garder. Un nouveau ferme ses sessions.` : t`Au moins douze caractères.`} dir="ltr" />
        {person?.roles.includes("advisor") && <AbilitiesEditor person={person.id} />}
        <Fault error={save.error ?? end.error} />
        <div className={ui.spread}>
          <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending}>{t`Enregistrer`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
          {person && <Button kind="quiet" onPress={() => end.mutate()}>{t`Fermer ce compte`}</Button>}
        </div>
      </form>
    </Dialog>
  );
}

type Abilities = Answer<"get", "/people/{person}/abilities">;

/** What she can take: a level by skill, saved as it is chosen. */
function AbilitiesEditor({ person }: { person: string }) {
  const { t } = useLingui();
  const key = ["abilities", person];
  const skills = usePaged("/skills");
  const { data, error } = useQuery({ queryKey: key, queryFn: () => ask("get", "/people/{person}/abilities", { path: { person } }) });
  const save = useMutation({ mutationFn: (next: Abilities) => ask("put", "/people/{person}/abilities", { path: { person }, body: { skills: next.skills, capacities: next.capacities } }), onSuccess: (saved) => queries.setQueryData(key, saved) });
  const set = (id: string, level: number) => {
    if (!data) return;
    const { [id]: _, ...others } = data.skills;
    save.mutate({ ...data, skills: level ? { ...others, [id]: level } : others });
  };
  return (
    <fieldset className={ui.field}>
      <legend className={ui.label}>{t`Compétences (niveau de 1 à 10)`}</legend>
      <Fault error={error ?? save.error} />
      <div className={css.grid}>{data && skills.rows.filter((one) => one.active).map((one) => (
        <Select key={one.id} label={one.name} value={data.skills[one.id] ?? 0} onChange={(event) => set(one.id, Number(event.target.value))} disabled={save.isPending}>
          <option value={0}>{t`non`}</option>{Array.from({ length: 10 }, (_, n) => <option key={n} value={n + 1}>{n + 1}</option>)}
        </Select>
      ))}</div>
      {skills.loaded && skills.rows.length === 0 && <p className={css.soft}>{t`Aucune compétence n’existe encore.`}</p>}
    </fieldset>
  );
}
