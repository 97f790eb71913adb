import { useLingui } from "@lingui/react/macro";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense, type ComponentType } from "react";
import { Empty } from "#/shared/ui/ui.tsx";
import { allowed, useAccount } from "./session.ts";
import css from "./setup.module.css";

const named = <T extends string>(load: () => Promise<Record<T, ComponentType>>, name: T) => lazy(async () => ({ default: (await load())[name] }));
const People = named(() => import("./people_section.tsx"), "PeopleSection");
const Skills = named(() => import("#/features/routing/skills_section.tsx"), "SkillsSection");
const Advisors = named(() => import("#/features/routing/advisors_section.tsx"), "AdvisorsSection");
const Shares = named(() => import("#/features/routing/shares_section.tsx"), "SharesSection");
const Queues = named(() => import("#/features/routing/queues_section.tsx"), "QueuesSection");
const Flows = named(() => import("#/features/flows/flows_section.tsx"), "FlowsSection");
const Calendars = named(() => import("#/features/flows/calendars_section.tsx"), "CalendarsSection");
const Outcomes = named(() => import("#/features/conversations/outcomes_section.tsx"), "OutcomesSection");
const Information = named(async () => {
  const [page, words] = await Promise.all([import("#/features/information/information_section.tsx"), import("#/features/information/words.ts")]);
  await words.loadWords();
  return page;
}, "InformationSection");
const Moving = named(async () => {
  const [page, words] = await Promise.all([import("#/features/moving/moving_page.tsx"), import("#/features/moving/words.ts")]);
  await words.loadWords();
  return page;
}, "MovingPage");
const Organisation = named(() => import("./organisation_section.tsx"), "OrganisationSection");
const Numbers = named(() => import("#/features/voice/numbers_section.tsx"), "NumbersSection");
const Trunks = named(() => import("#/features/voice/trunks_section.tsx"), "TrunksSection");
const Emergency = named(() => import("#/features/voice/site_addresses.tsx"), "SiteAddresses");
const Installation = named(() => import("#/features/voice/installation_section.tsx"), "InstallationSection");
const Waiting = named(() => import("#/features/voice/waiting_section.tsx"), "WaitingSection");
const Tokens = named(() => import("./tokens_section.tsx"), "TokensSection");
const Parked = named(() => import("./parked_section.tsx"), "ParkedSection");
const Audit = named(() => import("./audit_section.tsx"), "AuditSection");

export function SetupPage() {
  const { t } = useLingui();
  const { section = "people" } = useParams({ strict: false }) as { section?: string };
  const account = useAccount();
  const sections = [
    { key: "people", name: t`Personnes`, needs: "people.view", Section: People },
    { key: "skills", name: t`Compétences`, needs: "routing.view", Section: Skills },
    { key: "advisors", name: t`Conseillers`, needs: "people.view", Section: Advisors },
    { key: "queues", name: t`Files`, needs: "routing.view", Section: Queues },
    { key: "shares", name: t`Parts`, needs: "routing.view", Section: Shares },
    { key: "flows", name: t`Parcours`, needs: "flows.view", Section: Flows },
    { key: "calendars", name: t`Horaires`, needs: "flows.view", Section: Calendars },
    { key: "information", name: t`Informations`, needs: "information.view", Section: Information },
    { key: "numbers", name: t`Numéros`, needs: "voice.edit", Section: Numbers },
    { key: "trunks", name: t`Raccordements`, needs: "voice.edit", Section: Trunks },
    { key: "emergency", name: t`Urgences`, needs: "voice.edit", Section: Emergency },
    { key: "waiting", name: t`Attente et limites`, needs: "voice.edit", Section: Waiting },
    { key: "outcomes", name: t`Motifs`, needs: "conversations.outcomes.edit", Section: Outcomes },
    { key: "moving", name: t`Emménagement`, needs: "moving.import", Section: Moving },
    { key: "organisation", name: t`Organisation`, needs: "tenant.edit", Section: Organisation },
    { key: "tokens", name: t`Jetons d’API`, needs: "tokens.own", Section: Tokens },
    { key: "parked", name: t`Incidents`, needs: "operations.view", Section: Parked },
    { key: "installation", name: t`Installation`, needs: "operations.repair", Section: Installation },
    { key: "audit", name: t`Journal`, needs: "audit.view", Section: Audit },
  ].filter((one) => allowed(account, one.needs));
  const shown = sections.find((one) => one.key === section);
  return (
    <div className={css.page}>
      <nav className={css.nav} aria-label={t`Réglages`}>
        <h1 className={css.title}>{t`Réglages`}</h1>
        {sections.map((one) => <Link key={one.key} to="/setup/$section" params={{ section: one.key }} className={css.link ?? ""} activeProps={{ "data-here": "" }}>{one.name}</Link>)}
      </nav>
      <div className={css.content}>
        <Suspense fallback={null}>{shown ? <shown.Section /> : <Empty icon="key" title={t`Pas pour votre rôle`}>{t`Un administrateur peut vous ouvrir cette page.`}</Empty>}</Suspense>
      </div>
    </div>
  );
}
