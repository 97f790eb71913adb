import type { RTCSession } from "jssip/lib/RTCSession";
import type { UA } from "jssip/lib/UA";

export type CallState = "idle" | "microphone" | "connecting" | "ringing" | "talking" | "ended" | "refused" | "lost";
export type CallProblem = "" | "insecure" | "denied" | "missing" | "unavailable" | "tooMany" | "sound";

export interface CallView {
  state: CallState;
  problem: CallProblem;
  muted: boolean;
  since: number;
}

/** What POST /welcome/api/calls gives: a telephone for some minutes that reaches one entry only. */
interface Ticket {
  uri: string;
  user: string;
  password: string;
  ws: string;
  target: string;
  ice: RTCIceServer[];
}

class Refused extends Error {
  readonly problem: CallProblem;

  constructor(problem: CallProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** One call from a page: the microphone first, then a ticket, then the telephone, which is fetched only now. */
export class Call {
  view: CallView = { state: "idle", problem: "", muted: false, since: 0 };
  private ua: UA | null = null;
  private session: RTCSession | null = null;
  private microphone: MediaStream | null = null;
  private readonly audio = new Audio();
  private readonly key: string;
  private readonly changed: () => void;

  constructor(key: string, changed: () => void) {
    this.key = key;
    this.changed = changed;
    this.audio.autoplay = true;
    this.audio.dataset["palabre"] = "advisor";
    addEventListener("pagehide", () => this.hangUp());
  }

  get busy(): boolean {
    return ["microphone", "connecting", "ringing", "talking"].includes(this.view.state);
  }

  async begin(): Promise<void> {
    if (this.busy) return;
    this.tell({ state: "microphone", problem: "", muted: false });
    try {
      this.microphone = await openMicrophone();
      this.tell({ state: "connecting" });
      const [library, ticket] = await Promise.all([import("jssip"), takeTicket(this.key)]);
      if (this.view.state === "connecting") this.dial(library, ticket);
    } catch (error) {
      this.end("idle", error instanceof Refused ? error.problem : "unavailable");
    }
  }

  hangUp(): void {
    if (this.session && !this.session.isEnded()) this.session.terminate();
    else if (this.busy) this.end("ended");
  }

  mute(on: boolean): void {
    if (on) this.session?.mute({ audio: true });
    else this.session?.unmute({ audio: true });
    this.tell({ muted: on });
  }

  press(tone: string): void {
    this.session?.sendDTMF(tone, { transportType: "RFC2833" as never, duration: 120 });
  }

  private dial(library: typeof import("jssip"), ticket: Ticket): void {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new library.WebSocketInterface(`${scheme}://${location.host}${ticket.ws}`);
    const ua = new library.UA({
      sockets: [socket], uri: ticket.uri, authorization_user: ticket.user, password: ticket.password, register: false,
      session_timers: false,
    });
    this.ua = ua;
    ua.on("disconnected", () => { if (this.ua === ua && !this.session) this.end("idle", "unavailable"); });
    ua.on("connected", () => {
      if (this.session || this.ua !== ua) return;
      this.listen(ua.call(ticket.target, { mediaStream: this.microphone ?? undefined, pcConfig: { iceServers: ticket.ice } }));
    });
    ua.start();
  }

  private listen(session: RTCSession): void {
    this.session = session;
    const hear = (connection: RTCPeerConnection) => connection.addEventListener("track", (event) => this.hear(event));
    if (session.connection) hear(session.connection);
    else session.on("peerconnection", (event: { peerconnection: RTCPeerConnection }) => hear(event.peerconnection));
    session.on("icecandidate", (event: { candidate: RTCIceCandidate; ready: () => void }) => {
      if (event.candidate.type === "host") setTimeout(event.ready, 100);
    });
    session.on("progress", () => this.tell({ state: "ringing" }));
    session.on("confirmed", () => this.tell({ state: "talking", since: Date.now() }));
    session.on("ended", (event: { cause?: string }) => this.end(event.cause === "RTP Timeout" ? "lost" : "ended"));
    session.on("failed", (event: { cause?: string }) => this.end(event.cause === "Canceled" ? "ended" : "refused"));
  }

  private hear(event: RTCTrackEvent): void {
    this.audio.srcObject = event.streams[0] ?? new MediaStream([event.track]);
    this.audio.play().catch(() => {
      this.tell({ problem: "sound" });
      addEventListener("pointerdown", () => { void this.audio.play(); this.tell({ problem: "" }); }, { once: true });
    });
  }

  private end(state: CallState, problem: CallProblem = ""): void {
    const ua = this.ua;
    this.ua = this.session = null;
    ua?.stop();
    for (const track of this.microphone?.getTracks() ?? []) track.stop();
    this.microphone = null;
    this.tell({ state, problem, muted: false });
  }

  private tell(change: Partial<CallView>): void {
    this.view = { ...this.view, ...change };
    this.changed();
  }
}

async function openMicrophone(): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new Refused("insecure");
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
  } catch (error) {
    throw new Refused((error as DOMException).name === "NotAllowedError" ? "denied" : "missing");
  }
}

async function takeTicket(key: string): Promise<Ticket> {
  const answer = await fetch("/welcome/api/calls", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ key }),
  }).catch(() => null);
  if (answer?.status === 429) throw new Refused("tooMany");
  if (!answer?.ok) throw new Refused("unavailable");
  return await answer.json() as Ticket;
}
