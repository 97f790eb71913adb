import { useLingui } from "@lingui/react/macro";
import { number } from "@palabre/words";
import css from "./numbers.module.css";
import { failureSaid, whySaid, type Counts } from "./numbers_words.ts";

/** A day's calls by side: a bar of three parts that its words say too. */
export function Sides({ of }: { of: Counts }) {
  const { t } = useLingui();
  const total = of.here + of.old + of.returned;
  if (total === 0) return <span className={css.soft}>{t`aucun appel`}</span>;
  const here = number(of.here), old = number(of.old), back = number(of.returned);
  const parts = [[of.here, css.here], [of.old, css.old], [of.returned, css.back]] as const;
  const why = [...Object.entries(of.why).map(([k, n]) => whySaid(k, n)), ...Object.entries(of.failures).map(([k, n]) => failureSaid(k, n))];
  return (
    <div className={css.sides}>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" className={css.bar}>
        {parts.map(([calls, name], at) => <rect key={at} className={name} x={(100 * parts.slice(0, at).reduce((sum, [n]) => sum + n, 0)) / total} width={(100 * calls) / total} height="8" />)}
      </svg>
      <span>{t`${here} ici, ${old} à l’ancien central, ${back} repartis`}</span>
      {why.length > 0 && <ul className={css.why}>{why.map((line) => <li key={line}>{line}</li>)}</ul>}
    </div>
  );
}
