import { Trans, useLingui } from "@lingui/react/macro";
import { LANGUAGES, LANGUAGE_NAMES, speak } from "@palabre/words";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { catalogs } from "#/app/catalogs.ts";
import { homeOf } from "#/app/router.tsx";
import { ask, Problem } from "#/shared/api.ts";
import { TextField } from "#/shared/ui/fields.tsx";
import { Tree } from "#/shared/ui/icons.tsx";
import { Button, Choice, Fault, ui } from "#/shared/ui/ui.tsx";
import { loadAccount, hasRole } from "./session.ts";
import css from "./sign_in.module.css";

interface Refusal { code: string; seconds?: number; tenants?: { id: string; name: string }[] }

export function SignInPage() {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false }) as { next?: string };
  const [mail, setMail] = useState("");
  const [password, setPassword] = useState("");
  const [totp, setTotp] = useState("");
  const [step, setStep] = useState<"password" | "totp" | "tenant">("password");
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [forgotten, setForgotten] = useState(false);

  const enter = async (tenant?: string) => {
    setBusy(true);
    setError(null);
    setRefused(null);
    try {
      await ask("post", "/session", { body: { sign_in: mail.trim(), password, totp: totp.trim(), ...(tenant ? { tenant } : {}) } });
      const account = await loadAccount();
      if (!account) throw new Problem("cookie_refused");
      if (hasRole(account, "advisor") && !sessionStorage.getItem("palabre.check")) return void navigate({ to: "/check" });
      const to = homeOf(account);
      void (next?.startsWith("/") && !next.startsWith("//") ? navigate({ href: next }) : navigate({ to, params: { section: "people" } as never }));
    } catch (problem) {
      refuse(problem);
    } finally {
      setBusy(false);
    }
  };
  const refuse = (problem: unknown) => {
    if (!(problem instanceof Problem)) return setError(problem);
    if (problem.code === "tenants.totp_needed") { setStep("totp"); if (totp) setRefused({ code: "totp" }); }
    else if (problem.code === "tenants.tenant_needed") { setStep("tenant"); setRefused({ code: "tenant", tenants: problem.details["tenants"] as Refusal["tenants"] ?? [] }); }
    else if (problem.code === "tenants.sign_in_refused") setRefused({ code: step === "totp" ? "totp" : "password" });
    else if (problem.code === "tenants.sign_in_throttled") setRefused({ code: "throttled", seconds: Number(problem.details["retry_after_seconds"] ?? 60) });
    else if (problem.code === "cookie_refused") setRefused({ code: "cookie" });
    else setError(problem);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!mail.trim() || !password) return setRefused({ code: "missing" });
    void enter();
  };
  const minutes = Math.max(1, Math.ceil((refused?.seconds ?? 60) / 60));
  const words: Record<string, string> = {
    password: t`L’adresse et le mot de passe ne vont pas ensemble. Vérifiez la touche majuscule, ou demandez un nouveau mot de passe à votre administrateur.`,
    totp: t`Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant, ou entrez un code de secours.`,
    throttled: t`Trop d’essais à la suite. Réessayez dans ${minutes} min.`,
    cookie: t`Le navigateur n’a pas gardé la session. Autorisez les cookies pour ce site.`,
    missing: t`Donnez votre adresse et votre mot de passe.`,
  };
  return (
    <main className={css.page}>
      <div className={css.card}>
        <div className={css.brand}><Tree size={44} /><span>Palabre</span></div>
        <h1>{t`Se connecter`}</h1>
        {step === "tenant" && refused?.tenants
          ? <div className={ui.stack}><p>{t`Pour quelle organisation ?`}</p>{refused.tenants.map((one) => <Button key={one.id} size="big" onPress={() => void enter(one.id)}><bdi>{one.name}</bdi></Button>)}</div>
          : (
            <form className={ui.stack} onSubmit={submit} noValidate>
              <TextField label={t`Adresse e-mail`} type="email" name="email" autoComplete="username" value={mail} onChange={(event) => setMail(event.target.value)} readOnly={step === "totp"} dir="ltr" autoFocus />
              <TextField label={t`Mot de passe`} type="password" name="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} readOnly={step === "totp"} dir="ltr" />
              {step === "totp" && <TextField label={t`Code à six chiffres`} help={t`Dans l’application de votre téléphone, ou un code de secours.`} name="totp" inputMode="numeric" autoComplete="one-time-code" value={totp} onChange={(event) => setTotp(event.target.value)} dir="ltr" autoFocus maxLength={40} />}
              {refused && words[refused.code] && <p role="alert" className={css.refused}>{words[refused.code]}</p>}
              <Fault error={error} retry={() => void enter()} />
              <Button type="submit" kind="primary" size="big" isDisabled={busy}>{busy ? t`Un instant…` : t`Entrer`}</Button>
              <div className={ui.spread}>
                <Button kind="quiet" size="small" onPress={() => setForgotten(!forgotten)} aria-expanded={forgotten}>{t`Mot de passe oublié ?`}</Button>
                {step === "totp" && <Button kind="quiet" size="small" onPress={() => { setStep("password"); setTotp(""); setRefused(null); }}>{t`Changer de compte`}</Button>}
              </div>
              {forgotten && <p className={css.help}><Trans>Un administrateur de votre organisation peut vous en donner un nouveau, depuis Réglages, Personnes.</Trans></p>}
            </form>
          )}
      </div>
      <Choice name={t`Langue`} value={i18n.locale} options={LANGUAGES.map((key) => ({ key: key as string, label: <span lang={key}>{LANGUAGE_NAMES[key]}</span> }))} onChange={(key) => void speak(key as "fr", catalogs)} />
    </main>
  );
}
