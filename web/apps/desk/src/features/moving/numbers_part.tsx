import { useLingui } from "@lingui/react/macro";
import { number } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { ask } from "#/shared/api.ts";
import { Badge, Button, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { MoveDialog } from "./numbers_dialog.tsx";
import { Sides } from "./numbers_sides.tsx";
import { NUMBERS, type MovingNumber } from "./numbers_words.ts";

const DAY_MS = 5_000;

/** Numbers moved from an old system: by share, all here, or back, each undone in one gesture; where today's calls went. */
export function NumbersPart() {
  const { t } = useLingui();
  const { data, error, isSuccess, refetch } = useQuery({ queryKey: NUMBERS, queryFn: () => ask("get", "/moving/numbers"), refetchInterval: DAY_MS });
  const [open, setOpen] = useState<MovingNumber | null>(null);
  const [asked, setAsked] = useState<0 | 100 | null>(null);
  const renew = () => void queries.invalidateQueries({ queryKey: NUMBERS });
  const all = useMutation({ mutationFn: (share: 0 | 100) => ask("post", "/moving/numbers/all", { body: { share } }), onSettled: renew });
  const rows = data?.rows ?? [];
  const moving = rows.filter((one) => one.moves);
  const count = number(moving.length);
  return (
    <section className={ui.stack} aria-label={t`Numéros à déménager`}>
      <p>{t`L’opérateur livre ces numéros ici. Chacun dit quelle part de ses appelants reste ici ; les autres vont à l’ancien central. Un même appelant va toujours du même côté. Sans réponse d’ici à temps, l’appel repart à l’ancien central, même si tout Palabre est arrêté.`}</p>
      {moving.length > 1 && (
        <div className={ui.row}>
          <Button icon="check" onPress={() => setAsked(100)}>{t`Tout prendre ici`}</Button>
          <Button kind="danger" icon="undo" onPress={() => setAsked(0)}>{t`Tout rendre à l’ancien central`}</Button>
        </div>
      )}
      <Fault error={error ?? all.error} retry={() => void refetch()} />
      {isSuccess && rows.length === 0 && <Empty icon="phone" title={t`Aucun numéro`}>{t`Reprenez d’abord vos numéros par un fichier.`}</Empty>}
      {rows.length > 0 && (
        <div className={ui.tableWrap} tabIndex={0} role="region" aria-label={t`Numéros`}><table className={ui.table}>
          <caption className="unseen">{t`Numéros`}</caption>
          <thead><tr><th scope="col">{t`Numéro`}</th><th scope="col">{t`Où`}</th><th scope="col">{t`Retour après`}</th><th scope="col">{t`Aujourd’hui`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
          <tbody>{rows.map((one) => <Row key={one.id} one={one} change={() => setOpen(one)} renew={renew} />)}</tbody>
        </table></div>
      )}
      {open && <MoveDialog one={open} close={() => { setOpen(null); renew(); }} />}
      <Dialog title={asked === 100 ? t`Tout prendre ici ?` : t`Tout rendre à l’ancien central ?`} open={asked !== null} close={() => setAsked(null)}>
        <p>{asked === 100 ? t`Tous les appelants de ${count} numéros seront accueillis ici dès maintenant.` : t`Plus aucun appelant de ${count} numéros ne sera accueilli ici ; les appels en cours continuent.`}</p>
        <div className={ui.row}>
          <Button kind={asked === 0 ? "danger" : "primary"} onPress={() => { if (asked !== null) all.mutate(asked); setAsked(null); }}>{t`Confirmer`}</Button>
          <Button onPress={() => setAsked(null)}>{t`Ne rien faire`}</Button>
        </div>
      </Dialog>
    </section>
  );
}

function Row({ one, change, renew }: { one: MovingNumber; change: () => void; renew: () => void }) {
  const { t } = useLingui();
  const undo = useMutation({ mutationFn: () => ask("post", "/moving/numbers/{number}/undo", { path: { number: one.id } }), onSettled: renew });
  const share = number(one.share), seconds = number(one.return_seconds), shown = one.number;
  const where = !one.moves || one.share === 100 ? t`Ici` : one.share === 0 ? t`Ancien central` : t`${share} % ici`;
  const sentBack = one.return_seconds ? t`${seconds} s` : t`pas de retour`;
  return (
    <tr data-number={one.number}>
      <th scope="row"><bdi dir="ltr">{one.number}</bdi> <bdi>{one.name}</bdi></th>
      <td><Badge tone={one.share === 100 ? "good" : one.share === 0 ? "plain" : "notice"} shape>{where}</Badge>{one.moves && one.trunk_name && <> <bdi>{one.trunk_name}</bdi></>}</td>
      <td>{one.moves ? sentBack : "—"}</td>
      <td><Sides of={one.today} /></td>
      <td><div className={ui.row}>
        <Button size="small" onPress={change} aria-label={t`Déménager ${shown}`}>{t`Déménager…`}</Button>
        {one.undo && <Button size="small" kind="quiet" icon="undo" isPending={undo.isPending} onPress={() => undo.mutate()} aria-label={t`Annuler le dernier changement de ${shown}`}>{t({ message: "Annuler", context: "undo" })}</Button>}
        <Fault error={undo.error} />
      </div></td>
    </tr>
  );
}
