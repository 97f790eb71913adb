import { SILENT, type Phone, type PhoneState } from "@palabre/softphone";
import { after } from "@palabre/live";
import { useEffect, useSyncExternalStore } from "react";
import { useParts } from "#/app/live_desk.tsx";
import { takeCall } from "./actions.ts";

const NOTHING = () => () => undefined;

export function usePhone(): { phone: Phone | null; state: PhoneState } {
  const { phone } = useParts();
  const state = useSyncExternalStore(phone ? phone.subscribe.bind(phone) : NOTHING, () => phone?.state ?? SILENT);
  return { phone, state };
}

const ASKED_AGAIN_MS = 2_000;

/** After a sleep nothing of her telephone is new to the server, which has given its leg up: it calls again when asked. */
export function useReattached(call: { conversation: string; state: string; telephone?: string | null } | undefined, phone: PhoneState): void {
  const here = phone.role === "leader" && phone.line === "ready" && phone.call === "none" && !phone.problem;
  const lost = call?.state === "lost" && here && (!call.telephone || call.telephone === phone.session) ? call.conversation : "";
  useEffect(() => {
    if (!lost) return;
    let cancel: () => void = () => undefined;
    const ask = () => { void takeCall(lost).catch(() => undefined); cancel = after(ASKED_AGAIN_MS, ask); };
    ask();
    return () => cancel();
  }, [lost]);
}
