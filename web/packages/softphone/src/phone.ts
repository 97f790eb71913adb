/** What the desk asks of a telephone; nothing of SIP shows here, so the library behind may change. */

export type Problem =
  | ""
  | "insecure" // beyond localhost the microphone needs https
  | "microphone_denied"
  | "microphone_missing"
  | "credentials"
  | "unreachable"
  | "sound_blocked";

export interface PhoneState {
  /** The line lives in one tab, the leader; other tabs are its remotes. */
  role: "leader" | "remote";
  line: "off" | "connecting" | "ready" | "failed";
  /** `lost`: the audio path broke and is being mended. */
  call: "none" | "answering" | "talking" | "lost";
  muted: boolean;
  problem: Problem;
  /** The sign-in this line belongs to, as `telephone` of a conversation names it; "" until it is known. */
  session: string;
}

export const SILENT: PhoneState = { role: "remote", line: "off", call: "none", muted: false, problem: "", session: "" };

/** Short-lived, of this sign-in alone. `ws`: path on this origin. `expires_at`: milliseconds. */
export interface Credentials {
  uri: string;
  user: string;
  password: string;
  expires_at: number;
  ws: string;
  session: string;
  /** Relays for a browser that reaches nothing directly; they end with the rest. */
  ice: RTCIceServer[];
}

/** Since the beginning of the call. Shares 0-1, times in milliseconds, levels 0-1. */
export interface Quality {
  lost_share: number;
  jitter_ms: number;
  round_trip_ms: number | null;
  heard_level: number;
  spoken_level: number;
  packets_received: number;
  packets_sent: number;
}

export interface Phone {
  readonly state: PhoneState;
  subscribe(listener: () => void): () => void;
  start(): void;
  stop(): void;
  mute(on: boolean): void;
  /** A call is about to come (the offer was accepted): open the microphone meanwhile. */
  prepare(): void;
  /** The person touched the page: sound that the browser had blocked may play. */
  unblock(): void;
  /** Devices were chosen anew: the call in progress follows. */
  devicesChanged(): void;
  /** Null without a call or in a remote tab. */
  quality(): Promise<Quality | null>;
}
