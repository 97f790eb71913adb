import type { Entities, Kind } from "@palabre/contracts";
import { createContext, createElement, useCallback, useContext, useSyncExternalStore, type ReactNode } from "react";
import type { Link, LiveStore } from "./store.ts";

const Context = createContext<LiveStore | null>(null);

export function LiveProvider({ store, children }: { store: LiveStore; children?: ReactNode }) {
  return createElement(Context.Provider, { value: store }, children);
}

export function useLive(): LiveStore {
  const store = useContext(Context);
  if (!store) throw new Error("LiveProvider is missing");
  return store;
}

/** One entity; the component is drawn again only when this one changes. `me` and `tiles` have no id. */
export function useEntity<K extends Kind>(kind: K, id?: string | null): Entities[K] | undefined {
  const store = useLive();
  const key = kind === "me" || kind === "tiles" ? kind : `${kind}:${id ?? ""}`;
  const subscribe = useCallback((listener: () => void) => store.subscribe(key, listener), [store, key]);
  return useSyncExternalStore(subscribe, () => store.get(kind, key === kind ? undefined : (id ?? "")));
}

/** All of a kind in order of arrival. */
export function useAll<K extends Kind>(kind: K): readonly Entities[K][] {
  const store = useLive();
  const subscribe = useCallback((listener: () => void) => store.subscribe(`${kind}:*`, listener), [store, kind]);
  return useSyncExternalStore(subscribe, () => store.all(kind));
}

export function useLink(): Link {
  const store = useLive();
  const subscribe = useCallback((listener: () => void) => store.subscribe("link", listener), [store]);
  return useSyncExternalStore(subscribe, () => store.link);
}
