import { SILENT, type Phone, type PhoneState } from "@palabre/softphone";
import { useSyncExternalStore } from "react";
import { useParts } from "#/app/live_desk.tsx";

const NOTHING = () => () => undefined;

export function usePhone(): { phone: Phone | null; state: PhoneState } {
  const { phone } = useParts();
  const state = useSyncExternalStore(phone ? phone.subscribe.bind(phone) : NOTHING, () => phone?.state ?? SILENT);
  return { phone, state };
}
