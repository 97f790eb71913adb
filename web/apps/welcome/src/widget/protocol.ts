/** What goes over the socket; the server's side is channels/chat/http/protocol.py. */
export interface Shown {
  id: string;
  number: number;
  from: "me" | "advisor" | "flow";
  type: "text" | "options" | "choice" | "ask" | "secret" | "status";
  text: string;
  data: { options?: { key: string; label: string }[]; code?: string; kind?: string; length_max?: number };
  at: number;
  client: string | null;
}

export type Standing = "none" | "opening" | "flow" | "waiting" | "talking" | "over" | "closed";

export type FromServer =
  | { kind: "welcome"; token: string | null; name: string; greeting: string }
  | { kind: "conversation"; conversation: string; last: number }
  | { kind: "message"; message: Shown }
  | { kind: "state"; state: Standing; position: number | null; advisor: string }
  | { kind: "secret"; message: string | null }
  | { kind: "typing"; on: boolean }
  | { kind: "refused"; id: string; code: string }
  | { kind: "beat" };

export type ToServer =
  | { kind: "hello"; token: string; language: string; conversation: string; last: number }
  | { kind: "message"; id: string; text: string }
  | { kind: "choice"; id: string; message: string; option: string; text: string }
  | { kind: "secret"; id: string; message: string; value: string }
  | { kind: "typing"; on: boolean }
  | { kind: "read"; number: number; seen: boolean }
  | { kind: "close" }
  | { kind: "beat" };
