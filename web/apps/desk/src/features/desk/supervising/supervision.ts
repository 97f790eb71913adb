import type { Phone } from "@palabre/softphone";
import { useAll } from "@palabre/live";
import { useMutation } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { useParts } from "#/app/live_desk.tsx";
import { useAccount } from "#/features/tenants/session.ts";
import { ask } from "#/shared/api.ts";

export type How = "listen" | "whisper" | "join" | "take_over";
export interface Supervision {
  conversation: string;
  advisor: string;
  how: string;
  since: number;
}
const READY_MS = 8_000;
const NOTHING = () => () => undefined;

/** The talk in which this supervisor is, as the wall tells it. */
export function useMine(): Supervision | null {
  const me = useAccount().person.id;
  for (const { advisor, conversations } of useAll("advisor")) {
    for (const { conversation, listeners } of conversations) {
      const mine = listeners?.find((one) => one.person === me);
      if (mine) return { conversation, advisor, how: mine.how, since: mine.since };
    }
  }
  return null;
}

/** Her telephone's state: "off" until she listens for the first time. */
export function useEar() {
  const { ear } = useParts();
  return useSyncExternalStore(ear ? ear.subscribe.bind(ear) : NOTHING, () => ear?.state);
}

export function useSupervise() {
  const { ear } = useParts();
  const begin = useMutation({
    mutationFn: async ({ conversation, advisor, how }: { conversation: string; advisor: string; how: How }) => {
      if (ear) await ready(ear);
      await ask("post", "/desk/conversations/{conversation}/supervise", { path: { conversation }, body: { advisor, how } });
    },
  });
  const end = useMutation({ mutationFn: (conversation: string) => ask("post", "/desk/conversations/{conversation}/supervise/end", { path: { conversation } }) });
  return { begin, end };
}

/** Registered, here or in another tab of hers; the server says what is wrong where it does not become so. */
function ready(ear: Phone): Promise<void> {
  ear.start();
  ear.prepare();
  if (ear.state.line === "ready") return Promise.resolve();
  return new Promise((done) => {
    const stop = ear.subscribe(() => { if (ear.state.line === "ready") over(); });
    const timer = setTimeout(() => over(), READY_MS);
    function over() { stop(); clearTimeout(timer); done(); }
  });
}
