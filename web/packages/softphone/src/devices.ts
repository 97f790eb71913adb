import type { Problem } from "./phone.ts";

/** `processing`: echo, noise and level are corrected by the browser; off for headsets that do it themselves, and for tones. */
export interface AudioChoice {
  microphone: string;
  speaker: string;
  processing: boolean;
}
const KEY = "palabre.audio";
const DEFAULT: AudioChoice = { microphone: "", speaker: "", processing: true };

export function readAudio(): AudioChoice {
  try {
    return { ...DEFAULT, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<AudioChoice>) };
  } catch {
    return DEFAULT;
  }
}

export function writeAudio(choice: Partial<AudioChoice>): void {
  localStorage.setItem(KEY, JSON.stringify({ ...readAudio(), ...choice }));
}

export interface Devices {
  microphones: MediaDeviceInfo[];
  speakers: MediaDeviceInfo[];
}

export async function listDevices(): Promise<Devices> {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return {
    microphones: all.filter((device) => device.kind === "audioinput"),
    speakers: all.filter((device) => device.kind === "audiooutput"),
  };
}

/** The chosen microphone, or any where the chosen one is unplugged. */
export async function openMicrophone(choice: AudioChoice = readAudio()): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new DOMException("insecure", "SecurityError");
  const wanted: MediaTrackConstraints = {
    echoCancellation: choice.processing,
    noiseSuppression: choice.processing,
    autoGainControl: choice.processing,
  };
  if (choice.microphone) wanted.deviceId = { exact: choice.microphone };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: wanted });
  } catch (error) {
    if (!choice.microphone || (error as DOMException).name !== "OverconstrainedError") throw error;
    return openMicrophone({ ...choice, microphone: "" });
  }
}

export function microphoneProblem(error: unknown): Problem {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") return "microphone_denied";
  return name === "SecurityError" ? "insecure" : "microphone_missing";
}

/** Tells the level (0-1) of a stream some 15 times a second; returns how to stop. */
export function levelMeter(stream: MediaStream, tell: (level: number) => void): () => void {
  const context = new AudioContext();
  void context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    const decibels = 20 * Math.log10(Math.sqrt(sum / samples.length) + 1e-6);
    tell(Math.min(1, Math.max(0, (decibels + 60) / 54)));
  }, 66);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** Three soft notes on the chosen loudspeaker. */
export async function playTestTone(speaker: string): Promise<void> {
  const context = new AudioContext();
  const sink = context as AudioContext & { setSinkId?: (id: string) => Promise<void> };
  if (speaker && sink.setSinkId) await sink.setSinkId(speaker).catch(() => undefined);
  await context.resume();
  [523, 659, 784].forEach((frequency, step) => note(context, frequency, context.currentTime + 0.05 + step * 0.28, 0.26, 0.2));
  await new Promise((done) => setTimeout(done, 1100));
  await context.close();
}

export function note(context: AudioContext, frequency: number, at: number, seconds: number, volume: number, into: AudioNode = context.destination): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(volume, at + 0.03);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
  oscillator.connect(gain).connect(into);
  oscillator.start(at);
  oscillator.stop(at + seconds + 0.05);
}
