// A page from whose network nothing goes out but through a relay: for tests. `testRelay` tells what its telephone uses.
(() => {
  const Connection = globalThis.RTCPeerConnection;
  if (!Connection || globalThis.testRelay) return;
  const made = [];

  class Relayed extends Connection {
    constructor(given, ...more) {
      super({ ...given, iceTransportPolicy: "relay" }, ...more);
      made.push(this);
    }
  }
  globalThis.RTCPeerConnection = Relayed;

  globalThis.testRelay = {
    /** Of the last call: kind of our side's address, and packets so far: {kind, sent, received}; null before. */
    async used() {
      const stats = [...((await made.at(-1)?.getStats()) ?? new Map()).values()];
      const transport = stats.find(({ type }) => type === "transport");
      const pair = stats.find(({ id }) => id === transport?.selectedCandidatePairId);
      if (!pair) return null;
      const { candidateType } = stats.find(({ id }) => id === pair.localCandidateId);
      return { kind: candidateType, sent: pair.packetsSent, received: pair.packetsReceived };
    },
  };
})();
