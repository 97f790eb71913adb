import type { Channel, Id, Instant } from "./desk.ts";

/** What the screens read over HTTP. Shapes follow the server's OpenAPI (`/api/schema`). */

export interface Page<Row> {
  rows: Row[];
  /** Give it as `after`; null: there is no next page. */
  next: string | null;
}

export interface Person {
  id: Id;
  name: string;
  email: string;
  roles: string[];
  language: string;
  partner: Id | null;
  site: Id | null;
  active: boolean;
  version: number;
}

export interface MyAccount {
  person: Person;
  tenant: { id: Id; name: string; time_zone: string; country: string; language: string };
  roles: string[];
  permissions: string[];
  language: string;
  preferences: { theme?: string; keys?: Record<string, string> };
  csrf: string | null;
}
export type { Channel, Id, Instant };

export interface Message {
  id: Id;
  conversation: Id;
  /** Its place in the conversation; null while it is held. */
  number: number | null;
  direction: "in" | "out";
  author: Id | null;
  kind: "text" | "options" | "choice" | "ask" | "secret" | "status" | (string & {});
  text: string;
  data: Record<string, unknown>;
  status: "queued" | "sent" | "delivered" | "read" | "failed" | "undone";
  created_at: Instant;
  held_until: Instant | null;
  sent_at: Instant | null;
  delivered_at: Instant | null;
  read_at: Instant | null;
}

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

export interface Address {
  kind: string;
  value: string;
}

export interface Customer {
  id: Id;
  name: string;
  language: string;
  note: string;
  attributes: Record<string, string>;
  addresses: Address[];
  version: number;
  erased_at?: Instant | null;
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

/** A contact with everything that was said in it. */
export interface TimelineContact extends Contact {
  messages_list: Message[];
  notes: Note[];
  attachments: Attachment[];
}

export interface OutcomeCode {
  code: string;
  labels: Record<string, string>;
  position: number;
  retired_at: Instant | null;
}

export interface Figure {
  key: string;
  value: number | null;
  n: number;
  unit: "count" | "ratio" | "seconds";
  population: string;
  definition: string;
  cohort: string;
  threshold_seconds?: number;
}

export interface Report {
  begin: Instant;
  end: Instant;
  time_zone: string;
  queue: Id | null;
  rows: number;
  measures: Figure[];
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
