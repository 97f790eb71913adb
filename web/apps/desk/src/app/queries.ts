import { QueryClient } from "@tanstack/react-query";
import { Problem } from "#/shared/api.ts";

/** Nothing is asked twice by the clock: what is live comes by the socket, the rest is kept until something says it changed. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: true,
      networkMode: "always",
      retry: (count, error) => count < 2 && (!(error instanceof Problem) || error.status === 0 || error.status === 503),
      retryDelay: (attempt) => 300 * 2 ** attempt,
    },
    mutations: { networkMode: "always", retry: false },
  },
});
