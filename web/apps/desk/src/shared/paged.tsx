import { useLingui } from "@lingui/react/macro";
import type { Page } from "@palabre/contracts";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { queries } from "#/app/queries.ts";
import { get } from "./api.ts";
import { Button, Fault } from "./ui/ui.tsx";

/** A list that the server gives by pages. `path` may carry a query. */
export function usePaged<Row>(path: string) {
  const query = useInfiniteQuery({
    queryKey: ["paged", path],
    queryFn: ({ pageParam }) => get<Page<Row>>(`${path}${path.includes("?") ? "&" : "?"}limit=50${pageParam ? `&after=${encodeURIComponent(pageParam)}` : ""}`),
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
