import { useLingui } from "@lingui/react/macro";
import type { Row } from "@palabre/contracts";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { allowed, useAccount } from "#/features/tenants/session.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";

type Skill = Row<"/skills">;

export function SkillsSection() {
  const { t } = useLingui();
  const list = usePaged("/skills");
  const edits = allowed(useAccount(), "routing.skills.edit");
  const [name, setName] = useState("");
  const [kind, setKind] = useState("skill");
  const add = useMutation({ mutationFn: () => ask("post", "/skills", { body: { name: name.trim(), kind } }), onSuccess: () => { setName(""); void relist("/skills"); } });
  const turn = useMutation({ mutationFn: (one: Skill) => ask("patch", "/skills/{skill}", { path: { skill: one.id }, body: { version: one.version, active: !one.active } }), onSettled: () => relist("/skills") });
  return (
    <section aria-label={t`Compétences`}>
      <header><h2>{t`Compétences`}</h2></header>
      <p className={css.soft}>{t`Une file demande des compétences ; chaque personne en a, avec un niveau. Les langues en sont aussi.`}</p>
      {edits && (
        <form className={ui.row} style={{ alignItems: "end" }} onSubmit={(event) => { event.preventDefault(); if (name.trim()) add.mutate(); }}>
          <TextField label={t`Nouvelle compétence`} value={name} onChange={(event) => setName(event.target.value)} maxLength={200} dir="auto" />
          <Select label={t`Nature`} value={kind} onChange={(event) => setKind(event.target.value)}><option value="skill">{t`Compétence`}</option><option value="language">{t`Langue parlée`}</option></Select>
          <Button type="submit" kind="primary" icon="plus" isPending={add.isPending} isDisabled={!name.trim()}>{t`Ajouter`}</Button>
        </form>
      )}
      <Fault error={add.error ?? turn.error} />
      {list.rows.length > 0 && (
        <div className={ui.tableWrap}><table className={ui.table}>
          <caption className="unseen">{t`Compétences`}</caption>
          <thead><tr><th scope="col">{t`Nom`}</th><th scope="col">{t`Nature`}</th><th scope="col">{t`État`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{list.rows.map((one) => (
            <tr key={one.id}><th scope="row"><bdi>{one.name}</bdi></th><td>{one.kind === "language" ? t`Langue parlée` : t`Compétence`}</td><td><Badge tone={one.active ? "good" : "plain"} shape>{one.active ? t`En service` : t`Retirée`}</Badge></td><td className={ui.number}>{edits && <Button size="small" onPress={() => turn.mutate(one)}>{one.active ? t({ message: "Retirer", context: "service" }) : t`Remettre`}</Button>}</td></tr>
          ))}</tbody>
        </table></div>
      )}
      {list.loaded && list.rows.length === 0 && <Empty icon="key" title={t`Aucune compétence`}>{t`Sans compétence, une file s’adresse à tout le monde.`}</Empty>}
      <More list={list} />
    </section>
  );
}
