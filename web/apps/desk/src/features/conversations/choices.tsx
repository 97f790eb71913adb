import { useLingui } from "@lingui/react/macro";
import css from "./context_panel.module.css";
import type { Choice } from "./data.ts";

/** What the customer has said to the machine already: nobody asks her again. */
export function Choices({ choices }: { choices: Choice[] }) {
  const { t } = useLingui();
  if (choices.length === 0) return null;
  return (
    <section className={css.choices} aria-label={t`Déjà dit à l’accueil automatique`}>
      <h3>{t`Déjà dit à l’accueil automatique`}</h3>
      <ul>
        {choices.map((one) => <li key={one.step}><bdi>{one.label}</bdi>{one.value && <> <strong><bdi dir="ltr" className="numbers">{one.value}</bdi></strong></>}</li>)}
      </ul>
    </section>
  );
}
