import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Attachment, Contact, Customer, Message, Note, OutcomeCode, Page } from "@palabre/contracts";
import { queries } from "#/app/queries.ts";
import { readable } from "#/features/customers/address.tsx";
import { get, post } from "#/shared/api.ts";

/** `kind` menu: `label` is the branch taken; collected: `value` is what was given for `label`. */
export interface Choice { step: string; kind: "menu" | "collected" | (string & {}); label: string; value: string }
export const choiceWords = (one: Choice): string => (one.value ? `${one.label} ${one.value}` : one.label);

/** `GET /api/conversations/{id}`: by what way she came, and the last contacts. */
export interface ConversationCard extends Contact {
  /** What the customer chose and gave on the way, in order. */
  choices?: Choice[];
  last_contacts: Contact[];
  attachments?: Attachment[];
}

const many = <T>(found: T[] | Page<T>): T[] => (Array.isArray(found) ? found : found.rows);

export const cardKey = (id: string) => ["conversation", id];
export const messagesKey = (id: string) => ["conversation", id, "messages"];
export const notesKey = (id: string) => ["conversation", id, "notes"];

export function useCard(id: string | null | undefined) {
  return useQuery({ queryKey: cardKey(id ?? ""), queryFn: () => get<ConversationCard>(`/conversations/${id}`), enabled: !!id, staleTime: 5 * 60_000 });
}

export const customerKey = (id: string) => ["customer", id];

export function useCustomer(id: string | null | undefined) {
  return useQuery({ queryKey: customerKey(id ?? ""), queryFn: () => get<Customer>(`/customers/${id}`), enabled: !!id, staleTime: 5 * 60_000 });
}

/** Who it is, as far as is known: her name, else her address, else words. `customer` may be known before the card. */
export function useWho(conversation: string | null | undefined, customer?: string | null): { name: string; card: ConversationCard | undefined; customer: Customer | undefined; error: unknown; refetch: () => unknown } {
  const { t } = useLingui();
  const { data: card, error, refetch } = useCard(conversation);
  const { data: found } = useCustomer(customer ?? card?.customer);
  const name = found?.name || (card ? addressWords(card) : "") || (card || error ? t`Numéro masqué` : "…");
  return { name, card, customer: found, error, refetch };

  function addressWords(card: ConversationCard): string {
    return card.channel === "chat" ? t`Visiteur du site` : readable(card.address_value);
  }
}

export function useMessages(id: string) {
  return useQuery({ queryKey: messagesKey(id), queryFn: async () => many(await get<Message[] | Page<Message>>(`/conversations/${id}/messages`)), staleTime: Infinity });
}

export function useNotes(id: string) {
  return useQuery({ queryKey: notesKey(id), queryFn: async () => many(await get<Note[] | Page<Note>>(`/conversations/${id}/notes`)), staleTime: 60_000 });
}

export function useOutcomeCodes() {
  return useQuery({ queryKey: ["outcome-codes"], queryFn: async () => many(await get<OutcomeCode[] | Page<OutcomeCode>>("/outcome-codes")), staleTime: 5 * 60_000 });
}

/** Newest contacts of a customer on all channels. */
export function useTimeline(customer: string | null | undefined) {
  return useQuery({
    queryKey: ["customer", customer, "timeline"],
    queryFn: async () => many(await get<TimelineRow[] | Page<TimelineRow>>(`/customers/${customer}/timeline`)),
    enabled: !!customer,
  });
}
export interface TimelineRow extends Omit<Contact, "messages"> {
  messages: Message[];
  notes: Note[];
  attachments: Attachment[];
}

export function putMessage(message: Message): void {
  queries.setQueryData<Message[]>(messagesKey(message.conversation), (list = []) =>
    list.some((one) => one.id === message.id) ? list.map((one) => (one.id === message.id ? message : one)) : [...list, message]);
}

export function dropMessage(conversation: string, id: string): void {
  queries.setQueryData<Message[]>(messagesKey(conversation), (list = []) => list.filter((one) => one.id !== id));
}

/** Its text again, for the composer. Refused once it has left. */
export async function undoMessage(message: Message): Promise<string> {
  const said = await post<{ text?: string } | undefined>(`/conversations/${message.conversation}/messages/${message.id}/undo`);
  dropMessage(message.conversation, message.id);
  return said?.text ?? message.text;
}
