import type { Draft, Point } from "./draft.ts";
import { walked } from "./draft.ts";

export const WIDTH = 240;
const COLUMN = 340;
const GAP = 36;
const HEAD = 66;
const EXIT = 26;

export const heightOf = (exits: number): number => HEAD + Math.max(1, exits) * EXIT;

/** Where every step stands: columns by how far a customer has come, in each the order of what leads there. */
export function arrange(draft: Draft, exits: (name: string) => number): Record<string, Point> {
  const order = walked(draft);
  const columns = new Map<number, string[]>();
  const ranks = longest(draft);
  const deepest = Math.max(0, ...ranks.values());
  for (const one of order) {
    const column = ranks.get(one.name) ?? deepest + 1;
    columns.set(column, [...(columns.get(column) ?? []), one.name]);
  }
  const placed: Record<string, Point> = {};
  for (const [column, names] of [...columns].sort(([a], [b]) => a - b)) {
    const sorted = column === 0 ? names : ranked(draft, names, placed);
    let y = 0;
    for (const name of sorted) {
      placed[name] = [column * COLUMN, y];
      y += heightOf(exits(name)) + GAP;
    }
  }
  return placed;
}

/** How many steps a customer may have come by: the longest way without going round in a circle. */
function longest(draft: Draft): Map<string, number> {
  const done: string[] = [];
  const seen = new Set<string>();
  const onward = new Map<string, string[]>();
  const visit = (name: string, above: Set<string>) => {
    if (seen.has(name) || !draft.steps[name]) return;
    seen.add(name);
    const way = new Set(above).add(name);
    const next = Object.values(draft.steps[name].next ?? {}).filter((to) => draft.steps[to] && !way.has(to));
    onward.set(name, next);
    for (const to of next) visit(to, way);
    done.push(name);
  };
  visit(draft.start, new Set());
  if (draft.on_error) visit(draft.on_error, new Set());
  const ranks = new Map<string, number>(done.map((name) => [name, 0]));
  for (const name of done.toReversed()) for (const to of onward.get(name) ?? []) ranks.set(to, Math.max(ranks.get(to) ?? 0, ranks.get(name)! + 1));
  return ranks;
}

/** By the height at which they are led to: fewer lines cross. */
function ranked(draft: Draft, names: string[], placed: Record<string, Point>): string[] {
  const rank = (name: string): number => {
    const from = Object.entries(draft.steps).flatMap(([step, one]) => {
      const point = placed[step];
      if (!point) return [];
      const exits = Object.values(one.next ?? {});
      return exits.flatMap((to, n) => (to === name ? [point[1] + n * EXIT] : []));
    });
    return from.length ? from.reduce((a, b) => a + b, 0) / from.length : Number.MAX_SAFE_INTEGER;
  };
  const ranks = new Map(names.map((name) => [name, rank(name)]));
  return [...names].sort((a, b) => ranks.get(a)! - ranks.get(b)!);
}

/** Steps that were never placed (made by keyboard, imported) find their place beside those that were. */
export function placed(draft: Draft, exits: (name: string) => number): Record<string, Point> {
  const known = draft.drawn ?? {};
  const missing = Object.keys(draft.steps).filter((name) => !known[name]);
  if (missing.length === 0) return known;
  const whole = arrange(draft, exits);
  if (missing.length === Object.keys(draft.steps).length) return whole;
  const found = { ...known };
  for (const name of missing) found[name] = freePlace(found, draft, name, whole[name] ?? [0, 0]);
  return found;
}

function freePlace(taken: Record<string, Point>, draft: Draft, name: string, fallback: Point): Point {
  const from = Object.entries(draft.steps).find(([step, one]) => taken[step] && Object.values(one.next ?? {}).includes(name));
  const near = from ? taken[from[0]]! : fallback;
  const at: Point = [near[0] + (from ? COLUMN : 0), near[1]];
  while (Object.values(taken).some(([x, y]) => Math.abs(x - at[0]) < WIDTH && Math.abs(y - at[1]) < HEAD + EXIT * 2)) at[1] += HEAD + EXIT * 2 + GAP;
  return at;
}
