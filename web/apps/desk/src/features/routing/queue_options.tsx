import { useLingui } from "@lingui/react/macro";
import { Check, Select, TextField } from "#/shared/ui/fields.tsx";
import setup from "#/features/tenants/setup.module.css";
import { Button, IconButton, ui } from "#/shared/ui/ui.tsx";
import { NumberField } from "./number_field.tsx";
import { usePlanning } from "./planning_names.ts";
import { CEILING, LESS_OFTEN, SHARE_WINDOW, sharesFit, type Options, type Queue, type Share } from "./queue_fields.ts";
import css from "./rules.module.css";

interface Given { options: Partial<Options>; change: (options: Partial<Options>) => void; others: readonly Queue[]; wrong: (place: string) => string | null; open: boolean }

/** What is less often changed: overflow, fairness, preference, limits, deferrable work, shares. */
export function QueueOptionsFields({ options, change, others, wrong, open }: Given) {
  const { t } = useLingui();
  const put = (part: Partial<Options>) => change({ ...options, ...part });
  const deferrable = options.deferrable_below !== undefined && options.deferrable_below !== 0;
  return (
    <details className={css.more} open={open}>
      <summary>{t`Débordement, équité, limites et parts`}</summary>
      <div className={ui.stack}>
        <div className={css.fields}>
          <Select label={t`Déborde vers`} help={t`Où va le client après l’attente la plus longue.`} value={options.overflow ?? ""} wrong={wrong("overflow")} onChange={(event) => put({ overflow: event.target.value || null })}>
            <option value="">{t`Nulle part : le parcours décide`}</option>
            {others.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </Select>
          <Select label={t`À mérite égal, d’abord`} help={t`Entre des personnes qui conviennent également.`} value={options.fairness ?? "longest_idle"} onChange={(event) => put({ fairness: event.target.value })}>
            <option value="longest_idle">{t`qui est libre depuis le plus longtemps`}</option>
            <option value="least_occupied">{t`qui a été le moins occupé aujourd’hui`}</option>
          </Select>
          {(Object.keys(LESS_OFTEN) as (keyof typeof LESS_OFTEN)[]).map((key) => <NumberField key={key} rule={LESS_OFTEN[key]} value={options[key]} change={(value) => put({ [key]: value })} />)}
        </div>
        <Told help={t`Les meilleurs sont pris d’abord et le paient : à 85 % d’occupation, le niveau le plus bas travaille 22 % du temps, le plus haut 100 %.`}>
          <Check checked={options.best_level_first === true} onChange={(event) => put({ best_level_first: event.target.checked })}>{t`Le meilleur niveau d’abord`}</Check>
        </Told>
        <Told help={t`Un travail qui remplit les temps libres, par exemple des courriers : après tout le reste tant qu’il n’est pas en retard.`}>
          <Check checked={deferrable} onChange={(event) => put({ deferrable_below: event.target.checked ? CEILING.usual / 100 : 0 })}>{t`Ce travail peut être remis à plus tard`}</Check>
        </Told>
        {deferrable && <div className={setup.grid}><NumberField rule={CEILING} value={options.deferrable_below} change={(value) => put({ deferrable_below: value || Number.NaN })} wrong={wrong("deferrable")} /></div>}
        <Shares options={options} put={put} wrong={wrong("shares")} />
      </div>
    </details>
  );
}

export function Told({ help, children }: { help: string; children: React.ReactNode }) {
  return <div className={ui.field}>{children}<span className={css.under}>{help}</span></div>;
}

function Shares({ options, put, wrong }: { options: Partial<Options>; put: (part: Partial<Options>) => void; wrong: string | null }) {
  const { t } = useLingui();
  const shares = (options.shares ?? []) as Share[];
  const kind = shares[0]?.kind ?? "site";
  const planning = usePlanning();
  const places = kind === "site" ? planning.sites : planning.partners;
  const change = (next: Share[]) => put({ shares: next as Options["shares"] });
  const one = (index: number, part: Partial<Share>) => change(shares.map((old, place) => (place === index ? { ...old, ...part } : old)));
  return (
    <section className={ui.stack} aria-label={t`Parts`}>
      <div className={css.ringHead}>
        <Select label={t`Parts souhaitées, par`} value={kind} onChange={(event) => change(shares.map((old) => ({ ...old, kind: event.target.value as Share["kind"], id: null })).slice(0, 1))} disabled={shares.length === 0}>
          <option value="site">{t`site`}</option>
          <option value="partner">{t`partenaire`}</option>
        </Select>
        <Button size="small" icon="plus" onPress={() => change([...shares, { kind, share: 0, id: places.find((place) => !shares.some((known) => known.id === place.id))?.id ?? null }])}>{t`Ajouter une part`}</Button>
      </div>
      <p className={css.under}>{t`Un souhait entre des personnes libres : il ne fait attendre personne, et s’atteint moins bien quand on est très occupé (voir Parts).`}</p>
      {shares.map((share, index) => {
        const number = index + 1;
        return (
          <div key={index} className={css.share}>
            <Select label={t`Part ${number} : à qui`} value={share.id ?? ""} onChange={(event) => one(index, { id: event.target.value || null })}>
              <option value="">{kind === "site" ? t`sans site` : t`sans partenaire`}</option>
              {places.map((place) => <option key={place.id} value={place.id}>{place.name}</option>)}
            </Select>
            <TextField label={t`Part ${number} (%)`} type="number" min={0} max={100} value={String(Math.round(share.share * 100))} onChange={(event) => one(index, { share: Number(event.target.value) / 100 })} dir="ltr" />
            <IconButton icon="close" name={t`Retirer la part ${number}`} onPress={() => change(shares.filter((_, place) => place !== index))} />
          </div>
        );
      })}
      {shares.length > 0 && <div className={setup.grid}><NumberField rule={SHARE_WINDOW} value={options.share_window_seconds} change={(value) => put({ share_window_seconds: value })} /></div>}
      {(wrong || !sharesFit(shares)) && <p className={ui.wrong} role="alert">{wrong ?? t`Les parts dépassent le tout, ou l’une est écrite deux fois.`}</p>}
    </section>
  );
}
