import { Plural, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Button, IconButton, ui } from "#/shared/ui/ui.tsx";
import { bandsOf, bandsText, LEVELS, requirementSaid, ringsFault, turned, withPart, type Place, type Requirement, type Ring } from "./requirement.ts";
import { usePlanning } from "./planning_names.ts";
import css from "./rules.module.css";

const RINGS_MAX = 20;
const DEPTH_MAX = 4;

/** Who may take it, and when the circle widens: by fields, each in the order of the keyboard. */
export function RingsEditor({ rings, change, able }: { rings: Ring[]; change: (rings: Ring[]) => void; able?: readonly number[] | undefined }) {
  const { t } = useLingui();
  const skills = usePlanning().skills;
  const name = (id: string) => skills.find((one) => one.id === id)?.name ?? "…";
  const put = (index: number, ring: Ring) => change(rings.map((one, place) => (place === index ? ring : one)));
  const faults: Record<string, string> = { first: t`Le premier cercle commence à 0 seconde.`, order: t`Chaque cercle s’ouvre après celui d’avant.`, empty: t`Une condition est vide.` };
  const fault = faults[ringsFault(rings)];
  const add = () => change([...rings, { after_seconds: (rings.at(-1)?.after_seconds ?? 0) + 30, requirement: rings.at(-1)?.requirement ?? { kind: "all", parts: [] }, bands: [] }]);
  return (
    <section className={ui.stack} aria-label={t`À qui, et quand`}>
      <h3>{t`À qui, et quand`}</h3>
      <p className={css.under}>{t`Le premier cercle compte tout de suite ; chaque cercle suivant élargit après son temps. Les niveaux d’une bande se valent ; la bande écrite d’abord est demandée d’abord.`}</p>
      <ol className={css.rings}>
        {rings.map((ring, index) => {
          const number = index + 1;
          return (
            <li key={index}>
              <div className={css.ring} role="group" aria-label={t`Cercle ${number}`}>
                <div className={css.ringHead}>
                  <TextField label={t`Cercle ${number} : après (s)`} type="number" min={0} value={String(ring.after_seconds)} disabled={index === 0} onChange={(event) => put(index, { ...ring, after_seconds: Number(event.target.value) })} dir="ltr" />
                  <Bands bands={ring.bands ?? []} change={(bands) => put(index, { ...ring, bands })} />
                  {index > 0 && <Button size="small" kind="quiet" icon="close" onPress={() => change(rings.filter((_, place) => place !== index))}>{t`Retirer le cercle ${number}`}</Button>}
                </div>
                <Part whole={ring.requirement} place={[]} skills={skills} change={(requirement) => put(index, { ...ring, requirement })} />
                <p className={css.said} aria-live="polite"><bdi>{requirementSaid(ring.requirement, name)}</bdi>{able?.[index] !== undefined && <> · {able[index] === 0 ? <strong className={css.warned}>{t`personne n’a cela`}</strong> : <Plural value={able[index]!} one="# personne l’a" other="# personnes l’ont" />}</>}</p>
              </div>
            </li>
          );
        })}
      </ol>
      {fault && <p className={ui.wrong} role="alert">{fault}</p>}
      {rings.length < RINGS_MAX && <div><Button size="small" icon="plus" onPress={add}>{t`Élargir par un cercle`}</Button></div>}
    </section>
  );
}

function Bands({ bands, change }: { bands: readonly (readonly number[])[]; change: (bands: [number, number][]) => void }) {
  const { t } = useLingui();
  const [text, setText] = useState(bandsText(bands));
  const wrong = bandsOf(text) === null ? t`Par exemple 1-3, 4-10` : null;
  return <TextField label={t`Niveaux qui se valent`} value={text} wrong={wrong} placeholder="1-3, 4-10" onChange={(event) => { setText(event.target.value); const found = bandsOf(event.target.value); if (found) change(found); }} dir="ltr" />;
}

interface Given { whole: Requirement; place: Place; skills: readonly { id: string; name: string }[]; change: (whole: Requirement) => void }

function Part({ whole, place, skills, change }: Given) {
  const { t } = useLingui();
  const part = place.reduce((at: Requirement, index) => at.parts![index]!, whole);
  const put = (next: Requirement | null) => change(withPart(whole, place, next));
  const first = skills[0]?.id ?? "";
  const parts = part.parts ?? [];
  const deep = place.length >= DEPTH_MAX;
  return (
    <div className={ui.stack}>
      <div className={css.part}>
        <Select label={t`Condition`} hideLabel value={part.kind} onChange={(event) => put(turned(part, event.target.value as Requirement["kind"], first))}>
          <option value="skill">{t`une compétence`}</option>
          <option value="all" disabled={deep}>{t`toutes (ET)`}</option>
          <option value="any" disabled={deep}>{t`au moins une (OU)`}</option>
          <option value="not" disabled={deep}>{t`sauf (NON)`}</option>
        </Select>
        {part.kind === "skill" && (
          <>
            <Select label={t`Compétence`} hideLabel value={part.skill ?? ""} onChange={(event) => put({ ...part, skill: event.target.value })}>
              {!part.skill && <option value="">{t`Choisir…`}</option>}
              {skills.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
            </Select>
            <Select label={t`Niveau au moins`} hideLabel value={String(part.level ?? 1)} onChange={(event) => put({ ...part, level: Number(event.target.value) })}>
              {LEVELS.map((level) => <option key={level} value={level}>≥ {level}</option>)}
            </Select>
          </>
        )}
        {part.kind === "all" && parts.length === 0 && <span className={css.said}>{t`tout le monde`}</span>}
        {place.length > 0 && <IconButton size="small" icon="close" name={t`Retirer cette condition`} onPress={() => put(null)} />}
      </div>
      {part.kind !== "skill" && (
        <div className={css.group} role="group" aria-label={part.kind === "all" ? t`Toutes`: part.kind === "any" ? t`Au moins une` : t`Sauf`}>
          {parts.map((_, index) => <Part key={index} whole={whole} place={[...place, index]} skills={skills} change={change} />)}
          {(part.kind !== "not" || parts.length === 0) && <div><Button size="small" kind="quiet" icon="plus" isDisabled={!first} onPress={() => put({ ...part, parts: [...parts, { kind: "skill", skill: first, level: 1, parts: [] }] })}>{t`Ajouter une condition`}</Button></div>}
        </div>
      )}
    </div>
  );
}
