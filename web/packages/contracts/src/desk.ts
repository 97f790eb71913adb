import type { Whole } from "./calls.ts";
import type { components } from "./socket.ts";

/** The desk socket (docs/reference/asyncapi.json): ids, codes, instants in milliseconds, numbers. Never a name, never a text. */

type Schemas = components["schemas"];
/** `Known`: which codes the screens have words for; the server may come to say others. */
type Said<Name extends keyof Schemas, Known extends Partial<Whole<Schemas[Name]>> = {}> = Omit<Whole<Schemas[Name]>, keyof Known> & Known;

export type Id = string;
/** Milliseconds since 1970, by the server's clock. */
export type Instant = number;
export type Channel = "voice" | "chat" | (string & {});
/** `P.N`: partition and number of the last fact known. */
export type Position = string;
export type ConversationState = "offered" | "talking" | "holding" | "lost" | "wrap_up";

export type Pressure = Said<"Pressure", { word: "calm" | "sustained" | "strong" }>;
export type Me = Said<"Me", { pressure: Pressure }>;
export type Offer = Said<"Offer", { channel: Channel }>;
export type LiveConversation = Said<"Conversation", { channel: Channel; state: ConversationState }>;
export type LiveQueue = Said<"Queue", { channel: Channel }>;
export type LiveAdvisor = Said<"Advisor", { conversations: Said<"Work", { channel: Channel; state: ConversationState }>[] }>;
export type LiveListener = Said<"Listener">;
export type LiveInternal = Said<"Internal", { state: "ringing" | "answered" | "talking" }>;
export type InternalEnd = Said<"InternalEnd">;
export type LiveCalling = Said<"Calling", { state: "coming" | "ready" | "shown" | "ringing" }>;
export type Tiles = Said<"Tiles">;

export interface Entities {
  me: Me;
  offer: Offer;
  conversation: LiveConversation;
  internal: LiveInternal;
  calling: LiveCalling;
  queue: LiveQueue;
  advisor: LiveAdvisor;
  tiles: Tiles;
}
export type Kind = keyof Entities;
export type Key = string;

/** Entities are read by kind later; what may be missing, the store does without. */
type Taken<Message, Needed extends keyof Message> = { [Field in Needed]: Field extends "entities" ? Record<Key, unknown> : Message[Field] } & { [Field in Exclude<keyof Message, Needed>]?: Field extends "set" ? Record<Key, unknown> : Message[Field] };
export type Snapshot = Taken<Schemas["Snapshot"], "kind" | "at" | "entities">;
export type Changes = Taken<Schemas["Changed"], "kind" | "at">;
export type Typing = Said<"Typing", { who: "customer" | "advisor" | "flow" }>;
export type Beat = Taken<Schemas["Beat"], "kind">;
export type FromServer = Snapshot | Changes | Typing | Beat;
export type ToServer = Schemas["FromDesk"];
