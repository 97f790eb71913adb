import { useLingui } from "@lingui/react/macro";
import css from "#/features/tenants/setup.module.css";
import { TextArea, TextField } from "#/shared/ui/fields.tsx";
import { Button, ui } from "#/shared/ui/ui.tsx";
import { draftOf, faultOf, parseSeasons, seasonsOf, type Draft, type SeasonFault } from "./seasons.ts";
import type { Hours } from "./week.ts";
import { WeekFields } from "./week_fields.tsx";

interface Props {
  drafts: readonly Draft[];
  change: (drafts: Draft[]) => void;
  /** Of the plain week, from which a new season begins. */
  hours: Hours;
  /** The advanced view while it is typed; null: as the form says. */
  text: string | null;
  setText: (text: string | null) => void;
}

/** Other hours from one day to another (Ramadan, summer). */
export function SeasonsFields({ drafts, change, hours, text, setText }: Props) {
  const { t } = useLingui();
  const put = (next: Draft[]) => { setText(null); change(next); };
  const add = () => put([...drafts, { ...draftOf({ name: "", first: "", last: "", week: {} }), hours: { ...hours } }]);
  return (
    <section className={ui.stack} aria-label={t`Saisons`}>
      <div className={ui.spread}><h3>{t`Saisons`}</h3><Button size="small" icon="plus" onPress={add}>{t`Ajouter une saison`}</Button></div>
      {drafts.length === 0 && <p className={css.soft}>{t`Ramadan, été : d’autres heures d’une date à une autre.`}</p>}
      {drafts.map((one, n) => (
        <SeasonFields key={one.key} one={one} n={n + 1} fault={faultOf(drafts, n)} change={(next) => put(drafts.map((each) => (each === one ? next : each)))} remove={() => put(drafts.filter((each) => each !== one))} />
      ))}
      <Advanced drafts={drafts} change={change} text={text} setText={setText} />
    </section>
  );
}

function SeasonFields({ one, n, fault, change, remove }: { one: Draft; n: number; fault: SeasonFault | null; change: (next: Draft) => void; remove: () => void }) {
  const { t } = useLingui();
  const label = one.name.trim() || t`Saison ${n}`;
  const wrong = fault?.code === "backwards" ? t`Elle finit avant de commencer.` : fault?.code === "overlap" ? t`Elle chevauche « ${fault.other} ».` : null;
  return (
    <div role="group" aria-label={label} className={ui.stack}>
      <div className={css.grid}>
        <TextField label={t`Nom de la saison`} value={one.name} onChange={(event) => change({ ...one, name: event.target.value })} required dir="auto" maxLength={200} />
        <TextField label={t`Premier jour`} type="date" value={one.first} onChange={(event) => change({ ...one, first: event.target.value })} required />
        <TextField label={t`Dernier jour`} type="date" value={one.last} onChange={(event) => change({ ...one, last: event.target.value })} required wrong={wrong} />
      </div>
      <WeekFields hours={one.hours} change={(hours) => change({ ...one, hours })} />
      <div><Button size="small" kind="quiet" onPress={remove} aria-label={t`Retirer ${label}`}>{t`Retirer`}</Button></div>
    </div>
  );
}

/** The same as text, for who copies seasons from elsewhere; read as soon as it is a list of them. */
function Advanced({ drafts, change, text, setText }: Omit<Props, "hours">) {
  const { t } = useLingui();
  const whole = seasonsOf(drafts);
  const type = (typed: string) => {
    setText(typed);
    const read = parseSeasons(typed);
    if (read) change(read.map(draftOf));
  };
  return (
    <details>
      <summary>{t`Vue avancée (JSON)`}</summary>
      <TextArea label={t`Saisons à autres heures (JSON)`} value={text ?? JSON.stringify(whole ?? [], null, 2)} onChange={(event) => type(event.target.value)} onBlur={() => { if (text !== null && parseSeasons(text)) setText(null); }} disabled={text === null && !whole} rows={4} dir="ltr" spellCheck={false} wrong={text === null || parseSeasons(text) ? null : t`Ce n’est pas du JSON valable.`} />
    </details>
  );
}
