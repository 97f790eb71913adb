import type { Quality } from "./phone.ts";

/** Reads a connection's own counters; a missing counter is zero. */
export async function readQuality(connection: RTCPeerConnection): Promise<Quality> {
  const found: Quality = { lost_share: 0, jitter_ms: 0, round_trip_ms: null, heard_level: 0, spoken_level: 0, packets_received: 0, packets_sent: 0 };
  (await connection.getStats()).forEach((report: Record<string, unknown>) => {
    const number = (name: string) => (typeof report[name] === "number" ? report[name] : 0);
    if (report["type"] === "inbound-rtp") {
      const [received, lost] = [number("packetsReceived"), number("packetsLost")];
      found.packets_received = received;
      found.lost_share = received + lost > 0 ? lost / (received + lost) : 0;
      found.jitter_ms = number("jitter") * 1000;
      found.heard_level = number("audioLevel");
    } else if (report["type"] === "outbound-rtp") found.packets_sent = number("packetsSent");
    else if (report["type"] === "media-source") found.spoken_level = number("audioLevel");
    else if (report["type"] === "candidate-pair" && report["nominated"]) found.round_trip_ms = number("currentRoundTripTime") * 1000;
  });
  return found;
}
