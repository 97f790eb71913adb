import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { ask } from "#/shared/api.ts";
import { TextField } from "#/shared/ui/fields.tsx";
import { Tree } from "#/shared/ui/icons.tsx";
import { Button, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./sign_in.module.css";

/** Who was invited chooses her password here. The link's secret stands after #: no server's log ever has it. */
export function InvitedPage() {
  const { t } = useLingui();
  const [token] = useState(() => location.hash.slice(1));
  const [password, setPassword] = useState("");
  const { data, error } = useQuery({ queryKey: ["invitation", token], queryFn: () => ask("post", "/invitations/look", { body: { token } }), retry: false });
  const accept = useMutation({ mutationFn: () => ask("post", "/invitations/accept", { body: { token, password } }) });
  const name = data?.name ?? "";
  const organisation = data?.organisation ?? "";
  return (
    <main className={css.page}>
      <div className={css.card}>
        <div className={css.brand}><Tree size={44} /><span>Palabre</span></div>
        <h1>{t`Bienvenue`}</h1>
        <Fault error={error ?? accept.error} />
        {accept.isSuccess ? <p role="status">{t`Votre mot de passe est choisi.`} <Link to="/sign-in" search={{}}>{t`Se connecter`}</Link></p> : data && (
          <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); if (password) accept.mutate(); }}>
            <p><bdi>{t`${name}, ${organisation} vous invite. Choisissez votre mot de passe.`}</bdi></p>
            <TextField label={t`Adresse e-mail`} type="email" autoComplete="username" value={data.email} readOnly dir="ltr" />
            <TextField label={t`Nouveau mot de passe`} type="password" autoComplete="new-password" value={password} onChange={(event) => setPassword(event.target.value)} dir="ltr" />
            <Button type="submit" kind="primary" size="big" isPending={accept.isPending} isDisabled={!password}>{t`Choisir ce mot de passe`}</Button>
          </form>
        )}
      </div>
    </main>
  );
}
