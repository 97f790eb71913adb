import { exitsOf, type Schema } from "./schema.ts";

/** A flow as it is drawn; it need not be right. Every change gives a new one: what was is kept for undoing. */
export type Step = { kind: string; title?: string; next?: Record<string, string> } & Record<string, unknown>;
export type Point = [number, number];
export interface Declared { type?: string; begins?: string; values?: string[]; way?: string; about?: string }
export interface Draft {
  schema?: number;
  languages: string[];
  channels: string[];
  start: string;
  on_error?: string | null;
  variables?: Record<string, string>;
  declares?: Record<string, Declared>;
  drawn?: Record<string, Point>;
  steps: Record<string, Step>;
}
export interface Fault { code: string; where: string; what: string }

const IDENTIFIER = /^[a-z][a-z0-9_]{0,39}$/;
export const isName = (text: string) => IDENTIFIER.test(text);

/** Whatever was kept as a draft, as something that can be drawn. */
export function readDraft(kept: unknown): Draft {
  const given = (kept && typeof kept === "object" ? kept : {}) as Partial<Draft>;
  const steps = given.steps && typeof given.steps === "object" ? given.steps : {};
  return { ...given, languages: given.languages ?? ["fr"], channels: given.channels ?? ["voice"], start: given.start ?? Object.keys(steps)[0] ?? "", steps };
}

/** A name for people, as a name for flows: «Où allez-vous ?» → ou_allez_vous. */
export function slug(text: string): string {
  const plain = text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^[_0-9]+|_+$/g, "");
  return plain.slice(0, 36);
}

export function freeName(taken: Iterable<string>, wanted: string): string {
  const names = new Set(taken);
  const base = isName(wanted) ? wanted.slice(0, 36) : "step";
  if (!names.has(base)) return base;
  for (let n = 2; ; n += 1) if (!names.has(`${base}_${n}`)) return `${base}_${n}`;
}

export interface Added { draft: Draft; name: string }

/** `from`: whose exit leads to it. The first step of an empty flow is where it begins. */
export function addStep(draft: Draft, kind: string, first: Partial<Step>, options: { at?: Point; from?: { step: string; exit: string } } = {}): Added {
  const name = freeName(Object.keys(draft.steps), kind);
  let made: Draft = { ...draft, steps: { ...draft.steps, [name]: { ...first, kind } as Step } };
  if (!draft.steps[draft.start]) made.start = name;
  if (options.at) made.drawn = { ...made.drawn, [name]: options.at };
  if (options.from) made = connect(made, options.from.step, options.from.exit, name);
  return { draft: made, name };
}

export function connect(draft: Draft, step: string, exit: string, to: string | null): Draft {
  const one = draft.steps[step];
  if (!one) return draft;
  const { [exit]: _gone, ...rest } = one.next ?? {};
  return putStep(draft, step, { ...one, next: to ? { ...rest, [exit]: to } : rest });
}

export const putStep = (draft: Draft, name: string, step: Step): Draft => ({ ...draft, steps: { ...draft.steps, [name]: step } });

/** What led to them leads nowhere any more. */
export function removeSteps(draft: Draft, names: readonly string[]): Draft {
  const gone = new Set(names);
  const steps = Object.fromEntries(Object.entries(draft.steps).filter(([name]) => !gone.has(name)).map(([name, step]) => [name, { ...step, ...(step.next ? { next: Object.fromEntries(Object.entries(step.next).filter(([, to]) => !gone.has(to))) } : {}) }]));
  const drawn = Object.fromEntries(Object.entries(draft.drawn ?? {}).filter(([name]) => !gone.has(name)));
  const start = gone.has(draft.start) ? Object.keys(steps)[0] ?? "" : draft.start;
  return { ...draft, steps, drawn, start, ...(draft.on_error && gone.has(draft.on_error) ? { on_error: null } : {}) };
}

/** Under its new name wherever it is led to. */
export function renameStep(draft: Draft, from: string, to: string): Draft {
  if (from === to || !isName(to) || draft.steps[to]) return draft;
  const led = (name: string) => (name === from ? to : name);
  const steps = Object.fromEntries(Object.entries(draft.steps).map(([name, step]) => [led(name), step.next ? { ...step, next: Object.fromEntries(Object.entries(step.next).map(([exit, next]) => [exit, led(next)])) } : step]));
  const drawn = Object.fromEntries(Object.entries(draft.drawn ?? {}).map(([name, point]) => [led(name), point]));
  return { ...draft, steps, drawn, start: led(draft.start), ...(draft.on_error ? { on_error: led(draft.on_error) } : {}) };
}

export function duplicate(draft: Draft, name: string): Added {
  const copy = freeName(Object.keys(draft.steps), `${name.replace(/_\d+$/, "")}_2`);
  const at = draft.drawn?.[name];
  const drawn = at ? { ...draft.drawn, [copy]: [at[0] + 40, at[1] + 60] as Point } : draft.drawn;
  return { name: copy, draft: { ...draft, ...(drawn ? { drawn } : {}), steps: { ...draft.steps, [copy]: structuredClone(draft.steps[name]!) } } };
}

/** An exit that its step no longer has leads nowhere: its menu lost an option. */
export function tidied(draft: Draft, name: string, schema: Schema, exitsOfFlow: (id: string) => string[] | null): Draft {
  const step = draft.steps[name];
  if (!step?.next) return draft;
  const exits = exitsOf(schema, step, exitsOfFlow);
  if (!exits) return draft;
  const next = Object.fromEntries(Object.entries(step.next).filter(([exit]) => exits.includes(exit)));
  return Object.keys(next).length === Object.keys(step.next).length ? draft : putStep(draft, name, { ...step, next });
}

/** Steps in the order in which a customer meets them, then those that nothing leads to. */
export function walked(draft: Draft): { name: string; depth: number; reached: boolean }[] {
  const seen = new Map<string, number>();
  const visit = (from: string, depth: number) => {
    const waiting: [string, number][] = [[from, depth]];
    while (waiting.length) {
      const [name, level] = waiting.shift()!;
      if (seen.has(name) || !draft.steps[name]) continue;
      seen.set(name, level);
      for (const to of Object.values(draft.steps[name].next ?? {})) waiting.push([to, level + 1]);
    }
  };
  visit(draft.start, 0);
  if (draft.on_error) visit(draft.on_error, 0);
  const reached = new Set(seen.keys());
  const rest = Object.keys(draft.steps).filter((name) => !reached.has(name));
  return [...[...seen].map(([name, depth]) => ({ name, depth, reached: true })), ...rest.map((name) => ({ name, depth: 0, reached: false }))];
}

/** Who leads to a step, by which exit. */
export function leadingTo(draft: Draft, name: string): { step: string; exit: string }[] {
  return Object.entries(draft.steps).flatMap(([step, one]) => Object.entries(one.next ?? {}).filter(([, to]) => to === name).map(([exit]) => ({ step, exit })));
}

export const titleOf = (draft: Draft, name: string): string => draft.steps[name]?.title || name.replaceAll("_", " ");
