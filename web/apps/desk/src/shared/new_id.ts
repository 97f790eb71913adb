/** A page's own id for a request that may be sent twice. Without https `randomUUID` does not exist. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
