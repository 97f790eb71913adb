import type { Step } from "./draft.ts";

/** What the server publishes of every kind of step; the form of a step is made of it. */
export interface Shape {
  $ref?: string;
  type?: string;
  enum?: (string | number | null)[];
  anyOf?: Shape[];
  items?: Shape;
  properties?: Record<string, Shape>;
  additionalProperties?: Shape | boolean;
  required?: string[];
  default?: unknown;
  description?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  "x-refers"?: string;
  "x-exits"?: { always?: string[]; each?: string; if?: Record<string, string>; of?: string };
}
export interface Schema { $defs: Record<string, Shape> }
export interface Kind { kind: string; shape: Shape }

const UNTOLD = ["kind", "next", "title"];

export function kindsOf(schema: Schema): Kind[] {
  const found = Object.values(schema.$defs).flatMap((shape) => {
    const kind = shape["x-exits"] && shape.properties?.["kind"]?.enum?.[0];
    return typeof kind === "string" ? [{ kind, shape }] : [];
  });
  return found.sort((a, b) => a.kind.localeCompare(b.kind));
}

export const kindOf = (schema: Schema, kind: string): Kind | undefined => kindsOf(schema).find((one) => one.kind === kind);

export function fieldsOf(kind: Kind): [string, Shape][] {
  return Object.entries(kind.shape.properties ?? {}).filter(([name]) => !UNTOLD.includes(name));
}

export const needed = (kind: Kind, field: string): boolean => kind.shape.required?.includes(field) ?? false;

export function resolve(schema: Schema, shape: Shape): Shape {
  if (!shape.$ref) return shape;
  const { $ref, ...own } = shape;
  return { ...schema.$defs[$ref.split("/").pop()!], ...own };
}

/** One or nothing: the one. */
export function unwrapped(schema: Schema, shape: Shape): { shape: Shape; optional: boolean } {
  const resolved = resolve(schema, shape);
  const parts = resolved.anyOf?.filter((one) => one.type !== "null");
  if (resolved.anyOf && parts && parts.length === 1 && parts.length < resolved.anyOf.length) {
    const { anyOf: _parts, ...own } = resolved;
    return { shape: { ...own, ...resolve(schema, parts[0]!) }, optional: true };
  }
  return { shape: resolved, optional: false };
}

/** A list of prompts: names of the library, or what is made of variables. */
export const isPrompts = (shape: Shape): boolean => shape.type === "array" && !!shape.items?.anyOf?.some((one) => one.$ref?.endsWith("/Spoken"));

/** The exits of a step as it stands; null where a flow it runs is not known here. */
export function exitsOf(schema: Schema, step: Step, exitsOfFlow: (id: string) => string[] | null): string[] | null {
  const rule = kindOf(schema, step.kind)?.shape["x-exits"];
  if (!rule) return null;
  const listed = rule.each ? step[rule.each] : undefined;
  const each = Array.isArray(listed) ? listed.map((one) => (one as { exit?: unknown } | null)?.exit).filter((one): one is string => typeof one === "string" && one !== "") : [];
  const filled = Object.entries(rule.if ?? {}).filter(([field]) => step[field]).map(([, exit]) => exit);
  let of: string[] = [];
  if (rule.of) {
    const found = exitsOfFlow(String(step[rule.of] ?? ""));
    if (!found) return null;
    of = found;
  }
  return [...new Set([...of, ...each, ...(rule.always ?? []), ...filled])];
}

/** With what a new step of this kind begins. */
export function firstOf(kind: Kind): Partial<Step> {
  const first: Record<string, unknown> = {};
  for (const [name, shape] of fieldsOf(kind)) {
    if (!needed(kind, name)) continue;
    if (shape.type === "array") first[name] = [];
    else if (shape.type === "object") first[name] = {};
    else if (shape.enum) first[name] = shape.enum[0];
    else if (shape.type === "boolean") first[name] = false;
    else first[name] = "";
  }
  return first;
}
