import { useLingui } from "@lingui/react/macro";
import { serverNow, useAll, useEntity } from "@palabre/live";
import { clockTime, duration, number } from "@palabre/words";
import { Link, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { FloorSearch } from "#/app/router.tsx";
import { useQueueNames } from "#/features/routing/names.ts";
import { useNow } from "#/shared/clock.ts";
import { Tree } from "#/shared/ui/icons.tsx";
import { cx } from "#/shared/ui/ui.tsx";
import { useAge } from "./age.ts";
import { late, Measures } from "./floor_page.tsx";
import { LostSites } from "./lost_sites.tsx";
import { Tile } from "./tile.tsx";
import css from "./wallboard.module.css";

const CeilingAlarmsOnWall = lazy(() => import("#/features/voice/ceiling_alarms.tsx").then((page) => ({ default: page.CeilingAlarmsOnWall })));

/** For a screen on the wall: large digits, no names. */
export function WallboardPage() {
  const { t, i18n } = useLingui();
  const search = useSearch({ strict: false }) as FloorSearch;
  const age = useAge();
  const names = useQueueNames();
  const tiles = useEntity("tiles");
  const now = useNow(10);
  const queues = useAll("queue").filter((one) => (!search.queue || one.queue === search.queue) && (!search.channel || one.channel === search.channel));
  const sorted = [...queues].sort((a, b) => (names.get(a.queue) ?? "").localeCompare(names.get(b.queue) ?? "", i18n.locale));
  const longest = Math.min(...queues.map((one) => one.longest_since ?? Infinity));
  return (
    <main className={css.wall}>
      <header className={css.head}><Tree size={44} /><h1>{t`Mur`}</h1><Link to="/floor" search={search}>{t`Retour au plateau`}</Link><time>{clockTime(now)}</time></header>
      <div className={css.alarms}><LostSites /><Suspense fallback={null}><CeilingAlarmsOnWall /></Suspense></div>
      <section className={css.tiles} aria-label={t`Maintenant`}>
        <Tile big name={t`En attente`} value={number(queues.reduce((sum, one) => sum + one.waiting, 0))} age={age} alert={queues.some(late)} under={Number.isFinite(longest) ? t`depuis ${duration(serverNow() - longest)} au plus` : t`personne n’attend`} />
        <Tile big name={t`En conversation`} value={number(tiles?.talking ?? 0)} age={age} />
        <Tile big name={t`Disponibles`} value={number(tiles?.advisors_available ?? 0)} age={age} />
        <Measures big queue={search.queue} moved={Math.floor(serverNow() / 30_000)} live={age} />
      </section>
      <ul className={cx(css.queues, age > 0 && css.stale)} aria-label={t`Files`}>
        {sorted.map((one) => (
          <li key={one.queue} className={cx(late(one) && css.late)}>
            <bdi>{names.get(one.queue) ?? t`File`}</bdi>
            <strong className="numbers">{number(one.waiting)}</strong>
            <span>{one.longest_since === null ? t`personne n’attend` : late(one) ? `▲ ${duration(serverNow() - one.longest_since)}` : duration(serverNow() - one.longest_since)}</span>
          </li>
        ))}
      </ul>
    </main>
  );
}
