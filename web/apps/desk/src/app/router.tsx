import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { allowed, hasRole, loadAccount } from "#/features/tenants/session.ts";
import { CannotLoad, Lost } from "./lost.tsx";
import type { ForecastSearch } from "#/features/workforce/forecasts/forecast_words.ts";
import type { CallbackSearch } from "#/features/callbacks/callback_words.ts";
import type { OutboundSearch } from "#/features/outbound/outbound_words.ts";
import type { MyAccount } from "@palabre/contracts";
import type { RecordingSearch } from "#/features/recordings/recording_words.ts";
import type { VoiceMessageSearch } from "#/features/voicemail/voice_messages_page.tsx";
import type { ReportSearch } from "#/features/reporting/report_data.ts";
import { laterWords, withWords } from "./later_words.ts";

const root = createRootRoute({ notFoundComponent: Lost, errorComponent: CannotLoad });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string } => (typeof search["next"] === "string" ? { next: search["next"] } : {}),
  component: lazyRouteComponent(() => import("#/features/tenants/sign_in_page.tsx"), "SignInPage"),
});

const invited = createRoute({ getParentRoute: () => root, path: "/invited", component: lazyRouteComponent(() => import("#/features/tenants/invited_page.tsx"), "InvitedPage") });

export function homeOf(account: MyAccount): "/inbox" | "/floor" | "/setup/$section" {
  if (hasRole(account, "advisor")) return "/inbox";
  return hasRole(account, "supervisor", "partner_supervisor") ? "/floor" : "/setup/$section";
}

/** Everything behind the sign-in: one live store and one telephone for all of it. */
const desk = createRoute({
  getParentRoute: () => root,
  id: "desk",
  beforeLoad: async ({ location }) => {
    const account = await loadAccount();
    if (!account) throw redirect({ to: "/sign-in", search: location.pathname === "/" ? {} : { next: location.href } });
    return { account };
  },
  component: lazyRouteComponent(() => import("./live_desk.tsx"), "LiveDesk"),
});

const shell = createRoute({ getParentRoute: () => desk, id: "shell", component: lazyRouteComponent(() => import("./shell.tsx"), "Shell") });

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  beforeLoad: ({ context }) => {
    const to = homeOf(context.account);
    throw to === "/setup/$section" ? redirect({ to, params: { section: "people" } }) : redirect({ to });
  },
});

const inbox = createRoute({ getParentRoute: () => shell, path: "/inbox", component: lazyRouteComponent(() => import("#/features/conversations/inbox_page.tsx"), "InboxPage") });
const conversation = createRoute({ getParentRoute: () => inbox, path: "/$conversation" });
const customers = createRoute({
  getParentRoute: () => shell,
  path: "/customers",
  validateSearch: (search: Record<string, unknown>): { q?: string; customer?: string } => ({
    ...(typeof search["q"] === "string" ? { q: search["q"] } : {}),
    ...(typeof search["customer"] === "string" ? { customer: search["customer"] } : {}),
  }),
  component: lazyRouteComponent(withWords(() => import("#/features/customers/customers_page.tsx")), "CustomersPage"),
});
const day = createRoute({ getParentRoute: () => shell, path: "/day", component: lazyRouteComponent(withWords(() => import("#/features/reporting/my_day_page.tsx")), "MyDayPage") });
const security = createRoute({ getParentRoute: () => shell, path: "/security", component: lazyRouteComponent(() => import("#/features/tenants/security_page.tsx"), "SecurityPage") });
const check = createRoute({ getParentRoute: () => shell, path: "/check", component: lazyRouteComponent(() => import("#/features/desk/device_check_page.tsx"), "DeviceCheckPage") });

export interface FloorSearch { queue?: string; channel?: string; site?: string; show?: string }
const floorSearch = (search: Record<string, unknown>): FloorSearch => {
  const found: Record<string, string> = {};
  for (const name of ["queue", "channel", "site", "show"]) if (typeof search[name] === "string" && search[name]) found[name] = search[name];
  return found;
};
const supervises = ({ context }: { context: { account: MyAccount } }) => {
  if (!hasRole(context.account, "supervisor", "partner_supervisor", "administrator") && !allowed(context.account, "desk.floor")) throw redirect({ to: "/" });
};
const floor = createRoute({ getParentRoute: () => shell, path: "/floor", validateSearch: floorSearch, beforeLoad: supervises, component: lazyRouteComponent(withWords(() => import("#/features/reporting/floor_page.tsx")), "FloorPage") });
const wallboard = createRoute({ getParentRoute: () => desk, path: "/wallboard", validateSearch: floorSearch, beforeLoad: supervises, component: lazyRouteComponent(withWords(() => import("#/features/reporting/wallboard_page.tsx")), "WallboardPage") });

const REPORT_WORDS = ["by", "each", "first", "last", "queue", "channel", "show", "picture"];
const reportSearch = (search: Record<string, unknown>): ReportSearch => {
  const found: Record<string, unknown> = {};
  for (const name of REPORT_WORDS) if (typeof search[name] === "string" && search[name]) found[name] = search[name];
  for (const day of ["first", "last"]) if (!/^\d{4}-\d\d-\d\d$/.test(String(found[day] ?? ""))) delete found[day];
  if (!["period", "day", "interval"].includes(String(found["each"]))) delete found["each"];
  if (!["main", "waits", "handling", "door", "all"].includes(String(found["show"]))) delete found["show"];
  return { ...found, ...(Number.isFinite(Number(search["seconds"] ?? Number.NaN)) ? { seconds: Number(search["seconds"]) } : {}) } as ReportSearch;
};
const seesFigures = ({ context }: { context: { account: MyAccount } }) => {
  if (!allowed(context.account, "reporting.view", "reporting.own")) throw redirect({ to: "/" });
};
const reports = createRoute({ getParentRoute: () => shell, path: "/reports", validateSearch: reportSearch, beforeLoad: seesFigures, component: lazyRouteComponent(withWords(() => import("#/features/reporting/reports_page.tsx")), "ReportsPage") });

const callbackSearch = (search: Record<string, unknown>): CallbackSearch => {
  const found: Record<string, string> = {};
  for (const name of ["queue", "state", "number"]) if (search[name] !== undefined && search[name] !== "") found[name] = String(search[name]);
  return found;
};
const seesCallbacks = ({ context }: { context: { account: MyAccount } }) => {
  if (!allowed(context.account, "callbacks.view", "desk.answer")) throw redirect({ to: "/" });
};
const callbacks = createRoute({ getParentRoute: () => shell, path: "/callbacks", validateSearch: callbackSearch, beforeLoad: seesCallbacks, component: lazyRouteComponent(withWords(() => import("#/features/callbacks/callbacks_page.tsx")), "CallbacksPage") });

const searched = <T,>(names: readonly string[]) => (search: Record<string, unknown>): T =>
  Object.fromEntries(names.filter((name) => search[name] !== undefined && search[name] !== "").map((name) => [name, String(search[name])])) as T;
const may = (permission: string) => ({ context }: { context: { account: MyAccount } }) => {
  if (!allowed(context.account, permission)) throw redirect({ to: "/" });
};
const recordings = createRoute({ getParentRoute: () => shell, path: "/recordings", validateSearch: searched<RecordingSearch>(["queue", "advisor", "number", "since", "until", "held", "open"]), beforeLoad: may("recordings.listen"), component: lazyRouteComponent(withWords(() => import("#/features/recordings/recordings_page.tsx")), "RecordingsPage") });
const voiceMessages = createRoute({ getParentRoute: () => shell, path: "/voice-messages", validateSearch: searched<VoiceMessageSearch>(["queue", "show"]), beforeLoad: may("voicemail.listen"), component: lazyRouteComponent(withWords(() => import("#/features/voicemail/voice_messages_page.tsx")), "VoiceMessagesPage") });

const outbound = createRoute({ getParentRoute: () => shell, path: "/outbound", validateSearch: searched<OutboundSearch>(["show", "id"]), beforeLoad: may("outbound.view"), component: lazyRouteComponent(async () => {
  const [page, words] = await Promise.all([import("#/features/outbound/outbound_page.tsx"), import("#/features/outbound/words.ts")]);
  await words.loadWords();
  return page;
}, "OutboundPage") });

const telework = createRoute({ getParentRoute: () => shell, path: "/telework", component: lazyRouteComponent(async () => {
  const [page, words] = await Promise.all([import("#/features/workforce/telework/telework_page.tsx"), import("#/features/workforce/telework/words.ts")]);
  await Promise.all([words.loadWords(), laterWords()]);
  return page;
}, "TeleworkPage") });

const forecasts = createRoute({ getParentRoute: () => shell, path: "/forecasts", validateSearch: searched<ForecastSearch>(["queue", "show"]), beforeLoad: may("workforce.forecasts.view"), component: lazyRouteComponent(async () => {
  const [page, words] = await Promise.all([import("#/features/workforce/forecasts/forecasts_page.tsx"), import("#/features/workforce/forecasts/words.ts")]);
  await Promise.all([words.loadWords(), laterWords()]);
  return page;
}, "ForecastsPage") });

const setup = createRoute({ getParentRoute: () => shell, path: "/setup/$section", component: lazyRouteComponent(withWords(() => import("#/features/tenants/setup_page.tsx")), "SetupPage") });
const setupHome = createRoute({ getParentRoute: () => shell, path: "/setup", beforeLoad: () => { throw redirect({ to: "/setup/$section", params: { section: "people" } }); } });

const pages = [inbox.addChildren([conversation]), customers, day, check, security, floor, callbacks, outbound, recordings, voiceMessages, reports, telework, forecasts, setup, setupHome, home];
const design = import.meta.env.DEV
  ? [createRoute({ getParentRoute: () => root, path: "/design", component: lazyRouteComponent(() => import("#/design/design_page.tsx"), "DesignPage") })]
  : [];

export const router = createRouter({
  routeTree: root.addChildren([signIn, invited, ...design, desk.addChildren([shell.addChildren(pages), wallboard])]),
  basepath: "/desk",
  defaultPreload: "intent",
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register { router: typeof router }
}
