/** The desk socket (docs/reference/desk_socket.md): ids, codes, instants in milliseconds, numbers. Never a name, never a text. */

export type Id = string;
/** Milliseconds since 1970, by the server's clock. */
export type Instant = number;
export type Channel = "voice" | "chat" | (string & {});
/** `P.N`: partition and number of the last fact known. */
export type Position = string;

export interface Pressure {
  word: "calm" | "sustained" | "strong";
  reason: "nobody_waits" | "within_target" | "near_target" | "past_target" | "nobody_available" | (string & {});
  queue: Id | null;
  waiting: number;
  since: Instant | null;
  at: Instant;
}

export interface Me {
  advisor: Id;
  /** available, away, pause, lunch, training, meeting… Only `available` receives offers. */
  status: string;
  since: Instant;
  present: boolean;
  /** false after a missed offer: one click is asked, then offers come again. */
  confirmed: boolean;
  /** Kept for something that does not fit yet. */
  reserved_until: Instant | null;
  pressure: Pressure | null;
}

export interface Offer {
  offer: Id;
  item: Id;
  conversation: Id;
  queue: Id;
  channel: Channel;
  kind: string;
  made_at: Instant;
  deadline: Instant;
  shown: boolean;
  auto_accept: boolean;
}

export type ConversationState = "offered" | "talking" | "holding" | "lost" | "wrap_up";

export interface LiveConversation {
  conversation: Id;
  item: Id;
  queue: Id;
  channel: Channel;
  customer: Id | null;
  entry: string;
  state: ConversationState;
  since: Instant;
  talk_since: Instant | null;
  /** In state lost: until when the customer is kept for her. */
  lost_deadline: Instant | null;
  wrap_up_deadline: Instant | null;
  wrap_up_extended: boolean;
  customer_present: boolean;
  /** counts up: a change means there is something to fetch. */
  messages: number;
  recording: boolean;
  /** Of a call: her line and the customer's are joined. */
  connected?: boolean;
}

export interface LiveQueue {
  queue: Id;
  channel: Channel;
  /** Those being offered are among them. */
  waiting: number;
  offered: number;
  longest_since: Instant | null;
  talking: number;
  wrap_up: number;
  advisors_available: number;
  advisors_signed_in: number;
  target_seconds: number;
}

export interface LiveAdvisor {
  advisor: Id;
  status: string;
  since: Instant;
  present: boolean;
  confirmed: boolean;
  site: Id | null;
  partner: Id | null;
  /** The busiest of what she does: holding, talking, lost, wrap_up, offered, else her status. */
  activity: string;
  activity_since: Instant;
  conversations: { conversation: Id; item: Id; queue: Id; channel: Channel; state: ConversationState; since: Instant }[];
}

export interface Tiles {
  waiting: number;
  longest_since: Instant | null;
  talking: number;
  wrap_up: number;
  advisors_available: number;
  advisors_signed_in: number;
  advisors_by_activity: Record<string, number>;
}

export interface Entities {
  me: Me;
  offer: Offer;
  conversation: LiveConversation;
  queue: LiveQueue;
  advisor: LiveAdvisor;
  tiles: Tiles;
}
export type Kind = keyof Entities;
export type Key = string;

export interface Snapshot {
  kind: "snapshot";
  at: Position;
  now?: Instant;
  entities: Record<Key, unknown>;
}
export interface Changes {
  kind: "changes";
  at: Position;
  now?: Instant;
  set?: Record<Key, unknown>;
  unset?: Key[];
}
export interface Typing {
  kind: "typing";
  conversation: Id;
  who: "customer" | "advisor" | "flow";
  author: Id | null;
  on: boolean;
}
export interface Beat {
  kind: "beat";
  at?: Position;
  now?: Instant;
}
export type FromServer = Snapshot | Changes | Typing | Beat;
export type ToServer = { shown: Id };
