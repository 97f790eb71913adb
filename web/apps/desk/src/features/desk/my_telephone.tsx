import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { ask } from "#/shared/api.ts";
import { TextField } from "#/shared/ui/fields.tsx";
import { Button, Choice, Fault, ui } from "#/shared/ui/ui.tsx";

type Kind = "browser" | "sip" | "number";
const KEY = ["my-telephone"];

/** Which telephone her calls ring at. A desk telephone's password is shown once, here, and never again. */
export function MyTelephone() {
  const { t } = useLingui();
  const chosen = useQuery({ queryKey: KEY, queryFn: () => ask("get", "/desk/telephone") });
  const [picked, setPicked] = useState<Kind | null>(null);
  const [number, setNumber] = useState("");
  const save = useMutation({
    mutationFn: (kind: Kind) => ask("put", "/desk/telephone", { body: { kind, number: kind === "number" ? number.trim() || (chosen.data?.number ?? "") : "" } }),
    onSuccess: (told) => { queries.setQueryData(KEY, told); setPicked(null); },
  });
  const make = useMutation({ mutationFn: () => ask("post", "/desk/telephone/credentials"), onSuccess: () => queries.invalidateQueries({ queryKey: KEY }) });
  const remove = useMutation({ mutationFn: () => ask("delete", "/desk/telephone/credentials"), onSuccess: () => { make.reset(); void queries.invalidateQueries({ queryKey: KEY }); } });
  if (!chosen.data) return <Fault error={chosen.error} />;
  const kind = picked ?? (chosen.data.kind as Kind);
  const has = !!chosen.data.sip_user;
  const pick = (one: Kind) => { setPicked(one); if (one === "browser" || (one === "sip" && has)) save.mutate(one); };
  return (
    <div className={ui.stack} data-telephone={chosen.data.kind}>
      <Choice name="telephone" value={kind} onChange={pick} options={[{ key: "browser", label: t`Ce navigateur` }, { key: "sip", label: t`Mon téléphone de bureau` }, { key: "number", label: t`Mon propre numéro` }]} />
      {kind === "number" && (
        <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate("number"); }}>
          <TextField label={t`Votre numéro`} type="tel" dir="ltr" value={number || chosen.data.number} onChange={(event) => setNumber(event.target.value)} maxLength={30} required help={t`Appelé au premier client, puis gardé ouvert entre les appels.`} />
          <div><Button type="submit" kind="primary" isPending={save.isPending}>{t`Être appelé ici`}</Button></div>
        </form>
      )}
      {kind === "sip" && (
        <div className={ui.stack}>
          {make.data
            ? <dl>
                <dt>{t`Serveur`}</dt><dd><bdi dir="ltr">{make.data.server}</bdi></dd>
                <dt>{t`Compte`}</dt><dd><bdi dir="ltr">{make.data.user}</bdi></dd>
                <dt>{t`Mot de passe`}</dt><dd><bdi dir="ltr">{make.data.password}</bdi></dd>
              </dl>
            : <p>{has ? t`Le compte ${chosen.data.sip_user} existe. Son mot de passe n’est plus montré : un nouveau remplace l’ancien.` : t`Créez un compte, puis recopiez-le dans votre téléphone. Le mot de passe n’est montré qu’une fois.`}</p>}
          {make.data && <p role="status">{t`Notez-les maintenant : le mot de passe ne sera plus montré.`}</p>}
          <div className={ui.row}>
            <Button onPress={() => make.mutate()} isPending={make.isPending}>{has ? t`Nouveaux identifiants` : t`Créer les identifiants`}</Button>
            {has && chosen.data.kind !== "sip" && <Button kind="primary" isPending={save.isPending} onPress={() => save.mutate("sip")}>{t`Être appelé ici`}</Button>}
            {has && <Button kind="quiet" onPress={() => remove.mutate()}>{t`Retirer ce téléphone`}</Button>}
          </div>
        </div>
      )}
      <Fault error={save.error ?? make.error ?? remove.error} />
    </div>
  );
}
