import type { Answer, Row } from "./calls.ts";
import type { Channel, Id, Instant } from "./desk.ts";

/** What the screens read over HTTP: names for what the server's document describes; nothing of it is written by hand. */
export interface Page<Row> {
  rows: Row[];
  /** Give it as `after`; null: there is no next page. */
  next: string | null;
}

export type Person = Row<"/people">;
export type MyAccount = Answer<"get", "/me">;
export type Message = Answer<"get", "/conversations/{conversation}/messages">[number];
export type Note = Answer<"get", "/conversations/{conversation}/notes">[number];
export type Contact = Row<"/conversations">;
export type ConversationCard = Answer<"get", "/conversations/{conversation}">;
export type Segment = ConversationCard["segments"][number];
export type Attachment = ConversationCard["attachments"][number];
export type Choice = ConversationCard["choices"][number];
export type TimelineContact = Row<"/customers/{customer}/timeline">;
export type OutcomeCode = Answer<"get", "/outcome-codes">[number];
export type MeasureDefinition = Answer<"get", "/reporting/definitions">[number];
export type Customer = Row<"/customers">;
export type Report = Answer<"get", "/reporting/today">;
export type Figure = Report["measures"][number];
export type { Channel, Id, Instant };
