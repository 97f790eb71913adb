import { useLingui } from "@lingui/react/macro";
import { dayTime } from "@palabre/words";
import { More, usePaged } from "#/shared/paged.tsx";
import { Badge, Button, ui } from "#/shared/ui/ui.tsx";
import { PACKAGES, type Brought } from "./package_files.ts";
import { stateSaid, toneOf } from "./package_words.ts";

/** Packages that were brought: looked at, imported, given back. Nothing where there is none. */
export function PackageHistory({ open }: { open: (id: string) => void }) {
  const { t } = useLingui();
  const list = usePaged<Brought>(PACKAGES);
  if (!list.rows.length) return <More list={list} />;
  return (
    <section className={ui.stack} aria-label={t`Paquets importés`}>
      <h3>{t`Paquets importés`}</h3>
      <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Liste des paquets`}><table className={ui.table}>
        <caption className="unseen">{t`Paquets importés`}</caption>
        <thead><tr><th scope="col">{t`Fichier`}</th><th scope="col">{t`État`}</th><th scope="col">{t`Quand`}</th></tr></thead>
        <tbody>{list.rows.map((one) => (
          <tr key={one.id} data-package={one.state}>
            <th scope="row" aria-label={one.file_name}><Button kind="quiet" onPress={() => open(one.id)}><bdi>{one.file_name}</bdi></Button></th>
            <td><Badge tone={toneOf(one.state)} shape>{stateSaid(one.state)}</Badge></td>
            <td>{dayTime(one.undone_at ?? one.applied_at ?? one.created_at)}</td>
          </tr>
        ))}</tbody>
      </table></div>
      <More list={list} />
    </section>
  );
}
