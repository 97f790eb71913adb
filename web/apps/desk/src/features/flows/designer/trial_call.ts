import { dial, type Dialled, type OneCall } from "@palabre/softphone";

export interface CallView { state: "connecting" | "ringing" | "talking" | "ended" | "denied" | "failed" }

/** One call to a trial, from this page: the microphone first, then a telephone that reaches the trial alone. */
export class TrialCall {
  private call: OneCall | null = null;
  private over = false;
  private readonly credentials: () => Promise<Dialled>;
  private readonly changed: (view: CallView) => void;

  constructor(credentials: () => Promise<Dialled>, changed: (view: CallView) => void) {
    this.credentials = credentials;
    this.changed = changed;
  }

  async begin(): Promise<void> {
    try {
      const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
      const credentials = await this.credentials();
      if (this.over) { for (const track of microphone.getTracks()) track.stop(); return; }
      this.call = await dial(credentials, microphone, (state) => this.changed({ state }));
      if (this.over) this.call.hangUp();
    } catch (error) {
      this.changed({ state: (error as DOMException).name === "NotAllowedError" ? "denied" : "failed" });
    }
  }

  press(key: string): void {
    this.call?.press(key);
  }

  hangUp(): void {
    this.over = true;
    this.call?.hangUp();
  }
}
