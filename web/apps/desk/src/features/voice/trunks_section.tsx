import { useLingui } from "@lingui/react/macro";
import type { Answer, Row } from "@palabre/contracts";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { relist, usePaged } from "#/shared/paged.tsx";
import { TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, cx, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";
import { DialPlan } from "./dial_plan.tsx";
import { TrunkDialog } from "./trunk_dialog.tsx";
import own from "./trunks.module.css";
import { useTrunkWords } from "./trunk_words.ts";

export type Trunk = Row<"/trunks">;
type Tested = Answer<"post", "/trunks/{trunk}/test">;
const LIST = "/trunks";
const GOOD = new Set(["registered", "reachable"]);

/** Ways to operators in the order they are tried, what may be dialled by them. */
export function TrunksSection() {
  const { t } = useLingui();
  const list = usePaged(LIST);
  const [open, setOpen] = useState<Trunk | "new" | null>(null);
  useEffect(() => { const again = setInterval(() => void relist(LIST), 5_000); return () => clearInterval(again); }, []); // how they stand moves by itself
  return (
    <section aria-label={t`Raccordements`}>
      <header><h2>{t`Raccordements`}</h2><div><Button kind="primary" icon="plus" onPress={() => setOpen("new")}>{t`Ajouter un raccordement`}</Button></div></header>
      <p className={css.soft}>{t`Les lignes vers vos opérateurs. Un appel sort par la première qui le prend ; la suivante la remplace si elle tombe.`}</p>
      {list.rows.map((one) => <TrunkCard key={one.id ?? one.name} trunk={one} edit={() => setOpen(one)} />)}
      {list.loaded && list.rows.length === 0 && <Empty icon="phone" title={t`Aucun raccordement`}>{t`Ajoutez celui de votre opérateur, puis essayez-le.`}</Empty>}
      <DialPlan />
      {open && <TrunkDialog trunk={open === "new" ? null : open} close={() => setOpen(null)} />}
    </section>
  );
}

function TrunkCard({ trunk, edit }: { trunk: Trunk; edit: () => void }) {
  const { t } = useLingui();
  const words = useTrunkWords();
  const [number, setNumber] = useState("");
  const [leaves, setLeaves] = useState(false);
  const id = trunk.id ?? "";
  const test = useMutation({ mutationFn: () => ask("post", "/trunks/{trunk}/test", { path: { trunk: id }, body: { number } }), onSuccess: () => relist(LIST) });
  const remove = useMutation({ mutationFn: () => ask("delete", "/trunks/{trunk}", { path: { trunk: id } }), onSuccess: () => relist(LIST) });
  const { name, calls } = trunk;
  return (
    <article className={ui.stack} aria-label={name}>
      <div className={ui.spread}>
        <h3><bdi>{name}</bdi></h3>
        <span className={ui.row}>
          <Badge tone={GOOD.has(trunk.state) ? "good" : "bad"} shape>{words.state(trunk.state)}</Badge>
          {trunk.paused && <Badge>{t`En pause`}</Badge>}
          {trunk.id && <Button size="small" icon="edit" onPress={edit} aria-label={t`Modifier ${name}`}>{t`Modifier`}</Button>}
          {trunk.id && <Button size="small" onPress={() => setLeaves(true)} aria-label={t`Supprimer ${name}`}>{t`Supprimer`}</Button>}
        </span>
      </div>
      {trunk.id ? <p className={css.soft}><bdi dir="ltr">{trunk.host}:{trunk.port} · {trunk.transport.toUpperCase()}</bdi> · {t`Appels en cours : ${calls}`}</p> : <p className={css.soft}>{t`Raccordement de l’installation.`}</p>}
      {trunk.id && (
        <form className={cx(ui.row, own.tried)} onSubmit={(event) => { event.preventDefault(); test.mutate(); }}>
          <TextField label={t`Numéro à appeler pour l’essai (facultatif)`} value={number} onChange={(event) => setNumber(event.target.value)} dir="ltr" inputMode="tel" />
          <Button type="submit" isPending={test.isPending} aria-label={t`Essayer ${name}`}>{t`Essayer`}</Button>
        </form>
      )}
      <div role="status">{test.data && <Found tested={test.data} registers={trunk.kind === "registered"} />}</div>
      <Fault error={test.error} />
      <Dialog title={t`Supprimer ce raccordement ?`} open={leaves} close={() => setLeaves(false)}>
        <p>{t`Les appels en cours continuent. Les suivants sortent par les autres raccordements, s’il y en a.`}</p>
        <Fault error={remove.error} />
        <div className={ui.row}><Button kind="danger" onPress={() => remove.mutate()} isPending={remove.isPending}>{t`Supprimer`}</Button><Button onPress={() => setLeaves(false)}>{t`Annuler`}</Button></div>
      </Dialog>
    </article>
  );
}

function Found({ tested, registers }: { tested: Tested; registers: boolean }) {
  const words = useTrunkWords();
  return (
    <ul>
      <li>{words.reach(tested.reach)}</li>
      {registers && <li>{words.state(tested.registration)}</li>}
      {tested.call && <li>{words.call(tested.call)}</li>}
    </ul>
  );
}
