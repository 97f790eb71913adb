import { Plural, useLingui } from "@lingui/react/macro";
import css from "./telework.module.css";
import { type Agreement, dayWord, hoursText, money, type Terms, weekdayNames } from "./telework_words.ts";

/** Days that share their hours stand together. */
function sameHours(terms: Terms): [number[], string][] {
  const found = new Map<string, number[]>();
  for (const day of terms.days) found.set(hoursText(terms.contact, day), [...(found.get(hoursText(terms.contact, day)) ?? []), day]);
  return [...found].map(([hours, days]) => [days, hours]);
}

/** What is agreed, or was asked for where nothing is yet. */
export function TermsShown({ one }: { one: Agreement }) {
  const { t } = useLingui();
  const { terms, days, words, reason, ends_on } = one.agreement;
  return (
    <dl className={css.terms}>
      {!terms && <><dt>{t`Jours demandés`}</dt><dd>{weekdayNames(days)}</dd></>}
      {words && <><dt>{t`Sa demande`}</dt><dd dir="auto">{words}</dd></>}
      {terms && <>
        <dt>{t`Jours chez soi`}</dt><dd>{weekdayNames(terms.days)}</dd>
        <dt>{t`Heures de contact`}</dt><dd>{sameHours(terms).map(([days, hours]) => <div key={hours}>{terms.days.length > days.length && weekdayNames(days)} <bdi dir="ltr">{hours}</bdi></div>)}</dd>
        <dt>{t`Premier jour`}</dt><dd>{dayWord(terms.starts_on)}</dd>
        <dt>{t`Adaptation`}</dt><dd><Plural value={terms.adaptation_days ?? 60} _0="aucune" one="# jour" other="# jours" />{", "}<Plural value={terms.adaptation_notice_days ?? 7} _0="fin sans préavis" one="fin sous # jour" other="fin sous # jours" /></dd>
        <dt>{t`Préavis ensuite`}</dt><dd><Plural value={terms.notice_days ?? 30} _0="aucun" one="# jour" other="# jours" /></dd>
        <dt>{t`Indemnité par jour`}</dt><dd>{terms.allowance_cents ? money(terms.allowance_cents, terms.currency ?? "EUR") : t`aucune`}</dd>
        {terms.equipment && <><dt>{t`Matériel prêté`}</dt><dd dir="auto">{terms.equipment}</dd></>}
      </>}
      {ends_on && <><dt>{t`Dernier jour`}</dt><dd>{dayWord(ends_on)}</dd></>}
      {reason && <><dt>{t`Raison`}</dt><dd dir="auto">{reason}</dd></>}
    </dl>
  );
}
