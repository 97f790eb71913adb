import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Row } from "@palabre/contracts";
import { dayTime } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { ask } from "#/shared/api.ts";
import { More, relist, usePaged } from "#/shared/paged.tsx";
import { Badge, Button, Fault, ui } from "#/shared/ui/ui.tsx";
import own from "./advisors.module.css";
import type { Names } from "./many.ts";
import { usePeopleNames } from "./names.ts";

type Changed = Row<"/routing/skill-changes">;
const NAMED_MAX = 3;

/** Skills given, raised or taken for a time: those in force, and those to come. */
export function SkillChanges({ edits, names }: { edits: boolean; names: Names }) {
  const { t } = useLingui();
  const list = usePaged("/routing/skill-changes");
  const cancel = useMutation({ mutationFn: async (one: Changed) => { await ask("delete", "/routing/skill-changes/{change}", { path: { change: one.id } }); return one; }, onSettled: () => relist("/routing/skill-changes") });
  const again = useMutation({
    mutationFn: (one: Changed) => ask("post", "/routing/skill-changes", { body: { people: one.people, skills: one.skills, until: one.until, begins: one.begun ? 0 : one.begins_at } }),
    onSuccess: () => { cancel.reset(); void relist("/routing/skill-changes"); },
  });
  const people = usePeopleNames(list.rows.flatMap((one) => one.people.slice(0, NAMED_MAX)));
  const gone = cancel.data;
  if (list.rows.length === 0 && !gone) return <More list={list} />;
  return (
    <section className={own.part} aria-label={t`Compétences pour un temps`}>
      <h3>{t`Compétences pour un temps`}</h3>
      {gone && <p role="status" className={own.counts}><Badge shape>{t`Annulé`}</Badge>{skillsSaid(gone.skills, names, t`sans`)}<Button size="small" icon="undo" isDisabled={again.isPending} onPress={() => again.mutate(gone)}>{t`Remettre`}</Button></p>}
      <Fault error={cancel.error ?? again.error} />
      <ul className={own.list}>{list.rows.map((one) => {
        const rest = one.people.length - NAMED_MAX;
        const what = skillsSaid(one.skills, names, t`sans`);
        return (
          <li key={one.id} data-skill-change={one.begun ? "begun" : "to_come"}>
            <Badge tone={one.begun ? "good" : "notice"} shape>{one.begun ? t`En cours` : t`À venir`}</Badge>
            <strong><bdi>{what}</bdi></strong>
            <span><bdi>{one.people.slice(0, NAMED_MAX).map((id) => people.get(id) || "…").join(", ")}</bdi>{rest > 0 && <> <Plural value={rest} one="et # autre" other="et # autres" /></>}</span>
            <span className={ui.help}>{one.begun ? <Trans>jusqu’au {dayTime(one.until ?? 0)}</Trans> : <Trans>du {dayTime(one.begins_at)} au {dayTime(one.until ?? 0)}</Trans>}</span>
            {edits && <Button size="small" icon="close" isDisabled={cancel.isPending} onPress={() => cancel.mutate(one)} aria-label={t`Annuler : ${what}`}>{t`Annuler`}</Button>}
          </li>
        );
      })}</ul>
      <More list={list} />
    </section>
  );
}

export const skillsSaid = (skills: Changed["skills"], names: Names, without: string) => Object.entries(skills).map(([id, level]) => (level ? `${names("skill", id)} ${level}` : `${without} ${names("skill", id)}`)).join(", ");
