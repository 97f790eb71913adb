import { useLingui } from "@lingui/react/macro";
import type { Given, Page, Paged, Row } from "@palabre/contracts";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { queries } from "#/app/queries.ts";
import { call, withQuery, type Query } from "./api.ts";
import { Button, Fault } from "./ui/ui.tsx";

/** A list that the server gives by pages: those of its document by name, with what they are asked. */
export function usePaged<P extends Paged>(path: P, wanted?: Given<"get", P>["query"]): ReturnType<typeof useRows<Row<P>>>;
export function usePaged<One>(path: string): ReturnType<typeof useRows<One>>;
export function usePaged<One>(path: string, wanted?: unknown) {
  return useRows<One>(path, (wanted ?? {}) as Query);
}

function useRows<One>(path: string, wanted: Query) {
  const query = useInfiniteQuery({
    queryKey: ["paged", path, wanted],
    queryFn: ({ pageParam }) => call<Page<One>>("GET", withQuery(path, { ...wanted, limit: 50, after: pageParam })),
    initialPageParam: "",
    placeholderData: keepPreviousData, // a list that is searched does not blink
    getNextPageParam: (last) => last.next ?? undefined,
  });
  return { ...query, rows: query.data?.pages.flatMap((page) => page.rows) ?? [], loaded: query.isSuccess };
}

/** After a change: what was listed is read again. */
export const relist = (path: string) => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === "paged" && String(queryKey[1]).startsWith(path) });

export function More({ list }: { list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown; error: unknown; refetch: () => unknown } }) {
  const { t } = useLingui();
  return (
    <>
      <Fault error={list.error} retry={() => void list.refetch()} />
      {list.hasNextPage && <div><Button onPress={() => void list.fetchNextPage()} isDisabled={list.isFetchingNextPage}>{t`Afficher la suite`}</Button></div>}
    </>
  );
}
