export interface Second { rtt_ms: number; jitter_ms: number; received: number; lost: number }

/** A minute of sound through the relay alone, from one end in this page to another, a figure each second. Each packet goes up
 * to the relay and comes down again; a question and its answer make that way twice, so half of it is the relay's distance. */
export async function relayLoop(ice: RTCIceServer[], stream: MediaStream, seconds: number, each: (done: number) => void, stop: AbortSignal): Promise<Second[]> {
  const given: RTCConfiguration = { iceServers: ice, iceTransportPolicy: "relay" };
  const sender = new RTCPeerConnection(given);
  const receiver = new RTCPeerConnection(given);
  const found: Second[] = [];
  try {
    sender.onicecandidate = ({ candidate }) => { if (candidate) void receiver.addIceCandidate(candidate).catch(() => undefined); };
    receiver.onicecandidate = ({ candidate }) => { if (candidate) void sender.addIceCandidate(candidate).catch(() => undefined); };
    for (const track of stream.getAudioTracks()) sender.addTrack(track, stream);
    await sender.setLocalDescription();
    await receiver.setRemoteDescription(sender.localDescription!);
    await receiver.setLocalDescription();
    await sender.setRemoteDescription(receiver.localDescription!);
    await connected(sender, stop);
    let before = await counted(receiver);
    await new Promise<void>((resolve, reject) => {
      const timer = setInterval(() => void (async () => {
        const [now, rtt] = [await counted(receiver), await roundTrip(sender)];
        found.push({ rtt_ms: rtt, jitter_ms: now.jitter, received: Math.max(0, now.received - before.received), lost: Math.max(0, now.lost - before.lost) });
        before = now;
        each(found.length);
        if (found.length >= seconds) { clearInterval(timer); resolve(); }
      })().catch((error: unknown) => { clearInterval(timer); reject(error as Error); }), 1_000);
      stop.addEventListener("abort", () => { clearInterval(timer); reject(new DOMException("", "AbortError")); });
    });
    return found;
  } finally {
    sender.close();
    receiver.close();
  }
}

const CONNECTED_MS_MAX = 15_000;

function connected(peer: RTCPeerConnection, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = AbortSignal.timeout(CONNECTED_MS_MAX);
    const look = () => {
      if (peer.connectionState === "connected") resolve();
      else if (peer.connectionState === "failed" || late.aborted) reject(new Error("relay_unreachable"));
      else if (stop.aborted) reject(new DOMException("", "AbortError"));
    };
    peer.addEventListener("connectionstatechange", look);
    late.addEventListener("abort", look);
    stop.addEventListener("abort", look);
    look();
  });
}

interface InboundStats extends RTCStats { kind?: string; packetsReceived?: number; packetsLost?: number; jitter?: number }

async function counted(peer: RTCPeerConnection): Promise<{ received: number; lost: number; jitter: number }> {
  for (const one of (await peer.getStats()).values() as Iterable<InboundStats>) {
    if (one.type === "inbound-rtp" && one.kind === "audio") return { received: one.packetsReceived ?? 0, lost: one.packetsLost ?? 0, jitter: (one.jitter ?? 0) * 1_000 };
  }
  return { received: 0, lost: 0, jitter: 0 };
}

async function roundTrip(peer: RTCPeerConnection): Promise<number> {
  const stats = [...(await peer.getStats()).values()] as (RTCStats & { selectedCandidatePairId?: string; currentRoundTripTime?: number })[];
  const pair = stats.find((one) => one.id === stats.find(({ type }) => type === "transport")?.selectedCandidatePairId);
  return ((pair?.currentRoundTripTime ?? 0) * 1_000) / 2;
}
