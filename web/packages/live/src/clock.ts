/** The server's instants judged with the server's clock: a wrong clock on a desk must not shorten an offer. */
let offset = 0;
let known = false;

export function learnServerTime(now: number): void {
  const seen = now - Date.now();
  // a message that waited makes the server look late: keep the largest offset unless the clock was set
  if (!known || seen > offset || Math.abs(seen - offset) > 5000) offset = seen;
  known = true;
}

export function serverNow(): number {
  return Date.now() + offset;
}
