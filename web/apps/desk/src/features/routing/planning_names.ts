import type { Answer, Row } from "@palabre/contracts";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { call, withQuery } from "#/shared/api.ts";
import type { Names } from "./many.ts";

const PAGES_MAX = 20;

/** All of a list that people choose from, page after page. */
function useEvery<P extends "/sites" | "/partners" | "/calendars" | "/skills">(path: P): readonly Row<P>[] {
  const { data } = useQuery({
    queryKey: ["paged", path, "every"], // read again with the pages, after a change
    queryFn: async () => {
      const found: Row<P>[] = [];
      let after = "";
      for (let page = 0; page < PAGES_MAX; page += 1) {
        const { rows, next } = await call<Answer<"get", "/sites">>("GET", withQuery(path, { limit: 500, after }));
        found.push(...(rows as unknown as Row<P>[]));
        if (!next) break;
        after = next;
      }
      return found;
    },
  });
  return data ?? NONE;
}

const NONE: readonly never[] = [];
const byId = (rows: readonly { id: string; name: string }[]) => new Map(rows.map((one) => [one.id, one.name]));

/** Sites, partners, hours and skills, with their names: what a planner chooses from. */
export function usePlanning() {
  const [sites, partners, calendars, skills] = [useEvery("/sites"), useEvery("/partners"), useEvery("/calendars"), useEvery("/skills")];
  const known = useMemo(() => ({ site: byId(sites), partner: byId(partners), calendar: byId(calendars), skill: byId(skills) }), [sites, partners, calendars, skills]);
  const names: Names = useCallback((kind, id) => known[kind].get(id) ?? "…", [known]);
  return { sites, partners, calendars, skills: skills.filter((one) => one.active), names };
}
