/* One small invented contact centre, kept in memory: enough to draw every screen. */
const now = () => Date.now();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const uuid = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
type Json = Record<string, any>; // eslint-disable-line typescript/no-explicit-any

const names = ["Amina Benali", "Louis Marchand", "Fatou Diop", "Karim Haddad", "Élodie Perrin", "Yusuf Şahin", "Nadia El Fassi", "Jean-Baptiste de La Rochefoucauld-Montbel"];
const people = names.map((name, n) => ({ id: uuid(100 + n), name, name_key: name.toLowerCase(), email: `${name.split(" ")[0]!.toLowerCase()}@demo.example`, roles: n === 0 ? ["advisor", "supervisor", "administrator"] : ["advisor"], language: "fr", partner: n > 5 ? uuid(31) : null, site: uuid(20 + (n % 2)), active: true, version: 1 }));
const queues = [
  { id: uuid(1), name: "Service client", channel: "voice", version: 1 }, { id: uuid(2), name: "Ventes", channel: "voice", version: 1 },
  { id: uuid(3), name: "VIP", channel: "voice", version: 1 }, { id: uuid(4), name: "Tchat du site", channel: "chat", version: 1 },
];
const me = people[0]!;
const customers: Json[] = [
  { id: uuid(200), name: "Claire Fontaine", language: "fr", note: "Préfère être rappelée le soir.", attributes: { "N° client": "C-20417" }, addresses: [{ kind: "phone", value: "+33612345678", verified: false }, { kind: "email", value: "claire.fontaine@example.org", verified: true }], created_at: now() - 900 * HOUR, erased_at: null, version: 3 },
  { id: uuid(201), name: "محمد بن علي", language: "ar", note: "", attributes: {}, addresses: [{ kind: "phone", value: "+212661234567", verified: false }], created_at: now() - 90 * HOUR, erased_at: null, version: 1 },
  { id: uuid(202), name: "Paul Fontaine", language: "fr", note: "", attributes: {}, addresses: [{ kind: "phone", value: "+33612345678", verified: false }], created_at: now(), erased_at: null, version: 1 },
  { id: uuid(203), name: "", language: "", note: "", attributes: {}, addresses: [{ kind: "visitor", value: "v-83cc", verified: false }], created_at: now(), erased_at: null, version: 1 },
];
const codes = [["question", "Question", "Question", "سؤال"], ["invoice", "Facture", "Invoice", "فاتورة"], ["breakdown", "Panne de ligne", "Line fault", "عطل في الخط"], ["cancel", "Résiliation", "Cancellation", "إلغاء الاشتراك"], ["other", "Autre", "Other", "غير ذلك"]]
  .map(([code, fr, en, ar], position) => ({ code, labels: { fr, en, ar }, position, retired_at: null }));

let number = 1;
let born = 300;
const conversations = new Map<string, Json>();
const messages = new Map<string, Json[]>();
const notes = new Map<string, Json[]>();
const past = [
  { id: uuid(290), channel: "voice", customer: uuid(200), address_kind: "phone", address_value: "+33612345678", entry: "+33180000000", state: "closed", opened_at: now() - 26 * HOUR, closed_at: now() - 25.9 * HOUR, closed_reason: "handled", outcome: "breakdown", segments: [{ id: "1", kind: "talk", owner: uuid(102), subject: "", opened_at: now() - 26 * HOUR, closed_at: now() - 26 * HOUR + 5 * MINUTE, reason: "" }], messages: [], notes: [{ id: uuid(291), conversation: uuid(290), author: uuid(102), text: "Ligne coupée depuis lundi. Technicien prévu jeudi matin.", created_at: now() - 25.9 * HOUR }], attachments: [] },
  { id: uuid(292), channel: "chat", customer: uuid(200), address_kind: "visitor", address_value: "v-1", entry: "site", state: "closed", opened_at: now() - 200 * HOUR, closed_at: now() - 199 * HOUR, closed_reason: "handled", outcome: "invoice", segments: [], messages: [{ id: uuid(293), conversation: uuid(292), number: 1, direction: "in", author: null, kind: "text", text: "Bonjour, ma facture a doublé ?", data: {}, status: "delivered", created_at: now() - 200 * HOUR, sent_at: now() - 200 * HOUR }], notes: [], attachments: [] },
  { id: uuid(294), channel: "voice", customer: uuid(200), address_kind: "phone", address_value: "+33612345678", entry: "+33180000000", state: "closed", opened_at: now() - 400 * HOUR, closed_at: now() - 400 * HOUR, closed_reason: "abandoned", outcome: null, segments: [], messages: [], notes: [], attachments: [] },
];

const entities: Record<string, Json> = {
  me: { advisor: me.id, status: "away", since: now() - 12 * MINUTE, present: true, confirmed: true, reserved_until: null, pressure: { word: "sustained", reason: "near_target", queue: uuid(1), waiting: 3, since: now() - MINUTE, at: now() } },
  tiles: { waiting: 6, longest_since: now() - 2 * MINUTE, talking: 4, wrap_up: 1, advisors_available: 2, advisors_signed_in: 8, advisors_by_activity: { available: 2, talking: 4, pause: 1, wrap_up: 1 }, sites_lost: [] },
};
queues.forEach((queue, n) => { entities[`queue:${queue.id}`] = { queue: queue.id, channel: queue.channel, waiting: [3, 1, 0, 2][n], offered: n === 0 ? 1 : 0, longest_since: n === 2 ? null : now() - (n + 1) * 50_000, talking: 2 - (n % 2), wrap_up: n % 2, advisors_available: [0, 2, 1, 1][n], advisors_signed_in: [5, 4, 2, 3][n], target_seconds: 20 }; });
const activities = ["available", "talking", "pause", "talking", "wrap_up", "available", "lunch", "talking"];
people.forEach((one, n) => { entities[`advisor:${one.id}`] = { advisor: one.id, status: n === 2 ? "pause" : n === 6 ? "lunch" : "available", since: now() - (n + 1) * 7 * MINUTE, present: n !== 5, confirmed: n !== 4, site: one.site, partner: one.partner, activity: activities[n], activity_since: now() - (n + 1) * 3 * MINUTE, conversations: activities[n] === "talking" ? [{ conversation: uuid(500 + n), item: "9.1", queue: uuid(1 + (n % 4)), channel: "voice", state: "talking", since: now() - 3 * MINUTE }] : [] }; });

export const world = {
  tell: (_message: Json): void => undefined,
  snapshot: () => ({ kind: "snapshot", at: `0.${number}`, now: now(), entities }),
  beat: () => ({ kind: "beat", at: `0.${number}`, now: now() }),
  happen(what: string) {
    if (what === "call") return offer("voice", uuid(200), uuid(1));
    if (what === "chat") return offer("chat", uuid(203), uuid(4));
    if (what === "missed") return change({ me: { ...entities["me"], confirmed: false } });
    const [key, one] = Object.entries(entities).find(([key, value]) => key.startsWith("conversation:") && (what === "message" ? value["channel"] === "chat" : value["channel"] === "voice")) ?? [];
    if (!key || !one) return;
    if (what === "lost") change({ [key]: { ...one, state: one["state"] === "lost" ? "talking" : "lost" } });
    if (what === "message") { say(one["conversation"], "in", "Merci ! Et pour la livraison ?"); world.tell({ kind: "typing", conversation: one["conversation"], who: "customer", author: null, on: true }); }
  },
};

function change(set: Json, unset: string[] = []): void {
  for (const key of unset) delete entities[key];
  Object.assign(entities, set);
  number += 1;
  world.tell({ kind: "changes", at: `0.${number}`, set, unset });
}

function offer(channel: string, customer: string, queue: string): void {
  const [conversation, id] = [uuid(born++), `${born}.1`];
  const known = customers.find((one) => one["id"] === customer);
  conversations.set(conversation, { id: conversation, channel, customer, address_kind: channel === "voice" ? "phone" : "visitor", address_value: channel === "voice" ? known?.["addresses"][0].value : "v-83cc", entry: channel === "voice" ? "+33180000000" : "site", state: "open", opened_at: now(), closed_at: null, closed_reason: "", outcome: null, messages: 0, segments: [], choices: channel === "voice" ? [{ step: "menu", kind: "menu", label: "Panne", value: "" }, { step: "number", kind: "collected", label: "numéro de client", value: "40217" }] : [] });
  if (channel === "chat") { say(conversation, "flow", "Bonjour ! Que pouvons-nous faire pour vous ?"); say(conversation, "in", "Bonjour, je voudrais changer de forfait avant la fin du mois."); }
  const set: Json = { [`conversation:${conversation}`]: { conversation, item: id, queue, channel, customer, entry: "+33180000000", state: "offered", since: now(), talk_since: null, lost_deadline: null, wrap_up_deadline: null, wrap_up_extended: false, customer_present: true, messages: messages.get(conversation)?.length ?? 0, recording: channel === "voice" } };
  set[`offer:${id}`] = { offer: id, item: id, conversation, queue, channel, kind: "first", made_at: now(), deadline: now() + 20_000, shown: false, auto_accept: false };
  change(set);
  setTimeout(() => { if (entities[`offer:${id}`]) change({ me: { ...entities["me"], confirmed: false } }, [`offer:${id}`, `conversation:${conversation}`]); }, 20_000);
}

function say(conversation: string, who: "in" | "out" | "flow", text: string): Json {
  const list = messages.get(conversation) ?? [];
  const held = who === "out" ? now() + 3_000 : null;
  const made: Json = { id: uuid(born++), conversation, number: held ? null : list.length + 1, direction: who === "in" ? "in" : "out", author: who === "out" ? me.id : null, kind: "text", text, data: {}, status: held ? "queued" : "delivered", created_at: now(), held_until: held, sent_at: held ? null : now() };
  messages.set(conversation, [...list, made]);
  const grown = () => { const live = entities[`conversation:${conversation}`]; if (live) change({ [`conversation:${conversation}`]: { ...live, messages: live["messages"] + 1 } }); };
  if (held) setTimeout(() => { if (made["status"] === "queued") { Object.assign(made, { status: "delivered", sent_at: now(), number: 9 }); grown(); } }, 3_000);
  else grown();
  return made;
}

const found = (rows: unknown[]): [number, unknown] => [200, { rows, next: null }];
const item = (id: string) => Object.entries(entities).find(([key, value]) => key.startsWith("conversation:") && (value["item"] === id || value["conversation"] === id)) ?? ["", {}];
const permissions = ["desk.answer", "desk.supervise", "people.view", "people.edit", "people.names", "routing.view", "routing.queues.edit", "routing.skills.edit", "routing.publish", "reporting.view", "reporting.own", "flows.view", "flows.edit", "flows.publish", "calendars.edit", "audit.view", "tokens.own", "conversations.view", "customers.view", "customers.edit"];
let signedIn = true;
const account = () => ({ person: me, tenant: { id: uuid(9), name: "Démo Télécom", time_zone: "Europe/Paris", country: "FR", language: "fr" }, roles: me.roles, permissions, language: me.language, preferences: {}, csrf: "x", partition: 0 });
const figure = (key: string, value: number | null, unit: string, n: number, population = "answered") => ({ key, value, n, unit, population, definition: `reporting.definition.${key}`, cohort: "arrival", ...(key.startsWith("service") ? { threshold_seconds: 20 } : {}) });
const measures = [figure("offered", 214, "count", 214, "offered"), figure("answered", 187, "count", 214, "offered"), figure("abandoned", 19, "count", 214, "offered"), figure("service_level", 0.812, "ratio", 206, "answered_or_abandoned"), figure("asa", 14.3, "seconds", 187), figure("aht", 262, "seconds", 181, "handled"), figure("longest_wait", 214, "seconds", 206), figure("wait_p90", null, "seconds", 0)];
const week = { monday: [{ begin: "08:00", end: "19:00" }], tuesday: [{ begin: "08:00", end: "12:00" }, { begin: "14:00", end: "19:00" }], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };

/** Status and body of one request. */
export function answer(method: string, path: string, query: URLSearchParams, body: Json): [number, unknown?] {
  const [, room, id, what, more, last] = path.split("/");
  const route = `${method} /${room}${id ? "/:" : ""}${what ? `/${what}` : ""}`;
  if (path === "/session") { signedIn = method === "POST"; return [201, account()]; }
  if (path === "/me") return method === "PATCH" ? (Object.assign(me, body), [204]) : signedIn ? [200, account()] : [401, { code: "not_signed_in", details: {}, reference: null }];
  if (path === "/people/names") return [200, people.filter((one) => query.getAll("id").includes(one.id))];
  if (path === "/people") return found(people);
  if (path === "/queues") return found(queues);
  if (path === "/skills") return found([{ id: uuid(60), name: "Internet", version: 1 }, { id: uuid(61), name: "Arabe", version: 1 }]);
  if (path === "/sites") return found([{ id: uuid(20), name: "Lyon", kind: "office" }, { id: uuid(21), name: "Domicile", kind: "home" }]);
  if (path === "/outcome-codes") return [200, codes];
  if (path === "/audit") return found([{ id: uuid(70), at: now() - HOUR, person: me.id, partner: null, verb: "tenants.edit_person", subject: `person:${uuid(101)}`, codes: { roles: ["advisor"] } }]);
  if (path === "/me/tokens") return [200, []];
  if (path === "/flows") return found([{ id: uuid(80), name: "Accueil téléphonique", revision: 4, published: 2, changed_at: now() - 5 * HOUR }]);
  if (route === "GET /flows/:") return [200, { id, name: "Accueil téléphonique", revision: 4, published: 2, draft: { schema: 1, languages: ["fr"], start: "welcome", steps: { welcome: { kind: "say", prompt: "welcome", next: "queue" } } }, changed_at: now() }];
  if (path === "/calendars") return found([{ id: uuid(90), name: "Heures de Paris", calendar: { zone: "Europe/Paris", week, seasons: [], days: [{ date: "2026-12-25", periods: [], name: "Noël" }] } }]);
  if (path === "/reporting/today") return [200, { begin: now() - 9 * HOUR, end: now(), time_zone: "Europe/Paris", queue: null, rows: 214, measures }];
  if (path === "/reporting/thresholds") return [200, [5, 10, 20, 30, 60]];
  if (path.startsWith("/reporting/reports/")) return [200, practiceReport(id === "reports" ? (what ?? "queue") : "queue", query.get("each") ?? "period")];
  if (path === "/reporting/definitions") return [200, measures.map((one) => ({ ...one, names: { fr: one.key, en: one.key, ar: one.key } }))];
  if (path === "/customers") { const q = (query.get("q") ?? "").toLowerCase(); const phone = query.get("phone"); return found(customers.filter((one) => (phone ? one["addresses"][0].value === phone : one["name"].toLowerCase().includes(q)))); }
  if (route === "GET /customers/:") return [200, customers.find((one) => one["id"] === id)];
  if (route === "PATCH /customers/:") return [200, Object.assign(customers.find((one) => one["id"] === id) ?? {}, body)];
  if (route === "GET /customers/:/timeline") return found(past.filter((one) => one.customer === id));
  if (room === "desk") return desk(id ?? "", what ?? "", more ?? "", last ?? "", body);
  if (path === "/conversations") return found([...conversations.values(), ...past]);
  if (room === "conversations" && id) return conversation(method, id, what ?? "", more ?? "", body);
  return [404, { code: "not_found", details: {}, reference: null }];
}

function practiceReport(by: string, each: string): Json {
  const midnight = new Date().setHours(0, 0, 0, 0);
  const slots = each === "interval" ? 40 : each === "day" ? 14 : 1;
  const length = each === "interval" ? HOUR / 4 : 24 * HOUR;
  const of = by === "queue" ? queues : by === "advisor" ? people : by === "channel" ? [{ id: "voice", name: "voice" }, { id: "chat", name: "chat" }] : [{ id: "", name: "" }];
  const wave = (n: number) => 1 + 0.5 * Math.sin(n / 4);
  const values = (n: number) => measures.map((one) => (one.value === null ? null : one.unit === "ratio" ? Math.min(1, 0.6 + 0.3 * wave(n) - 0.2) : one.value * wave(n) * 0.3));
  const row = (one: { id: string; name: string }, n: number) => ({ subject: one.id, name: one.name, begin: midnight + (each === "interval" ? 8 * HOUR : 0) + (each === "day" ? n - 13 : n) * length, end: midnight + (each === "interval" ? 8 * HOUR : 0) + ((each === "day" ? n - 13 : n) + 1) * length, values: values(n), n: measures.map((m) => m.n) });
  const rows = of.flatMap((one, k) => Array.from({ length: slots }, (_, n) => row(one, slots > 1 ? n : k * 3)));
  return { by, each, begin: rows[0]!.begin, end: rows.at(-1)!.end, now: now(), time_zone: "Europe/Paris", filters: {}, columns: measures.map((one) => ({ key: one.key, unit: one.unit, population: one.population, cohort: "arrival", definition: one.definition, source: one.key.startsWith("wait_p") ? "histogram" : "exact", threshold_seconds: one.key === "service_level" ? 20 : null })), rows, total: row({ id: "", name: "" }, 2), read_from: { days: 0, recent_days: 1, files: 0 }, next: null };
}

function conversation(method: string, id: string, what: string, more: string, body: Json): [number, unknown?] {
  if (what === "messages" && more) {
    const one = messages.get(id)?.find((message) => message["id"] === more);
    if (one) messages.set(id, messages.get(id)!.filter((message) => message !== one));
    return [200, { text: one?.["text"] }];
  }
  if (what === "messages") return method === "POST" ? [201, say(id, "out", body["text"])] : [200, messages.get(id) ?? []];
  if (what === "notes" && method === "POST") {
    const note = { id: uuid(born++), conversation: id, author: me.id, text: body["text"], created_at: now() };
    notes.set(id, [...(notes.get(id) ?? []), note]);
    return [201, note];
  }
  if (what === "notes") return [200, notes.get(id) ?? []];
  if (what === "outcome") { conversations.get(id)!["outcome"] = body["code"]; return [204]; }
  if (what) return [204];
  const row = conversations.get(id) ?? past.find((one) => one.id === id);
  return row ? [200, { ...row, attachments: [], last_contacts: past.filter((one) => one.customer === row["customer"]).slice(0, 3) }] : [404, { code: "not_found", details: {} }];
}

function desk(what: string, id: string, act: string, then: string, body: Json): [number, unknown?] {
  if (what === "status") { change({ me: { ...entities["me"], status: body["status"], since: now(), confirmed: true } }); return [204]; }
  if (what === "offers") {
    const one = entities[`offer:${id}`];
    if (!one) return [409, { code: "routing.offer_ended", details: {}, reference: null }];
    const key = `conversation:${one["conversation"]}`;
    if (act === "accept") { change({ [key]: { ...entities[key], state: "talking", since: now(), talk_since: now() } }, [`offer:${id}`]); return [200, { item: one["item"], conversation: one["conversation"] }]; }
    if (act === "decline") change({}, [`offer:${id}`, key]);
    return [204];
  }
  const [key, live] = item(id);
  if (act === "hold") change({ [key]: { ...live, state: body["on"] ? "holding" : "talking" } });
  else if (act === "hang-up" || act === "finish") change({ [key]: { ...live, state: "wrap_up", since: now(), wrap_up_deadline: now() + 30_000 } });
  else if (then === "end") change({}, [key]);
  else if (then === "extend") change({ [key]: { ...live, wrap_up_deadline: live["wrap_up_deadline"] + 60_000, wrap_up_extended: true } });
  else if (what === "phone") return [503, { code: "busy", details: {} }];
  return [204];
}
