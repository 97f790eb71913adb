import { useLingui } from "@lingui/react/macro";
import { usePaged } from "#/shared/paged.tsx";
import type { Row } from "@palabre/contracts";
import { Check, Select, TextField } from "#/shared/ui/fields.tsx";
import setup from "#/features/tenants/setup.module.css";
import { Button, IconButton, ui } from "#/shared/ui/ui.tsx";
import css from "./rules.module.css";

type Queue = Row<"/queues">;
type Options = Partial<Queue["options"]>;
export interface Share { kind: "site" | "partner"; share: number; id: string | null }

/** Whether shares of one kind fit into the whole. */
export const sharesFit = (shares: readonly Share[]): boolean => shares.reduce((sum, one) => sum + one.share, 0) <= 1.0001 && new Set(shares.map((one) => one.id)).size === shares.length;

/** What is less often changed: overflow, fairness, preference, limits, shares. */
export function QueueOptionsFields({ options, change, others }: { options: Options; change: (options: Options) => void; others: readonly Queue[] }) {
  const { t } = useLingui();
  const put = (part: Partial<Record<keyof Options, unknown>>) => change({ ...options, ...part } as Options);
  const numbers: [keyof Options, string, number, string?][] = [
    ["length_max", t`Personnes en attente au plus`, 1000], ["short_abandon_seconds", t`Abandon court, sous (s)`, 5],
    ["preferred_seconds", t`Attendre la personne préférée (s)`, 30], ["callback_priority_seconds", t`Avance des rappels (s)`, 0],
    ["units", t`Capacité occupée (100 = une conversation)`, 100],
  ];
  return (
    <details className={css.more}>
      <summary>{t`Débordement, équité, limites et parts`}</summary>
      <div className={ui.stack}>
        <div className={setup.grid}>
          <Select label={t`Déborde vers`} value={options.overflow ?? ""} onChange={(event) => put({ overflow: event.target.value || null })}>
            <option value="">{t`Nulle part : le parcours décide`}</option>
            {others.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </Select>
          <Select label={t`À mérite égal, d’abord`} value={options.fairness ?? "longest_idle"} onChange={(event) => put({ fairness: event.target.value })}>
            <option value="longest_idle">{t`qui est libre depuis le plus longtemps`}</option>
            <option value="least_occupied">{t`qui a été le moins occupé aujourd’hui`}</option>
          </Select>
          {numbers.map(([key, label, usual]) => <TextField key={key} label={label} type="number" min={0} value={String(options[key] ?? usual)} onChange={(event) => put({ [key]: Number(event.target.value) })} dir="ltr" />)}
        </div>
        <Check checked={options.best_level_first === true} onChange={(event) => put({ best_level_first: event.target.checked })}>{t`Le meilleur niveau d’abord`}</Check>
        <Shares shares={(options.shares ?? []) as Share[]} change={(shares) => put({ shares })} />
      </div>
    </details>
  );
}

function Shares({ shares, change }: { shares: readonly Share[]; change: (shares: Share[]) => void }) {
  const { t } = useLingui();
  const kind = shares[0]?.kind ?? "site";
  const sites = usePaged("/sites", { limit: 200 }).rows;
  const partners = usePaged("/partners", { limit: 200 }).rows;
  const places: readonly { id: string; name: string }[] = kind === "site" ? sites : partners;
  const put = (index: number, part: Partial<Share>) => change(shares.map((one, place) => (place === index ? { ...one, ...part } : one)));
  return (
    <section className={ui.stack} aria-label={t`Parts`}>
      <div className={css.ringHead}>
        <Select label={t`Parts souhaitées, par`} value={kind} onChange={(event) => change(shares.map((one) => ({ ...one, kind: event.target.value as Share["kind"], id: null })).slice(0, 1))} disabled={shares.length === 0}>
          <option value="site">{t`site`}</option>
          <option value="partner">{t`partenaire`}</option>
        </Select>
        <Button size="small" icon="plus" onPress={() => change([...shares, { kind, share: 0, id: places.find((one) => !shares.some((known) => known.id === one.id))?.id ?? null }])}>{t`Ajouter une part`}</Button>
      </div>
      {shares.map((one, index) => {
        const number = index + 1;
        return (
          <div key={index} className={css.share}>
            <Select label={t`Part ${number} : à qui`} value={one.id ?? ""} onChange={(event) => put(index, { id: event.target.value || null })}>
              <option value="">{kind === "site" ? t`sans site` : t`sans partenaire`}</option>
              {places.map((place) => <option key={place.id} value={place.id}>{place.name}</option>)}
            </Select>
            <TextField label={t`Part ${number} (%)`} type="number" min={0} max={100} value={String(Math.round(one.share * 100))} onChange={(event) => put(index, { share: Number(event.target.value) / 100 })} dir="ltr" />
            <IconButton icon="close" name={t`Retirer la part ${number}`} onPress={() => change(shares.filter((_, place) => place !== index))} />
          </div>
        );
      })}
      {!sharesFit(shares) && <p className={ui.wrong} role="alert">{t`Les parts dépassent le tout, ou l’une est écrite deux fois.`}</p>}
    </section>
  );
}
