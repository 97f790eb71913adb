import { LiveProvider, LiveSocket, LiveStore, after } from "@palabre/live";
import { createPhone, Ringer, type Phone } from "@palabre/softphone";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { createContext, useContext, useEffect, useState } from "react";
import { sweepDrafts } from "#/features/conversations/drafts.ts";
import { allowed, forgetAccount, hasRole, useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";

export interface Parts {
  socket: LiveSocket;
  store: LiveStore;
  /** null for somebody who takes no calls. */
  phone: Phone | null;
  /** Of somebody who may listen to calls: hers as an advisor, else one that is registered once she listens. */
  ear: Phone | null;
  ringer: Ringer;
}
const Context = createContext<Parts | null>(null);

export function useParts(): Parts {
  const parts = useContext(Context);
  if (!parts) throw new Error("LiveDesk is missing");
  return parts;
}

/** The live store and the telephone, for as long as somebody is signed in. */
export function LiveDesk() {
  const account = useAccount();
  const navigate = useNavigate();
  const [parts] = useState<Parts>(() => {
    const store = new LiveStore();
    const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/desk-ws`;
    const refused = (why: string) => {
      if (why !== "no_session") return;
      forgetAccount();
      void navigate({ to: "/sign-in", search: {} });
    };
    const made = () => createPhone({ name: account.person.id, credentials: () => ask("post", "/desk/phone", { body: {} }), after });
    const phone = hasRole(account, "advisor") ? made() : null;
    const ear = allowed(account, "voice.supervise") ? phone ?? made() : null;
    return { store, phone, ear, ringer: new Ringer(), socket: new LiveSocket(store, { url, refused }) };
  });
  useEffect(() => {
    sweepDrafts(Date.now());
    parts.phone?.start(); // first: after a reload in a call every tenth of a second counts
    parts.socket.start();
    const gesture = () => { parts.ringer.unlock(); parts.phone?.unblock(); parts.ear?.unblock(); };
    for (const name of ["pointerdown", "keydown"] as const) addEventListener(name, gesture, { passive: true });
    return () => {
      for (const name of ["pointerdown", "keydown"] as const) removeEventListener(name, gesture);
      parts.socket.stop();
      parts.phone?.stop();
      parts.ear?.stop();
    };
  }, [parts]);
  return <Context value={parts}><LiveProvider store={parts.store}><Outlet /></LiveProvider></Context>;
}
