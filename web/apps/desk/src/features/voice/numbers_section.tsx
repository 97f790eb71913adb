import { useLingui } from "@lingui/react/macro";
import type { Row } from "@palabre/contracts";
import { LANGUAGE_NAMES, LANGUAGES } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { usePaged } from "#/shared/paged.tsx";
import { Check, Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Dialog, Empty, Fault, ui } from "#/shared/ui/ui.tsx";

type Number_ = Row<"/numbers">;
const KEY = ["numbers"];
const again = () => queries.invalidateQueries({ queryKey: KEY });

/** Which flow answers each number; several numbers may have one. */
export function NumbersSection() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: () => ask("get", "/numbers") });
  const flows = new Map(usePaged("/flows").rows.map((one) => [one.id, one]));
  const entries = usePaged("/flow-entries").rows;
  const [open, setOpen] = useState<Number_ | "new" | null>(null);
  const [leaves, setLeaves] = useState<Number_ | null>(null);
  const remove = useMutation({ mutationFn: () => ask("delete", "/numbers/{number}", { path: { number: leaves!.id } }), onSuccess: () => { setLeaves(null); return again(); } });
  const flowOf = (one: Number_) => one.flow ?? entries.find((entry) => entry.channel === "voice" && entry.entry === one.number)?.flow ?? null;
  const rows = data?.rows ?? [];
  return (
    <section aria-label={t`Numéros`}>
      <header><h2>{t`Numéros`}</h2><div><Button kind="primary" icon="plus" onPress={() => setOpen("new")}>{t`Ajouter un numéro`}</Button></div></header>
      <p className={css.soft}>{t`Les numéros que vos clients composent, et le parcours qui répond à chacun. Beaucoup à la fois : par un fichier, dans Emménagement.`}</p>
      <Fault error={error} retry={() => void refetch()} />
      {rows.length > 0 && <div className={ui.tableWrap}><table className={ui.table}>
        <caption className="unseen">{t`Numéros`}</caption>
        <thead><tr><th scope="col">{t`Numéro`}</th><th scope="col">{t`Nom`}</th><th scope="col">{t`Répond`}</th><th scope="col">{t`Si Palabre ne répond pas`}</th><th scope="col"><span className="unseen">{t`Actions`}</span></th></tr></thead>
        <tbody>{rows.map((one) => {
          const id = flowOf(one), flow = id ? flows.get(id) : undefined, number = one.number;
          return (
            <tr key={one.id}>
              <th scope="row"><bdi dir="ltr">{number}</bdi></th><td><bdi>{one.name}</bdi>{one.free_until_answered && <> <Badge>{t`attente gratuite`}</Badge></>}</td>
              <td>{flow ? <Link to="/setup/$section" params={{ section: "flows" }} search={{ open: flow.id } as never}><bdi>{flow.name}</bdi></Link> : <Badge tone="bad" shape>{t`personne`}</Badge>}{flow && !flow.published && <> <Badge tone="warning" shape>{t`brouillon seulement`}</Badge></>}</td>
              <td>{one.rescue_number ? <bdi dir="ltr">{one.rescue_number}</bdi> : ""}</td>
              <td><span className={ui.row}><Button size="small" icon="edit" onPress={() => setOpen(one)} aria-label={t`Modifier ${number}`}>{t`Modifier`}</Button><Button size="small" onPress={() => setLeaves(one)} aria-label={t`Supprimer ${number}`}>{t`Supprimer`}</Button></span></td>
            </tr>
          );
        })}</tbody>
      </table></div>}
      {data && rows.length === 0 && <Empty icon="phone" title={t`Aucun numéro`}>{t`Ajoutez le premier, et dites quel parcours lui répond.`}</Empty>}
      {open && <NumberDialog of={open === "new" ? null : open} close={() => setOpen(null)} />}
      <Dialog title={t`Supprimer ce numéro`} open={leaves !== null} close={() => setLeaves(null)}>
        <p>{t`Ses prochains appels seront refusés. Ce qui a été dit et mesuré reste.`}</p>
        <Fault error={remove.error} />
        <div className={ui.row}><Button kind="danger" onPress={() => remove.mutate()} isPending={remove.isPending}>{t`Supprimer`}</Button><Button onPress={() => setLeaves(null)}>{t`Annuler`}</Button></div>
      </Dialog>
    </section>
  );
}

function NumberDialog({ of, close }: { of: Number_ | null; close: () => void }) {
  const { t } = useLingui();
  const flows = usePaged("/flows").rows;
  const [number, setNumber] = useState(of?.number ?? "");
  const [name, setName] = useState(of?.name ?? "");
  const [flow, setFlow] = useState(of?.flow ?? "");
  const [language, setLanguage] = useState(of?.language ?? "fr");
  const [rescue, setRescue] = useState(of?.rescue_number ?? "");
  const [free, setFree] = useState(of?.free_until_answered ?? false);
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), flow: flow || null, language, rescue_number: rescue.trim() || null, free_until_answered: free };
      return of ? ask("patch", "/numbers/{number}", { path: { number: of.id }, body }) : ask("post", "/numbers", { body: { ...body, number: number.trim() } });
    },
    onSuccess: () => { void again(); close(); },
  });
  const spoken = (LANGUAGES as readonly string[]).includes(language) ? LANGUAGES : [...LANGUAGES, language];
  return (
    <Dialog title={of ? t`Modifier ${of.number}` : t`Ajouter un numéro`} open close={close}>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        {!of && <TextField label={t`Numéro`} help={t`Comme on le compose, ou avec son pays : +33140001000.`} dir="ltr" inputMode="tel" maxLength={30} value={number} onChange={(event) => setNumber(event.target.value)} autoFocus required />}
        <TextField label={t`Nom`} value={name} onChange={(event) => setName(event.target.value)} maxLength={200} dir="auto" />
        <Select label={t`Parcours qui répond`} value={flow} onChange={(event) => setFlow(event.target.value)}>
          <option value="" disabled={!!of?.flow}>{t`aucun encore`}</option>
          {flows.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
        </Select>
        <Select label={t`Langue de l’accueil`} value={language} onChange={(event) => setLanguage(event.target.value)}>
          {spoken.map((one) => <option key={one} value={one}>{LANGUAGE_NAMES[one as "fr"] ?? one}</option>)}
        </Select>
        <TextField label={t`Numéro de secours`} help={t`Appelé par l’opérateur si personne de chez nous ne répond.`} dir="ltr" inputMode="tel" maxLength={30} value={rescue} onChange={(event) => setRescue(event.target.value)} />
        <Check checked={free} onChange={(event) => setFree(event.target.checked)}>{t`Rien n’est facturé avant qu’un conseiller réponde`}</Check>
        <Fault error={save.error} />
        <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending} isDisabled={!of && !number.trim()}>{t`Enregistrer`}</Button><Button onPress={close}>{t`Annuler`}</Button></div>
      </form>
    </Dialog>
  );
}
