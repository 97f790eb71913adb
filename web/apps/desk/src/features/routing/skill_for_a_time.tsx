import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { serverNow } from "@palabre/live";
import { dayTime } from "@palabre/words";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { instantOf } from "#/features/callbacks/callback_words.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { relist } from "#/shared/paged.tsx";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import own from "./advisors.module.css";
import type { usePlanning } from "./planning_names.ts";

const HOUR = 3_600_000;
const LEVELS = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
/** An instant as a field of date and time wants it, by this browser's clock. */
const written = (at: number) => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** A skill given, raised or taken until an instant: then each has again what she had. */
export function SkillForATime({ people, planning, close }: { people: readonly string[]; planning: ReturnType<typeof usePlanning>; close: () => void }) {
  const { t } = useLingui();
  const [skill, setSkill] = useState("");
  const [level, setLevel] = useState("5");
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const now = serverNow();
  const begins = from ? instantOf(from) : 0;
  const ends = until ? instantOf(until) : 0;
  const late = !!until && !(ends > Math.max(now, begins)) ? (begins ? t`La fin vient après le début.` : t`Ce moment est passé.`) : null;
  const endOfDay = new Date(now);
  endOfDay.setHours(24, 0, 0, 0);
  const quick: [string, number][] = [[t`2 heures`, now + 2 * HOUR], [t`Jusqu’à ce soir`, endOfDay.getTime()], [t`7 jours`, now + 7 * 24 * HOUR]];
  const save = useMutation({
    mutationFn: () => ask("post", "/routing/skill-changes", { body: { people: [...people], skills: { [skill]: Number(level) }, until: ends, begins: begins > now ? begins : 0 } }),
    onSuccess: () => { void relist("/routing/"); close(); },
  });
  const name = skill ? planning.names("skill", skill) : "";
  const count = people.length;
  const ready = !!skill && !!until && !late;
  return (
    <Dialog title={t`Compétence pour un temps`} open close={close}>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (ready) save.mutate(); }}>
        <div className={css.grid}>
          <Select label={t`Compétence`} value={skill} onChange={(event) => setSkill(event.target.value)} required autoFocus><option value="">{t`Choisir…`}</option>{planning.skills.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</Select>
          <Select label={t`Niveau`} value={level} onChange={(event) => setLevel(event.target.value)}>{LEVELS.map((n) => <option key={n} value={n}>{n === 0 ? t`0 (sans)` : n}</option>)}</Select>
        </div>
        <div className={css.grid}>
          <TextField label={t`À partir de`} help={t`Vide : tout de suite.`} type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} dir="ltr" />
          <TextField label={t`Jusqu’à`} help={t`Ensuite chacun a de nouveau ce qu’il avait.`} type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} required wrong={late} dir="ltr" />
        </div>
        <div className={own.quick} role="group" aria-label={t`Fins habituelles`}>{quick.map(([label, at]) => <Button key={label} size="small" onPress={() => setUntil(written(at))}>{label}</Button>)}</div>
        {ready && (
          <p role="status">
            {level === "0" ? <Plural value={count} one="# personne n’aura plus cette compétence" other="# personnes n’auront plus cette compétence" /> : <Plural value={count} one="# personne aura cette compétence" other="# personnes auront cette compétence" />}
            {" : "}<strong><bdi>{name}</bdi>{level !== "0" && ` ${level}`}</strong>, {begins > now ? <Trans>du {dayTime(begins)} au {dayTime(ends)}</Trans> : <Trans>jusqu’au {dayTime(ends)}</Trans>}.
          </p>
        )}
        <Fault error={save.error} />
        <div className={ui.row}><Button type="submit" kind="primary" icon="check" isPending={save.isPending} isDisabled={!ready}>{level === "0" ? t`Retirer pour ce temps` : t`Donner pour ce temps`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}
