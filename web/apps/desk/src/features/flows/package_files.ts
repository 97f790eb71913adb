import type { Answer } from "@palabre/contracts";
import { csrfToken, Problem } from "#/shared/api.ts";

export type Brought = Answer<"get", "/flow-imports/{imported}">;
export type Item = Brought["items"][number];
export const PACKAGES = "/flow-imports";

async function answered(path: string, options: RequestInit): Promise<Response> {
  const answer = await fetch(`/api${path}`, { credentials: "same-origin", ...options }).catch(() => { throw new Problem("network"); });
  if (answer.ok) return answer;
  const value = await answer.json().catch(() => ({}));
  throw new Problem(value.code ?? "busy", answer.status, value.details ?? {}, value.reference ?? null);
}

const BYTES_MAX = 100_000_000;

/** A file as it is: no JSON, and no bound of ten seconds. One that is too large is not sent: it would take minutes to be refused. */
export async function sendPackage(file: File): Promise<Brought> {
  if (file.size > BYTES_MAX) throw new Problem("flows.package_too_large");
  const sent = await answered(`${PACKAGES}?${new URLSearchParams({ name: file.name.slice(0, 200) })}`, { method: "POST", headers: { "Content-Type": "application/octet-stream", "X-CSRF": csrfToken() }, body: file });
  return sent.json() as Promise<Brought>;
}

export const fetchPackage = async (id: string): Promise<Blob> => (await answered(`/flows/${id}/package`, {})).blob();

export function saveAs(blob: Blob, name: string, kind: "zip" | "json"): void {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: url, download: `${name.replace(/[^\p{L}\p{N}]+/gu, "-")}.palabre.${kind}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
