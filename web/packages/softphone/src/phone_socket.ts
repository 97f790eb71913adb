const ASKED = "\r\n\r\n", ANSWERED = "\r\n"; // RFC 5626, 4.4.1: our relay answers at once, Asterisk never sees it
const OPENING_MS = 4_000; // a dead network refuses nothing
const ANSWER_MS = 4_000; // a busy machine answers late; a socket given up in vain costs the call a new way
const IN_CALL_MS = 3_000;
const IDLE_MS = 20_000;

export interface SocketOptions {
  url: string;
  after: (milliseconds: number, callback: () => void) => () => void;
  inCall: () => boolean;
}

/**
 * SIP over one WebSocket, as JsSIP wants it. A machine that slept or changed its network holds sockets that are dead and
 * say nothing of it for minutes: this one is asked now and then (a timer that was due in a sleep rings on waking), and
 * given up when it does not answer.
 */
export class PhoneSocket {
  readonly url: string;
  readonly sip_uri: string;
  via_transport: string;
  onconnect: () => void = () => undefined;
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => undefined;
  ondata: (data: unknown) => void = () => undefined;
  private ws: WebSocket | null = null;
  private asked: ((alive: boolean) => void)[] = [];
  private cancelBeat: (() => void) | null = null;
  private cancelWait: (() => void) | null = null;
  private readonly options: SocketOptions;

  constructor(options: SocketOptions) {
    const { protocol, host } = new URL(options.url);
    this.options = options;
    this.url = options.url;
    this.sip_uri = `sip:${host};transport=ws`;
    this.via_transport = protocol === "wss:" ? "WSS" : "WS";
  }

  connect(): void {
    if (this.ws) return;
    const ws = new WebSocket(this.url, "sip");
    this.ws = ws;
    this.wait(OPENING_MS, ws);
    ws.onopen = () => { this.settled(true); this.beat(); this.onconnect(); };
    ws.onmessage = (event: MessageEvent<unknown>) => this.heard(event.data);
    ws.onclose = (event) => this.lost(ws, event.code);
  }

  /** Asked by the library: nothing is told. */
  disconnect(): void {
    this.drop();
  }

  send(message: string): boolean {
    if (!this.isConnected()) return false;
    this.ws?.send(message);
    return true;
  }

  isConnected(): boolean {
    return this.ws?.readyState === WebSocket.OPEN;
  }

  isConnecting(): boolean {
    return this.ws?.readyState === WebSocket.CONNECTING;
  }

  /** Does anybody answer at the other end? After a no the socket is given up, and the library told. */
  proven(): Promise<boolean> {
    const ws = this.ws;
    if (!ws || !this.isConnected()) return Promise.resolve(false);
    const answer = new Promise<boolean>((tell) => this.asked.push(tell));
    if (this.asked.length === 1) {
      ws.send(ASKED);
      this.wait(ANSWER_MS, ws);
    }
    return answer;
  }

  private heard(data: unknown): void {
    this.settled(true); // whatever it says, it lives
    if (data !== ANSWERED) this.ondata(data);
  }

  private beat(): void {
    this.cancelBeat?.();
    this.cancelBeat = this.options.after(this.options.inCall() ? IN_CALL_MS : IDLE_MS, () => void this.proven().then((alive) => { if (alive) this.beat(); }));
  }

  private wait(milliseconds: number, ws: WebSocket): void {
    this.cancelWait?.();
    this.cancelWait = this.options.after(milliseconds, () => this.lost(ws, 1006));
  }

  private settled(alive: boolean): void {
    this.cancelWait?.();
    this.cancelWait = null;
    for (const tell of this.asked.splice(0)) tell(alive);
  }

  private lost(ws: WebSocket, code: number): void {
    if (ws !== this.ws) return;
    this.drop();
    this.ondisconnect(true, code);
  }

  private drop(): void {
    const ws = this.ws;
    this.ws = null;
    this.cancelBeat?.();
    this.cancelBeat = null;
    if (ws) {
      ws.onopen = ws.onmessage = ws.onclose = null;
      ws.close();
    }
    this.settled(false);
  }
}
