import { note } from "./devices.ts";

/**
 * A soft ring by WebAudio. The whole ring is written on the audio clock when the offer comes:
 * nothing depends on page timers, which run once a minute in a hidden tab.
 */
export class Ringer {
  private context: AudioContext | null = null;
  private output: GainNode | null = null;

  /** A gesture of the person lets sound play; without one browsers keep quiet. */
  unlock(): void {
    if (typeof AudioContext === "undefined" || navigator.userActivation?.hasBeenActive === false) return;
    this.context ??= new AudioContext();
    if (this.context?.state === "suspended") void this.context.resume().catch(() => undefined);
  }

  ring(seconds: number): void {
    this.stop();
    this.unlock();
    const context = this.context;
    if (!context) return;
    const output = context.createGain();
    output.gain.value = 0.5;
    output.connect(context.destination);
    this.output = output;
    for (let at = 0; at < seconds; at += 3) {
      const begin = context.currentTime + 0.02 + at;
      note(context, 587.3, begin, 0.9, 0.22, output);
      note(context, 880, begin + 0.22, 1.1, 0.16, output);
    }
  }

  /** One tone, heard to its end whatever stops the ringing: somebody is on the line now. */
  chime(): void {
    this.unlock();
    if (this.context) note(this.context, 880, this.context.currentTime + 0.02, 0.4, 0.2, this.context.destination);
  }

  stop(): void {
    this.output?.disconnect();
    this.output = null;
  }
}
