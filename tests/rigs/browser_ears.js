// What a page hears, for tests: every remote track of its telephone is caught as the product makes its connection, and
// asked for the level of a tone. The microphone is a wav file: its tone must reach the wire as it is, so echo and noise
// are not corrected. Rings are noted as they are written on the audio clock.
(() => {
  const Connection = globalThis.RTCPeerConnection;
  if (!Connection || globalThis.testEars) return;
  const RATE = 48000, LONG = 16384, SHORT = 1024, SILENT = -120;
  const heard = [], rings = [];
  let context = null;
  const decibels = (amplitude) => 20 * Math.log10(Math.max(1e-6, amplitude));

  class Caught extends Connection {
    constructor(...given) {
      super(...given);
      this.addEventListener("track", ({ track }) => heard.push({ track, connection: this, nodes: {} }));
    }
  }
  globalThis.RTCPeerConnection = Caught;

  const devices = navigator.mediaDevices;
  if (devices) {
    const open = devices.getUserMedia.bind(devices);
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    devices.getUserMedia = (wanted) => open({ ...wanted, audio: { ...(typeof wanted.audio === "object" ? wanted.audio : {}), ...plain } });
  }

  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when) {
    rings.push({ hertz: Math.round(this.frequency.value), at: Date.now(), state: this.context.state });
    return start.call(this, when);
  };

  const live = () => heard.findLast(({ track, connection }) => track.readyState === "live" && connection.connectionState !== "closed");

  function samples(one, size) {
    context ??= new AudioContext({ sampleRate: RATE });
    if (context.state !== "running") void context.resume();
    if (!one.nodes[size]) {
      one.nodes[size] = new AnalyserNode(context, { fftSize: size });
      context.createMediaStreamSource(new MediaStream([one.track])).connect(one.nodes[size]);
    }
    const found = new Float32Array(size);
    one.nodes[size].getFloatTimeDomainData(found);
    return found;
  }

  function level(found, hertz) {
    let real = 0, imaginary = 0, sum = 0;
    for (let n = 0; n < found.length; n++) {
      const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / (found.length - 1)), turn = (2 * Math.PI * hertz * n) / RATE;
      sum += window;
      real += found[n] * window * Math.cos(turn);
      imaginary += found[n] * window * Math.sin(turn);
    }
    return Math.round(10 * decibels((2 * Math.hypot(real, imaginary)) / sum)) / 10;
  }

  globalThis.testEars = {
    rings,
    /** Over the last 0.35 s, in dB under full scale: {hertz: level…, any: loudness}; silence where nobody is connected. */
    levels(tones) {
      const one = live(), found = one ? samples(one, LONG) : new Float32Array(LONG);
      if (one && context.state !== "running") throw new Error(`the ear is ${context.state}`);
      const any = decibels(Math.sqrt(found.reduce((sum, x) => sum + x * x, 0) / found.length));
      return { ...Object.fromEntries(tones.map((hertz) => [hertz, one ? level(found, hertz) : SILENT])), any: Math.round(10 * any) / 10 };
    },
    /** Is what comes in played to the person, and not only received? */
    played: () => [...document.querySelectorAll("audio")].some((one) => !one.paused && one.srcObject?.active && !one.muted && one.volume > 0),
    /** The instant (ms since 1970) of the first 20 ms in which this tone is heard, from now on. */
    first: (hertz, seconds) => new Promise((done, refuse) => {
      const until = Date.now() + seconds * 1000;
      const timer = setInterval(() => {
        const one = live();
        if (one && level(samples(one, SHORT), hertz) > -25) { clearInterval(timer); done(Date.now()); }
        else if (Date.now() > until) { clearInterval(timer); refuse(new Error(`no ${hertz} Hz within ${seconds} s`)); }
      }, 5);
    }),
  };
})();
