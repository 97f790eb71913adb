import type { RTCSession } from "jssip/lib/RTCSession";

/** What reaches one entry for some minutes; `target`: whom it calls. */
export interface Dialled { uri: string; user: string; password: string; ws: string; target: string; ice: RTCIceServer[] }
export interface OneCall { press: (key: string) => void; hangUp: () => void }
type Told = "connecting" | "ringing" | "talking" | "ended" | "failed";

/** One call outwards, beside the desk's own line: the library is fetched only now. The microphone ends with the call. */
export async function dial(credentials: Dialled, microphone: MediaStream, tell: (state: Told) => void): Promise<OneCall> {
  const library = await import("jssip");
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const ua = new library.UA({
    sockets: [new library.WebSocketInterface(`${scheme}://${location.host}${credentials.ws}`)],
    uri: credentials.uri, authorization_user: credentials.user, password: credentials.password, register: false, session_timers: false,
  });
  const audio = Object.assign(document.createElement("audio"), { autoplay: true });
  audio.dataset["palabre"] = "trial";
  document.body.append(audio);
  let session: RTCSession | null = null;
  let over = false;
  const end = (state: Told) => {
    if (over) return;
    over = true;
    for (const track of microphone.getTracks()) track.stop();
    audio.remove();
    ua.stop();
    tell(state);
  };
  const hear = (connection: RTCPeerConnection) => connection.addEventListener("track", (event) => {
    audio.srcObject = event.streams[0] ?? new MediaStream([event.track]);
    void audio.play().catch(() => undefined);
  });
  ua.on("disconnected", () => { if (!session) end("failed"); });
  ua.on("connected", () => {
    if (session || over) return;
    session = ua.call(credentials.target, { mediaStream: microphone, pcConfig: { iceServers: credentials.ice } });
    if (session.connection) hear(session.connection);
    else session.on("peerconnection", (event: { peerconnection: RTCPeerConnection }) => hear(event.peerconnection));
    session.on("icecandidate", (event: { candidate: RTCIceCandidate; ready: () => void }) => { if (event.candidate.type === "host") setTimeout(event.ready, 100); });
    session.on("progress", () => tell("ringing"));
    session.on("confirmed", () => tell("talking"));
    session.on("ended", () => end("ended"));
    session.on("failed", () => end("failed"));
  });
  tell("connecting");
  ua.start();
  return {
    press: (key) => session?.sendDTMF(key, { transportType: "RFC2833" as never, duration: 120 }),
    hangUp: () => { if (session && !session.isEnded()) session.terminate(); end("ended"); },
  };
}
