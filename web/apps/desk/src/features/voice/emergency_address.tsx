import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "#/shared/api.ts";
import { TextField } from "#/shared/ui/fields.tsx";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./ceiling_alarms.module.css";

export const useEmergency = () => useQuery({ queryKey: ["emergency"], queryFn: () => ask("get", "/desk/emergency"), staleTime: 60_000 });
export const putAddress = (address: string) => ask("put", "/desk/emergency", { body: { address } });

/** Beside what she types, once it is a number of help: which address they are given; and if it does not go, what to do. */
export function EmergencyNotice({ number, failed }: { number: string; failed: boolean }) {
  const { t } = useLingui();
  const mine = useEmergency();
  const digits = number.replace(/[\s.]/g, "");
  if (!mine.data?.numbers.includes(digits)) return null;
  const { address } = mine.data;
  return (
    <div className={css.all} role="alert">
      <p className={css.line} data-emergency={digits}>
        <Icon name="warning" size={20} />
        <span>{address ? <Trans>Appel d’urgence. Adresse donnée aux secours : <bdi>{address}</bdi></Trans> : t`Appel d’urgence. Aucune adresse n’est connue : dites tout de suite où vous êtes.`}</span>
      </p>
      {failed && <p className={css.line}><Icon name="warning" size={20} /><span>{t`L’appel n’a pas pu partir d’ici : prenez un autre téléphone, maintenant.`}</span></p>}
    </div>
  );
}

/** Before somebody calls for help from her desk: the numbers, and which address they are given; her own where she works at home. */
export function EmergencyAddress() {
  const { t } = useLingui();
  const mine = useEmergency();
  const [own, setOwn] = useState<string | null>(null);
  const save = useMutation({ mutationFn: () => putAddress(own ?? ""), onSuccess: () => { setOwn(null); void mine.refetch(); } });
  if (!mine.data) return <Fault error={mine.error} />;
  const { address, given } = mine.data;
  const numbers = mine.data.numbers.join(", ");
  return (
    <section className={ui.stack} aria-label={t`En cas d’urgence`}>
      <h2>{t`En cas d’urgence`}</h2>
      <p>{t`Numéros d’urgence, jamais bloqués :`} <bdi dir="ltr">{numbers}</bdi></p>
      <p role="status">
        {given === "person" && t`Adresse donnée aux secours, la vôtre : ${address}`}
        {given === "site" && t`Adresse donnée aux secours, celle de votre site : ${address}`}
        {given === "" && t`Aucune adresse n’est connue : dites la vôtre aux secours.`}
      </p>
      {own === null
        ? <div><Button size="small" onPress={() => setOwn(given === "person" ? address : "")}>{t`Je travaille ailleurs : donner mon adresse`}</Button></div>
        : (
          <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
            <TextField label={t`Mon adresse`} help={t`Vide : celle de votre site.`} value={own} onChange={(event) => setOwn(event.target.value)} />
            <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending}>{t`Enregistrer`}</Button><Button onPress={() => setOwn(null)}>{t`Annuler`}</Button></div>
          </form>
        )}
      <Fault error={save.error} />
    </section>
  );
}
