import { useLingui } from "@lingui/react/macro";
import type { Row } from "@palabre/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import css from "#/features/tenants/setup.module.css";
import { ask } from "#/shared/api.ts";
import { usePaged } from "#/shared/paged.tsx";
import { Select, TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Empty, Fault, ui } from "#/shared/ui/ui.tsx";

type Given = { address: string; number?: string };

/** Where help is sent when somebody calls it from a site: the address, and the number by which the operator knows the place. */
export function SiteAddresses() {
  const { t } = useLingui();
  const sites = usePaged("/sites");
  const given = useQuery({ queryKey: ["site-addresses"], queryFn: () => ask("get", "/sites/emergency"), staleTime: 0 });
  const plan = useQuery({ queryKey: ["dial-plan-today"], queryFn: () => ask("get", "/dial-plan/today") });
  const numbers = plan.data?.emergency.join(", ") ?? "";
  return (
    <section aria-label={t`Urgences`}>
      <header><h2>{t`Urgences`}</h2></header>
      <p>{t`Numéros d’urgence, jamais bloqués, ni par le plan d’appel ni par les plafonds :`} <bdi dir="ltr">{numbers}</bdi></p>
      <p className={css.soft}>{t`Les secours reçoivent l’adresse du site de la personne qui appelle. Qui travaille chez soi donne la sienne à son poste, qui la lui demande.`}</p>
      {given.data && sites.rows.map((site) => <Place key={site.id} site={site} given={given.data[site.id]} saved={() => void given.refetch()} />)}
      {sites.loaded && sites.rows.length === 0 && <Empty icon="people" title={t`Aucun site`}>{t`Ajoutez vos sites : chacun aura son adresse ici.`}</Empty>}
      <Fault error={given.error} retry={() => void given.refetch()} />
    </section>
  );
}

function Place({ site, given, saved }: { site: Row<"/sites">; given: Given | undefined; saved: () => void }) {
  const { t } = useLingui();
  const [address, setAddress] = useState(given?.address ?? "");
  const [number, setNumber] = useState(given?.number ?? "");
  const numbers = usePaged("/numbers").rows;
  const save = useMutation({ mutationFn: () => ask("put", "/sites/{site}/emergency", { path: { site: site.id }, body: { address: address.trim(), number } }), onSuccess: saved });
  const changed = address.trim() !== (given?.address ?? "") || number !== (given?.number ?? "");
  const { name } = site;
  return (
    <article className={ui.stack} aria-label={name}>
      <div className={ui.spread}>
        <h3><bdi>{name}</bdi></h3>
        {given ? null : site.kind === "home" ? <Badge>{t`chacun donne la sienne`}</Badge> : <Badge tone="bad" shape>{t`Sans adresse`}</Badge>}
      </div>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <TextField label={t`Adresse donnée aux secours`} help={t`Rue, numéro, code postal, ville, étage : ce qu’il faut pour vous trouver.`} value={address} onChange={(event) => setAddress(event.target.value)} maxLength={500} autoComplete="off" />
        <Select label={t`Numéro présenté aux secours`} value={number} onChange={(event) => setNumber(event.target.value)}>
          <option value="">{t`le premier de l’organisation`}</option>{numbers.map((one) => <option key={one.id} value={one.number}>{one.number}</option>)}
        </Select>
        <div className={ui.row}><Button type="submit" kind="primary" isDisabled={!changed} isPending={save.isPending} aria-label={t`Enregistrer l’adresse de ${name}`}>{t`Enregistrer`}</Button><span role="status">{save.isSuccess && !changed && <Badge tone="good" shape>{t`Enregistré.`}</Badge>}</span></div>
        <Fault error={save.error} />
      </form>
    </article>
  );
}
