import type { RTCSession } from "jssip/lib/RTCSession";
import type { UA } from "jssip/lib/UA";
import { microphoneProblem, openMicrophone, readAudio } from "./devices.ts";
import type { Credentials, PhoneState, Problem, Quality } from "./phone.ts";
import { PhoneSocket } from "./phone_socket.ts";
import { readQuality } from "./quality.ts";

const REGISTER_SECONDS = 300;
const MICROPHONE_KEPT_MS = 8_000; // an accepted offer whose call does not come must not keep the microphone open
const MUTED = "palabre.muted"; // the conversation in which she closed her microphone
const CONVERSATION = "X-Palabre-Conversation";
const CALLED_AGAIN_MS = 60_000; // a call that comes again within this is the same, and as muted as it was

const BROKEN_MS = 1_500; // shorter gaps of a network close by themselves
const MENDED_MS = 4_000;
const RETRY_MS = 500;
const FIRST_BACK_MS = 300; // all telephones at once would be a stampede on a gateway that has just started
const LONGEST_BACK_MS = 3_000;
const isBroken = (connection: RTCPeerConnection) => connection.iceConnectionState === "disconnected" || connection.iceConnectionState === "failed";

export interface LineOptions {
  credentials: () => Promise<Credentials>;
  after: (milliseconds: number, callback: () => void) => () => void;
  changed: (change: Partial<PhoneState>) => void;
}

/** The one SIP line of this desk, alive only in the leader tab. */
export class Line {
  private ua: UA | null = null;
  private socket: PhoneSocket | null = null;
  private session: RTCSession | null = null;
  private microphone: Promise<MediaStream> | null = null;
  private audio: HTMLAudioElement | null = null;
  private stopped = false;
  private failures = 0;
  private cuts = 0;
  private conversation = "";
  private mending: RTCSession | null = null;
  private ice: RTCIceServer[] = [];
  private cancels = new Set<() => void>();
  private readonly options: LineOptions;

  constructor(options: LineOptions) {
    this.options = options;
    globalThis.addEventListener?.("online", this.moved);
    globalThis.document?.addEventListener("visibilitychange", this.seen);
  }

  async start(): Promise<void> {
    if (this.stopped) return;
    this.options.changed({ line: "connecting" });
    try {
      const [library, credentials] = await Promise.all([import("jssip"), this.options.credentials()]);
      if (this.stopped) return;
      this.ice = credentials.ice;
      this.options.changed({ session: credentials.session });
      this.register(library, credentials);
    } catch {
      this.failed("credentials");
    }
  }

  stop(): void {
    this.stopped = true;
    globalThis.removeEventListener?.("online", this.moved);
    globalThis.document?.removeEventListener("visibilitychange", this.seen);
    for (const cancel of this.cancels) cancel();
    this.dropMicrophone();
    this.ua?.stop();
    this.ua = null;
    this.options.changed({ line: "off", call: "none" });
  }

  mute(on: boolean): void {
    sessionStorage.setItem(MUTED, on ? this.conversation : "");
    if (on) this.session?.mute({ audio: true });
    else this.session?.unmute({ audio: true });
    this.options.changed({ muted: on });
  }

  prepare(): void {
    if (this.session) return;
    this.openMicrophone().catch(() => undefined);
    this.later(MICROPHONE_KEPT_MS, () => { if (!this.session) this.dropMicrophone(); });
  }

  unblock(): void {
    this.audio?.play().then(() => this.options.changed({ problem: "" }), () => undefined);
  }

  async devicesChanged(): Promise<void> {
    const connection = this.session?.connection;
    if (!connection) return;
    this.dropMicrophone();
    const track = (await this.openMicrophone()).getAudioTracks()[0];
    if (!track) return;
    track.enabled = !sessionStorage.getItem(MUTED);
    await connection.getSenders().find((sender) => sender.track?.kind === "audio" || !sender.track)?.replaceTrack(track);
    this.sink();
  }

  async quality(): Promise<Quality | null> {
    return this.session?.connection ? readQuality(this.session.connection) : null;
  }

  private register(library: typeof import("jssip"), credentials: Credentials): void {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const url = `${scheme}://${location.host}${credentials.ws}`;
    const socket = new PhoneSocket({ url, after: this.options.after, inCall: () => this.session !== null });
    const ua = new library.UA({
      sockets: [socket],
      uri: credentials.uri,
      authorization_user: credentials.user,
      password: credentials.password,
      session_timers: false,
      register_expires: REGISTER_SECONDS,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 4,
    });
    this.ua = ua;
    this.socket = socket;
    ua.on("registered", () => { this.failures = 0; this.options.changed({ line: "ready", problem: "" }); this.backInCall(); });
    ua.on("unregistered", () => { if (this.ua === ua) this.options.changed({ line: "connecting" }); });
    ua.on("disconnected", () => { if (this.ua === ua) this.cut(ua); });
    ua.on("registrationFailed", () => { if (this.ua === ua && ua.isConnected()) this.renew("unreachable"); });
    ua.on("newRTCSession", (event: { originator: string; session: RTCSession; request: { getHeader: (name: string) => string | undefined } }) => {
      if (event.originator !== "local") void this.answer(event.session, event.request.getHeader(CONVERSATION) ?? "");
    });
    ua.start();
    if (credentials.expires_at) this.renewBefore(credentials.expires_at);
  }

  /** The library tries again too, by timers that sleep in a hidden tab and at most after four seconds. */
  private cut(ua: UA): void {
    this.options.changed({ line: "connecting" });
    this.cuts += 1;
    const most = Math.min(LONGEST_BACK_MS, FIRST_BACK_MS * 2 ** (this.cuts - 1));
    const { transport } = ua as UA & { transport: { connect: () => void } };
    this.later(most * (0.5 + Math.random() / 2), () => { if (this.ua === ua && !ua.isConnected()) transport.connect(); });
  }

  /** Registered over another socket in a call: what Asterisk has to say of the call must find its way here. */
  private backInCall(): void {
    if (this.cuts && this.session?.isEstablished()) void this.mend(this.session);
    this.cuts = 0;
  }

  /** New credentials before the old ones end, never during a call. */
  private renewBefore(expires_at: number): void {
    const left = Math.max(30_000, expires_at - Date.now() - 60_000);
    this.later(Math.min(left, 3_600_000), () => {
      if (this.session || expires_at - Date.now() > 90_000) this.renewBefore(expires_at);
      else this.renew("");
    });
  }

  private renew(problem: Problem): void {
    const old = this.ua;
    this.ua = null;
    old?.stop();
    if (problem) this.failed(problem);
    else void this.start();
  }

  private failed(problem: Problem): void {
    if (this.stopped) return;
    this.failures += 1;
    this.options.changed({ line: "failed", problem });
    this.later(Math.min(8_000, 500 * 2 ** this.failures), () => void this.start());
  }

  /** Our server calls only after she has accepted: the call is answered at once. A newer call replaces an older one. */
  private async answer(session: RTCSession, conversation: string): Promise<void> {
    const before = this.session;
    this.session = session;
    this.conversation = conversation || "?";
    const muted = sessionStorage.getItem(MUTED) === this.conversation;
    if (!muted) sessionStorage.removeItem(MUTED);
    this.listen(session);
    this.options.changed({ call: "answering" });
    if (before && !before.isEnded()) before.terminate();
    try {
      const mediaStream = await this.openMicrophone();
      if (session.isEnded()) return;
      session.answer({ mediaStream, pcConfig: { iceServers: this.ice } });
      if (muted) this.mute(true);
    } catch (error) {
      this.options.changed({ problem: microphoneProblem(error) });
      if (!session.isEnded()) session.terminate({ status_code: 480 });
    }
  }

  private listen(session: RTCSession): void {
    session.on("peerconnection", (event: { peerconnection: RTCPeerConnection }) => this.hear(session, event.peerconnection));
    session.on("icecandidate", (event: { candidate: RTCIceCandidate; ready: () => void }) => {
      if (event.candidate.type === "host") setTimeout(event.ready, 40); // the server is reached directly: waiting for more gains nothing
    });
    session.on("confirmed", () => this.options.changed({ call: "talking", problem: "" }));
    const over = (): boolean => {
      if (this.session !== session) return false;
      this.session = null;
      this.dropMicrophone();
      this.options.changed({ call: "none", muted: false });
      this.later(CALLED_AGAIN_MS, () => { if (!this.session) sessionStorage.removeItem(MUTED); });
      return true;
    };
    // given up by the library here, perhaps not by Asterisk: under another name it will call again where there is a call
    session.on("ended", (event: { originator: string }) => { if (over() && event.originator !== "remote" && !this.stopped) this.renew(""); });
    session.on("failed", () => void over());
  }

  private hear(session: RTCSession, connection: RTCPeerConnection): void {
    connection.addEventListener("track", (event) => {
      this.audio ??= Object.assign(document.createElement("audio"), { autoplay: true });
      this.audio.dataset["palabre"] = "customer";
      if (!this.audio.isConnected) document.body.append(this.audio);
      this.audio.srcObject = event.streams[0] ?? new MediaStream([event.track]);
      this.sink();
      this.audio.play().catch(() => this.options.changed({ problem: "sound_blocked" }));
    });
    connection.addEventListener("iceconnectionstatechange", () => {
      if (this.session !== session) return;
      const state = connection.iceConnectionState;
      if (state === "disconnected" || state === "failed") {
        this.options.changed({ call: "lost" });
        this.later(state === "failed" ? 0 : BROKEN_MS, () => { if (isBroken(connection)) void this.mend(session); });
      } else if (state === "connected" || state === "completed") {
        if (session.isEstablished()) this.options.changed({ call: "talking" });
      }
    });
  }

  /** The same call by another way (ICE restart), asked for until there is one: the SIP socket may be on its way back too,
   * and whoever asks by a dead one has no call any more. */
  private async mend(session: RTCSession): Promise<void> {
    if (this.session !== session || session.isEnded() || this.mending === session) return;
    this.mending = session;
    const alive = await this.socket?.proven();
    const asked = alive && this.session === session && session.isEstablished() && session.renegotiate({ rtcOfferConstraints: { iceRestart: true } });
    this.later(asked ? MENDED_MS : RETRY_MS, () => {
      if (this.mending === session) this.mending = null;
      const connection = session.connection as RTCPeerConnection | undefined;
      if (this.session === session && (!asked || (connection && isBroken(connection)))) void this.mend(session);
    });
  }

  /** The machine has another network (Wi-Fi to cable, a tunnel up or down): sound would be missed for seconds first. */
  private readonly moved = (): void => {
    if (this.session?.isEstablished()) void this.mend(this.session);
    else void this.socket?.proven();
  };

  private readonly seen = (): void => {
    if (!document.hidden) void this.socket?.proven();
  };

  private sink(): void {
    const speaker = readAudio().speaker;
    const audio = this.audio as (HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> }) | null;
    if (audio?.setSinkId) void audio.setSinkId(speaker).catch(() => undefined);
  }

  private openMicrophone(): Promise<MediaStream> {
    this.microphone ??= openMicrophone().catch((error: unknown) => {
      this.microphone = null;
      throw error;
    });
    return this.microphone;
  }

  private dropMicrophone(): void {
    void this.microphone?.then((stream) => stream.getTracks().forEach((track) => track.stop()), () => undefined);
    this.microphone = null;
  }

  private later(milliseconds: number, callback: () => void): void {
    const cancel = this.options.after(milliseconds, () => {
      this.cancels.delete(cancel);
      if (!this.stopped) callback();
    });
    this.cancels.add(cancel);
  }
}
