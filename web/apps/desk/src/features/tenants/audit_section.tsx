import { useLingui } from "@lingui/react/macro";
import { dayTime } from "@palabre/words";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { usePeopleNames } from "#/features/routing/names.ts";
import { More, usePaged } from "#/shared/paged.tsx";
import { Empty } from "#/shared/ui/ui.tsx";
import css from "./audit.module.css";
import setup from "./setup.module.css";


/** Who changed what, the latest first; it cannot be altered. Long lists draw only what is seen. */
export function AuditSection() {
  const { t } = useLingui();
  const list = usePaged("/audit");
  const names = usePeopleNames(list.rows.map((one) => one.person));
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: list.rows.length, getScrollElement: () => box.current, estimateSize: () => 40, overscan: 8 });
  return (
    <section aria-label={t`Journal`}>
      <header><h2>{t`Journal`}</h2></header>
      <p className={setup.soft}>{t`Qui a changé quoi. Il ne s’efface ni ne se modifie.`}</p>
      {list.rows.length > 0 && (
        <div className={css.box} ref={box} tabIndex={0} role="table" aria-label={t`Journal`} aria-rowcount={list.rows.length + 1}>
          <div role="row" className={css.head} aria-rowindex={1}><span role="columnheader">{t`Quand`}</span><span role="columnheader">{t`Qui`}</span><span role="columnheader">{t`Quoi`}</span><span role="columnheader">{t`Sur`}</span><span role="columnheader">{t`Détail`}</span></div>
          <div role="rowgroup" style={{ blockSize: virtual.getTotalSize(), position: "relative" }}>
            {virtual.getVirtualItems().map((item) => {
              const one = list.rows[item.index]!;
              const detail = JSON.stringify(one.codes);
              return (
                <div role="row" key={one.id} className={css.row} aria-rowindex={item.index + 2} style={{ transform: `translateY(${item.start}px)`, blockSize: item.size }}>
                  <span role="cell">{dayTime(one.at)}</span><span role="cell"><bdi>{one.person ? names.get(one.person) || t`une personne` : t`l’installation`}</bdi></span><span role="cell"><bdi dir="ltr">{one.verb}</bdi></span><span role="cell"><bdi dir="ltr" title={one.subject}>{one.subject.split(":")[0]}</bdi></span><span role="cell" className={css.detail} title={detail}><bdi dir="ltr">{detail === "{}" ? "" : detail}</bdi></span>
                </div>
              );
            })}
          </div>
        </div>
      )}
      {list.loaded && list.rows.length === 0 && <Empty icon="list" title={t`Rien encore`}>{t`Chaque changement s’inscrira ici.`}</Empty>}
      <More list={list} />
    </section>
  );
}
