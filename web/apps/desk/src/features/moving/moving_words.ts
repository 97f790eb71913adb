import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Answer } from "@palabre/contracts";
import { csrfToken, Problem } from "#/shared/api.ts";
import type { Tone } from "#/shared/ui/ui.tsx";

export type Import = Answer<"get", "/moving/imports/{imported}">;
export type ImportRow = Answer<"get", "/moving/imports/{imported}/rows">["rows"][number];

type Words = Record<string, MessageDescriptor>;
const KINDS: Words = {
  skills: msg`Compétences`, hours: msg`Horaires`, queues: msg`Files`, prompts: msg`Annonces`, numbers: msg`Numéros`, advisors: msg`Conseillers`, customers: msg`Clients`,
  do_not_call: msg`Ne plus appeler`,
};
const STATES: Words = {
  reading: msg`Lecture…`, unreadable: msg`Illisible`, ready: msg`À vérifier`, applying: msg`Reprise…`, applied: msg({ message: "Repris", context: "import" }), undoing: msg`Annulation…`, undone: msg({ message: "Annulé", context: "undo" }),
};
const ROWS: Words = { new: msg`Nouveau`, changed: msg`Changé`, same: msg`Identique`, refused: msg`Refusé` };
const said = (words: Words, code: string) => (words[code] ? i18n._(words[code]) : code);
export const KIND_CODES = Object.keys(KINDS);
export const ROW_STATES = Object.keys(ROWS);
export const kindSaid = (code: string) => said(KINDS, code);
export const stateSaid = (code: string) => said(STATES, code);
export const rowSaid = (code: string) => said(ROWS, code);
export const toneOf = (state: string): Tone => (({ applied: "good", new: "good", changed: "notice", ready: "notice", refused: "bad", unreadable: "bad" }) as Record<string, Tone>)[state] ?? "plain";
export const busy = (state: string) => state === "reading" || state === "applying" || state === "undoing";

/** A file as it is: no JSON, and no bound of ten seconds. */
export async function sendImport(file: File, kind: string): Promise<Import> {
  const asked = new URLSearchParams({ name: file.name, kind });
  const answer = await fetch(`/api/moving/imports?${asked}`, { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/octet-stream", "X-CSRF": csrfToken() }, body: file }).catch(() => { throw new Problem("network"); });
  const value = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(value.code ?? "busy", answer.status, value.details ?? {}, value.reference ?? null);
  return value as Import;
}

/** The links are in the answer and nowhere else: it goes straight into a file of hers. */
export async function saveInvitations(id: string): Promise<void> {
  const answer = await fetch(`/api/moving/imports/${id}/invitations`, { method: "POST", credentials: "same-origin", headers: { "X-CSRF": csrfToken() } }).catch(() => { throw new Problem("network"); });
  if (!answer.ok) { const value = await answer.json().catch(() => ({})); throw new Problem(value.code ?? "busy", answer.status, value.details ?? {}); }
  const url = URL.createObjectURL(await answer.blob());
  Object.assign(document.createElement("a"), { href: url, download: "palabre-invitations.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
