import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Choice, ConversationCard, Customer, Message } from "@palabre/contracts";
import { queries } from "#/app/queries.ts";
import { readable } from "#/features/customers/address.tsx";
import { ask } from "#/shared/api.ts";

export type { Choice, ConversationCard } from "@palabre/contracts";
export const choiceWords = (one: Choice): string => (one.value ? `${one.label} ${one.value}` : one.label);
const of = (conversation: string) => ({ path: { conversation } });

export const cardKey = (id: string) => ["conversation", id];
export const messagesKey = (id: string) => ["conversation", id, "messages"];
export const notesKey = (id: string) => ["conversation", id, "notes"];

export function useCard(id: string | null | undefined) {
  return useQuery({ queryKey: cardKey(id ?? ""), queryFn: () => ask("get", "/conversations/{conversation}", of(id!)), enabled: !!id, staleTime: 5 * 60_000 });
}

export const customerKey = (id: string) => ["customer", id];

export function useCustomer(id: string | null | undefined) {
  return useQuery({ queryKey: customerKey(id ?? ""), queryFn: () => ask("get", "/customers/{customer}", { path: { customer: id! } }), enabled: !!id, staleTime: 5 * 60_000 });
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
  return useQuery({ queryKey: messagesKey(id), queryFn: () => ask("get", "/conversations/{conversation}/messages", of(id)), staleTime: Infinity });
}

export function useNotes(id: string) {
  return useQuery({ queryKey: notesKey(id), queryFn: () => ask("get", "/conversations/{conversation}/notes", of(id)), staleTime: 60_000 });
}

export function useOutcomeCodes() {
  return useQuery({ queryKey: ["outcome-codes"], queryFn: () => ask("get", "/outcome-codes"), staleTime: 5 * 60_000 });
}

/** Newest contacts of a customer on all channels. */
export function useTimeline(customer: string | null | undefined) {
  return useQuery({
    queryKey: ["customer", customer, "timeline"],
    queryFn: async () => (await ask("get", "/customers/{customer}/timeline", { path: { customer: customer! } })).rows,
    enabled: !!customer,
  });
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
  const said = await ask("post", "/conversations/{conversation}/messages/{message}/undo", { path: { conversation: message.conversation, message: message.id } });
  dropMessage(message.conversation, message.id);
  return said["text"] ?? message.text;
}
