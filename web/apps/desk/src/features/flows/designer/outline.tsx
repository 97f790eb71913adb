import { useLingui } from "@lingui/react/macro";
import { Fragment, useMemo } from "react";
import { Icon } from "#/shared/ui/icons.tsx";
import { Badge, cx, Empty } from "#/shared/ui/ui.tsx";
import { useDesigner } from "./context.tsx";
import css from "./designer.module.css";
import { leadingTo, titleOf, walked } from "./draft.ts";
import { ExitSelect } from "./exit_select.tsx";
import { exitName, faultWords, kindIcon, kindName } from "./step_words.ts";

/** The same flow as a list, in the order in which a customer meets it: all that the canvas does is done here by keyboard. */
export function Outline({ added }: { added: (kind: string, from: { step: string; exit: string }) => void }) {
  const { t } = useLingui();
  const { draft, faults, selected, select, exits, here, matches, readOnly } = useDesigner();
  const order = useMemo(() => walked(draft).filter((one) => !matches || matches.has(one.name)), [draft, matches]);
  const names = useMemo(() => order.map((one) => one.name), [order]);
  const go = (from: string, by: number) => {
    const next = names[names.indexOf(from) + by];
    if (next) { select(next); document.getElementById(`step-${next}`)?.focus(); }
  };
  if (order.length === 0) return <Empty icon="search" title={t`Aucune étape`}>{matches ? t`Rien ne correspond à cette recherche.` : t`Ajoutez une première étape ci-dessus.`}</Empty>;
  return (
    <ol className={css.outline} aria-label={t`Étapes du parcours`}>
      {order.map(({ name, depth, reached }, n) => {
        const wrong = faults.filter((one) => one.where === name);
        const apart = wrong.filter((one) => one.code !== "exit_not_wired"); // said beside its exit
        const from = leadingTo(draft, name);
        return (
          <li key={name} data-step={name} className={cx(css.line, selected === name && css.chosen, here === name && css.here)} style={{ marginInlineStart: `${Math.min(depth, 6) * 20}px` }}>
            <button type="button" id={`step-${name}`} className={css.lineHead} aria-current={selected === name ? "true" : undefined} onClick={() => select(name)} onKeyDown={(event) => {
              if (event.key === "ArrowDown") { event.preventDefault(); go(name, 1); }
              if (event.key === "ArrowUp") { event.preventDefault(); go(name, -1); }
            }}>
              <span className={css.number} aria-hidden="true">{n + 1}</span>
              <Icon name={kindIcon(draft.steps[name]!.kind)} size={16} />
              <strong><bdi>{titleOf(draft, name)}</bdi></strong>
              <span className={css.kind}>{kindName(draft.steps[name]!.kind)}</span>
              {draft.start === name && <Badge tone="good">{t`début`}</Badge>}
              {draft.on_error === name && <Badge tone="notice">{t`en cas d’incident`}</Badge>}
              {!reached && <Badge tone="warning" shape>{t`rien n’y mène`}</Badge>}
              {wrong.length > 0 && <Badge tone="bad" shape>{wrong.length}</Badge>}
            </button>
            {from.length > 0 && <p className={css.from}>{t`vient de`} {from.map((one, at) => <Fragment key={`${one.step}:${one.exit}`}>{at > 0 && " · "}<bdi>{titleOf(draft, one.step)}</bdi> (<bdi>{exitName(one.exit)}</bdi>)</Fragment>)}</p>}
            <ul className={css.lineExits}>{exits(name).map((exit) => <li key={exit}><ExitSelect step={name} exit={exit} added={readOnly ? undefined : added} /></li>)}</ul>
            {apart.length > 0 && <ul className={css.wrongs}>{apart.map((one) => <li key={one.code + one.what}>{faultWords(one)}</li>)}</ul>}
          </li>
        );
      })}
    </ol>
  );
}
