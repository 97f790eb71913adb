import type { Answer, Described, Row } from "./calls.ts";
import type { Channel, Id, Instant } from "./desk.ts";

/**
 * What the screens read over HTTP: names for what the server's document describes. Below stand, by hand, the answers
 * that the document leaves open.
 */
export interface Open {
  "get /me": MyAccount;
  "get /conversations": Page<Contact>;
  "get /conversations/{conversation}": ConversationCard;
  "get /conversations/{conversation}/notes": Note[];
  "post /conversations/{conversation}/notes": Note;
  "get /customers/{customer}/timeline": Page<TimelineContact>;
  "get /outcome-codes": OutcomeCode[];
  "get /reporting/definitions": MeasureDefinition[];
}

export interface Page<Row> {
  rows: Row[];
  /** Give it as `after`; null: there is no next page. */
  next: string | null;
}

export type Person = Row<"/people">;
export type MyAccount = Omit<Described<"get", "/me">, "preferences"> & { preferences: { theme?: string; keys?: Record<string, string> } };
export type Message = Answer<"get", "/conversations/{conversation}/messages">[number];
export type Customer = Row<"/customers">;
export type Report = Answer<"get", "/reporting/today">;
export type Figure = Report["measures"][number];
export type { Channel, Id, Instant };

export interface Note {
  id: Id;
  conversation: Id;
  author: Id;
  text: string;
  created_at: Instant;
}

export interface Segment {
  id: string;
  kind: "flow" | "queue" | "ring" | "talk" | "hold" | "consult" | "wrap_up" | (string & {});
  owner: string;
  subject: string;
  opened_at: Instant;
  closed_at: Instant | null;
  reason: string;
}

export interface Attachment {
  id: Id;
  kind: string;
  seconds: number | null;
  created_at: Instant;
}

export interface Contact {
  id: Id;
  channel: Channel;
  customer: Id | null;
  address_kind: string;
  address_value: string;
  entry: string;
  state: "opening" | "open" | "closed";
  opened_at: Instant;
  closed_at: Instant | null;
  closed_reason: string;
  outcome: string | null;
  messages: number;
  repaired?: string;
  segments: Segment[];
}

/** `kind` menu: `label` is the branch taken; collected: `value` is what was given for `label`. */
export interface Choice {
  step: string;
  kind: "menu" | "collected" | (string & {});
  label: string;
  value: string;
}

/** `GET /api/conversations/{conversation}`: by what way she came, and the last contacts. */
export interface ConversationCard extends Contact {
  /** What the customer chose and gave on the way, in order. */
  choices?: Choice[];
  last_contacts: Contact[];
  attachments?: Attachment[];
}

/** One contact of a customer's timeline, with everything that was said in it. */
export interface TimelineContact extends Omit<Contact, "messages"> {
  messages: Message[];
  notes: Note[];
  attachments: Attachment[];
}

export interface OutcomeCode {
  code: string;
  labels: Record<string, string>;
  position: number;
  retired_at: Instant | null;
}

export interface MeasureDefinition {
  key: string;
  unit: string;
  population: string;
  definition: string;
  cohort: string;
  names: Record<string, string>;
  definitions?: Record<string, string>;
}
