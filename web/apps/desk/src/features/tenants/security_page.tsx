import { useLingui } from "@lingui/react/macro";
import { dayTime } from "@palabre/words";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "#/app/queries.ts";
import { ask } from "#/shared/api.ts";
import { TextField } from "#/shared/ui/fields.tsx";
import { Badge, Button, Fault, ui } from "#/shared/ui/ui.tsx";
import css from "./security.module.css";

const SESSIONS = ["sessions"];

/** What a person does about her own account: password, two-step sign-in, where she is signed in. */
export function SecurityPage() {
  const { t } = useLingui();
  return <div className={css.page}><h1>{t`Sécurité`}</h1><PasswordCard /><TwoSteps /><Sessions /></div>;
}

function PasswordCard() {
  const { t } = useLingui();
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const save = useMutation({ mutationFn: () => ask("post", "/me/password", { body: { current, new: fresh } }), onSuccess: () => { setCurrent(""); setFresh(""); void queries.invalidateQueries({ queryKey: SESSIONS }); } });
  return (
    <section className={css.card} aria-label={t`Mot de passe`}>
      <h2>{t`Mot de passe`}</h2>
      <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <TextField label={t`Mot de passe actuel`} type="password" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} dir="ltr" />
        <TextField label={t`Nouveau mot de passe`} type="password" autoComplete="new-password" value={fresh} onChange={(event) => setFresh(event.target.value)} help={t`Au moins douze caractères. Vos autres sessions se ferment.`} dir="ltr" />
        <Fault error={save.error} />
        <div className={ui.row}><Button type="submit" isDisabled={!current || !fresh || save.isPending}>{t`Changer le mot de passe`}</Button>{save.isSuccess && <Badge tone="good" shape>{t`Changé`}</Badge>}</div>
      </form>
    </section>
  );
}

function TwoSteps() {
  const { t } = useLingui();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const begin = useMutation({ mutationFn: () => ask("post", "/me/totp", { body: { password } }) });
  const confirm = useMutation({ mutationFn: () => ask("post", "/me/totp/confirm", { body: { code: code.trim() } }) });
  const end = useMutation({ mutationFn: () => ask("post", "/me/totp/disable", { body: { password } }), onSuccess: () => { begin.reset(); confirm.reset(); } });
  const picture = begin.data ? `data:image/svg+xml;utf8,${encodeURIComponent(begin.data.svg)}` : "";
  return (
    <section className={css.card} aria-label={t`Double vérification`}>
      <h2>{t`Double vérification`}</h2>
      <p>{t`En plus du mot de passe, un code à six chiffres de votre téléphone.`}</p>
      {confirm.data
        ? <div className={ui.stack}><p><Badge tone="good" shape>{t`Active`}</Badge> {t`Gardez ces codes de secours en lieu sûr : chacun ouvre une fois.`}</p><ul className={css.codes} dir="ltr">{confirm.data.codes.map((one) => <li key={one}>{one}</li>)}</ul></div>
        : begin.data
          ? (
            <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); confirm.mutate(); }}>
              <img className={css.picture} src={picture} alt={t`Image à scanner avec l’application de votre téléphone`} width={180} height={180} />
              <p>{t`Ou tapez cette clé :`} <code dir="ltr">{begin.data.secret}</code></p>
              <TextField label={t`Code à six chiffres`} inputMode="numeric" autoComplete="one-time-code" value={code} onChange={(event) => setCode(event.target.value)} dir="ltr" autoFocus />
              <Fault error={confirm.error} />
              <div><Button type="submit" kind="primary" isPending={confirm.isPending} isDisabled={code.trim().length < 6}>{t`Activer`}</Button></div>
            </form>
          )
          : (
            <form className={ui.stack} onSubmit={(event) => { event.preventDefault(); begin.mutate(); }}>
              <TextField label={t`Votre mot de passe`} type="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} dir="ltr" />
              <Fault error={begin.error ?? end.error} />
              <div className={ui.row}><Button type="submit" isPending={begin.isPending} isDisabled={!password}>{t`Commencer`}</Button><Button kind="quiet" onPress={() => end.mutate()} isPending={end.isPending} isDisabled={!password}>{t`Désactiver`}</Button>{end.isSuccess && <Badge>{t`Désactivée`}</Badge>}</div>
            </form>
          )}
    </section>
  );
}

function Sessions() {
  const { t } = useLingui();
  const { data = [], error, refetch } = useQuery({ queryKey: SESSIONS, queryFn: () => ask("get", "/sessions") });
  const end = useMutation({ mutationFn: () => ask("delete", "/sessions"), onSuccess: () => queries.invalidateQueries({ queryKey: SESSIONS }) });
  return (
    <section className={css.card} aria-label={t`Sessions ouvertes`}>
      <h2>{t`Sessions ouvertes`}</h2>
      <Fault error={error ?? end.error} retry={error ? () => void refetch() : undefined} />
      <ul className={css.sessions}>{data.map((one) => <li key={one.id}><bdi>{one.device || t`Navigateur`}</bdi><span>{dayTime(one.seen_at)}</span>{one.current && <Badge tone="good" shape>{t`Celle-ci`}</Badge>}</li>)}</ul>
      {data.length > 1 && <div><Button onPress={() => end.mutate()} isDisabled={end.isPending}>{t`Fermer toutes les autres`}</Button></div>}
    </section>
  );
}
