import { openMicrophone } from "@palabre/softphone";
import { csrfToken, Problem } from "#/shared/api.ts";

const RATE = 16_000; // what a telephone and its wide-band codecs can use
const SECONDS_MAX = 600;

export interface RecorderState { state: "idle" | "recording" | "working" | "refused"; seconds: number; level: number; wav?: ArrayBuffer }

/** One recording of the microphone, as a wav that a telephone can play: one channel, 16 kHz, silence cut at both ends. */
export class Recorder {
  private media: MediaRecorder | null = null;
  private stream: MediaStream | null = null;
  private parts: Blob[] = [];
  private context: AudioContext | null = null;
  private timer = 0;
  private began = 0;
  private readonly tell: (state: RecorderState) => void;

  constructor(tell: (state: RecorderState) => void) {
    this.tell = tell;
  }

  async begin(): Promise<void> {
    try {
      this.stream = await openMicrophone(); // the one of her telephone
    } catch {
      this.tell({ state: "refused", seconds: 0, level: 0 });
      return;
    }
    this.context = new AudioContext();
    const meter = this.context.createAnalyser();
    this.context.createMediaStreamSource(this.stream).connect(meter);
    this.media = new MediaRecorder(this.stream);
    this.media.ondataavailable = ({ data }) => { if (data.size) this.parts.push(data); };
    this.media.onstop = () => void this.finish();
    this.media.start(500);
    this.began = performance.now();
    const levels = new Float32Array(meter.fftSize);
    this.timer = window.setInterval(() => {
      meter.getFloatTimeDomainData(levels);
      const seconds = (performance.now() - this.began) / 1000;
      this.tell({ state: "recording", seconds, level: Math.min(1, Math.max(...levels.map(Math.abs)) * 1.5) });
      if (seconds > SECONDS_MAX) void this.end();
    }, 100);
    this.tell({ state: "recording", seconds: 0, level: 0 });
  }

  end(): void {
    if (this.media && this.media.state !== "inactive") this.media.stop();
  }

  /** Left without keeping: the microphone is let go. */
  cancel(): void {
    this.parts = [];
    if (this.media) this.media.onstop = null;
    this.end();
    this.letGo();
  }

  private async finish(): Promise<void> {
    this.tell({ state: "working", seconds: 0, level: 0 });
    const sound = await new Blob(this.parts).arrayBuffer();
    const decoded = await this.context!.decodeAudioData(sound);
    this.letGo();
    const offline = new OfflineAudioContext(1, Math.max(1, Math.ceil(decoded.duration * RATE)), RATE);
    const source = offline.createBufferSource();
    source.buffer = decoded;
    source.connect(offline.destination);
    source.start();
    const samples = trimmed((await offline.startRendering()).getChannelData(0));
    this.tell({ state: "idle", seconds: samples.length / RATE, level: 0, wav: wavOf(samples, RATE) });
  }

  private letGo(): void {
    clearInterval(this.timer);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    void this.context?.close().catch(() => undefined);
    this.context = null;
  }
}

const QUIET = 0.01;
const KEPT = Math.round(RATE * 0.15); // of silence before the first word and after the last

/** Without the silence around; whole where nothing is louder than it. */
export function trimmed(samples: Float32Array): Float32Array {
  const loud = (one: number) => Math.abs(one) > QUIET;
  const first = samples.findIndex(loud);
  if (first < 0) return samples;
  const last = samples.findLastIndex(loud);
  return samples.slice(Math.max(0, first - KEPT), Math.min(samples.length, last + KEPT));
}

/** RIFF WAVE, PCM 16 bits, one channel. */
export function wavOf(samples: Float32Array, rate: number): ArrayBuffer {
  const made = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at: number, word: string) => [...word].forEach((letter, n) => made.setUint8(at + n, letter.charCodeAt(0)));
  text(0, "RIFF");
  made.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  made.setUint32(16, 16, true);
  made.setUint16(20, 1, true);
  made.setUint16(22, 1, true);
  made.setUint32(24, rate, true);
  made.setUint32(28, rate * 2, true);
  made.setUint16(32, 2, true);
  made.setUint16(34, 16, true);
  text(36, "data");
  made.setUint32(40, samples.length * 2, true);
  samples.forEach((one, n) => made.setInt16(44 + n * 2, Math.round(Math.max(-1, Math.min(1, one)) * 0x7fff), true));
  return made.buffer as ArrayBuffer;
}

export async function sendRecording(name: string, language: string, wav: ArrayBuffer): Promise<void> {
  const answer = await fetch(`/api/prompts/${name}/${language}/recording`, { method: "PUT", credentials: "same-origin", headers: { "Content-Type": "audio/wav", "X-CSRF": csrfToken() }, body: wav }).catch(() => { throw new Problem("network"); });
  if (answer.ok) return;
  const said = (await answer.json().catch(() => ({}))) as { code?: string; details?: Record<string, unknown>; reference?: string };
  throw new Problem(said.code ?? "busy", answer.status, said.details, said.reference);
}
