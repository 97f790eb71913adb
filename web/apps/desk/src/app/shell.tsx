import { useLingui } from "@lingui/react/macro";
import { useEntity } from "@palabre/live";
import { Link, Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { CallStrip } from "#/features/desk/call_strip.tsx";
import { MissedOffer } from "#/features/desk/missed_offer.tsx";
import { OfferSlot } from "#/features/desk/offer_card.tsx";
import { PressureWord } from "#/features/desk/pressure_word.tsx";
import { StatusMenu } from "#/features/desk/status_menu.tsx";
import { allowed, hasRole, useAccount } from "#/features/tenants/session.ts";
import { useKeyNames, useKeys } from "#/shared/keys/keys.ts";
import { Icon, Tree, type IconName } from "#/shared/ui/icons.tsx";
import { Button } from "#/shared/ui/ui.tsx";
import { AmberLine, StatusLine } from "./connection.tsx";
import { withWords } from "./later_words.ts";
import { PersonMenu } from "./person_menu.tsx";
import css from "./shell.module.css";

const Palette = lazy(() => import("./palette.tsx").then((page) => ({ default: page.Palette })));
const SupervisingLine = lazy(() => import("#/features/desk/supervising/supervising_line.tsx"));
const CeilingAlarms = lazy(withWords(() => import("#/features/voice/ceiling_alarms.tsx")));
const EmergencyAsk = lazy(withWords(() => import("#/features/voice/emergency_ask.tsx")));
const ConsultLine = lazy(() => import("#/features/desk/call/consult.tsx"));
const SilentLine = lazy(() => import("#/features/desk/call/silent_line.tsx"));
const GrantedPause = lazy(() => import("#/features/desk/granted_pause.tsx"));
const InternalLine = lazy(() => import("#/features/desk/call/internal.tsx"));
const CallingLine = lazy(async () => {
  const [line, words] = await Promise.all([import("#/features/outbound/calling_line.tsx"), import("#/features/outbound/words.ts")]);
  await words.loadWords();
  return line;
});
const KeyHelp = lazy(() => import("./key_help.tsx").then((page) => ({ default: page.KeyHelp })));

function Place({ to, icon, name, params }: { to: string; icon: IconName; name: string; params?: Record<string, string> }) {
  return (
    <Link to={to} params={params ?? {}} className={css.place ?? ""} activeProps={{ "data-here": "" }} activeOptions={{ includeSearch: false }}>
      <Icon name={icon} />
      <span>{name}</span>
    </Link>
  );
}

export function Shell() {
  const { t } = useLingui();
  const account = useAccount();
  const keys = useKeyNames();
  const me = useEntity("me");
  const [open, setOpen] = useState<"" | "palette" | "keys">("");
  useKeys({ palette: () => setOpen("palette"), search: () => setOpen("palette"), help: () => setOpen("keys") });
  const advisor = hasRole(account, "advisor");
  const supervisor = hasRole(account, "supervisor", "partner_supervisor", "administrator");
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#main">{t`Aller au contenu`}</a>
      <nav className={css.rail} aria-label={t`Navigation principale`}>
        <Link to="/" className={css.logo ?? ""} aria-label="Palabre"><Tree size={30} /></Link>
        {advisor && <Place to="/inbox" icon="inbox" name={t`Boîte`} />}
        <Place to="/customers" icon="people" name={t`Clients`} />
        {advisor && <Place to="/day" icon="day" name={t`Ma journée`} />}
        {supervisor && <Place to="/floor" icon="floor" name={t`Plateau`} />}
        {(advisor || allowed(account, "callbacks.view")) && <Place to="/callbacks" icon="phone" name={t`Rappels`} />}
        {allowed(account, "outbound.view") && <Place to="/outbound" icon="dial" name={t`Campagnes d’appels`} />}
        {allowed(account, "voicemail.listen") && <Place to="/voice-messages" icon="speaker" name={t`Messages vocaux`} />}
        {allowed(account, "recordings.listen") && <Place to="/recordings" icon="record" name={t`Enregis­tre­ments`} />}
        {allowed(account, "reporting.view", "reporting.own") && <Place to="/reports" icon="chart" name={supervisor ? t`Rapports` : t`Mes chiffres`} />}
        {allowed(account, "workforce.forecasts.view") && <Place to="/forecasts" icon="calendar" name={t`Prévisions`} />}
        {supervisor && <Place to="/wallboard" icon="wall" name={t`Mur`} />}
        {supervisor && <Place to="/setup" icon="setup" name={t`Réglages`} />}
      </nav>
      <header className={css.top}>
        <Button kind="quiet" icon="search" hint={keys.palette} onPress={() => setOpen("palette")} className={css.search ?? ""}><span className={css.searchWords}>{t`Chercher ou agir`}</span></Button>
        <CallStrip />
        <div className={css.end}>
          {me?.pressure && <PressureWord pressure={me.pressure} />}
          {me && <StatusMenu me={me} />}
          <PersonMenu showKeys={() => setOpen("keys")} />
        </div>
      </header>
      <div className={css.lines}>
        <AmberLine />
        {advisor && <Suspense fallback={null}><EmergencyAsk /></Suspense>}
        {advisor && <Suspense fallback={null}><ConsultLine /></Suspense>}
        {advisor && <Suspense fallback={null}><SilentLine /></Suspense>}
        {advisor && <Suspense fallback={null}><GrantedPause /></Suspense>}
        {advisor && <Suspense fallback={null}><InternalLine /></Suspense>}
        {advisor && <Suspense fallback={null}><CallingLine /></Suspense>}
        {allowed(account, "desk.supervise") && <Suspense fallback={null}><CeilingAlarms /></Suspense>}
        {allowed(account, "voice.supervise") && <Suspense fallback={null}><SupervisingLine /></Suspense>}
      </div>
      <main id="main" className={css.main} tabIndex={-1}><Suspense fallback={null}><Outlet /></Suspense></main>
      <StatusLine />
      {me && (me.confirmed === false || me.doubt) ? <MissedOffer doubt={me.doubt ?? ""} /> : <OfferSlot />}
      <Suspense fallback={null}>
        {open === "palette" && <Palette close={() => setOpen("")} showKeys={() => setOpen("keys")} />}
        {open === "keys" && <KeyHelp close={() => setOpen("")} />}
      </Suspense>
    </div>
  );
}
