import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { TextField } from "#/shared/ui/fields.tsx";
import { Icon } from "#/shared/ui/icons.tsx";
import { Button, Dialog, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./ceiling_alarms.module.css";
import { putAddress, useEmergency } from "./emergency_address.tsx";

/** Who works at home is asked where that is, before she needs it; and twice a year whether it still is so. */
export default function EmergencyAsk() {
  const { t } = useLingui();
  const mine = useEmergency();
  const [own, setOwn] = useState<string | null>(null);
  const save = useMutation({ mutationFn: putAddress, onSuccess: () => { setOwn(null); return mine.refetch(); } });
  if (!mine.data?.asks) return null;
  const known = mine.data.given === "person" ? mine.data.address : "";
  return (
    <div className={css.all}>
      <p className={css.line} role="status">
        <Icon name="warning" size={20} />
        {known
          ? <span><Trans>Adresse donnée aux secours si vous les appelez : <bdi>{known}</bdi>. Est-ce toujours là que vous travaillez ?</Trans></span>
          : <span>{t`Vous travaillez chez vous : à quelle adresse envoyer les secours si vous les appelez ?`}</span>}
        {known && <Button size="small" isPending={save.isPending} onPress={() => save.mutate(known)}>{t`Oui, toujours`}</Button>}
        <Button size="small" onPress={() => setOwn(known)}>{known ? t`La changer` : t`Donner mon adresse`}</Button>
      </p>
      <Dialog title={t`Mon adresse pour les secours`} open={own !== null} close={() => setOwn(null)}>
        <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate((own ?? "").trim()); }}>
          <TextField label={t`Mon adresse`} help={t`Rue, numéro, code postal, ville, étage. Elle n’est montrée qu’à vous et aux secours.`} value={own ?? ""} onChange={(event) => setOwn(event.target.value)} required minLength={5} maxLength={500} autoFocus autoComplete="street-address" />
          <Fault error={save.error} />
          <div className={ui.row}><Button type="submit" kind="primary" isPending={save.isPending}>{t`Enregistrer`}</Button><Button onPress={() => setOwn(null)}>{t`Annuler`}</Button></div>
        </form>
      </Dialog>
    </div>
  );
}
