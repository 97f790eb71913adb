import type { paths } from "./api.ts";

/** The server leaves no field out of what it says; one that has a default may only be left out of what it is told. */
export type Whole<T> = T extends (infer One)[] ? Whole<One>[] : T extends object ? { [K in keyof T]-?: Whole<T[K]> } : T;

export type Method = "get" | "post" | "put" | "patch" | "delete";
type Api = { [P in keyof paths as P extends `/api${infer Rest}` ? Rest : never]: paths[P] };
type Operation<M extends Method, P extends keyof Api> = NonNullable<Api[P][M]>;

/** Paths, without `/api`, that know this method. */
export type Path<M extends Method> = { [P in keyof Api]: Api[P] extends Record<M, object> ? P : never }[keyof Api];

type Json<Content> = Content extends { content: { "application/json": infer Body } } ? Body : undefined;
type Answers<O> = O extends { responses: infer R } ? R[keyof R & (200 | 201 | 204)] : never;
/** What is answered when it went well: every field, nothing where nothing is said. */
export type Answer<M extends Method, P extends Path<M>> = Whole<Json<Answers<Operation<M, P>>>>;

type Parameters<O> = O extends { parameters: infer Found } ? Found : never;
type InPath<O> = Parameters<O> extends { path: infer Names } ? { path: Names } : { path?: undefined };
type InQuery<O> = Parameters<O> extends { query: infer Names extends object } ? { query: Names } : Parameters<O> extends { query?: infer Names extends object } ? { query?: Names } : { query?: undefined };
type InBody<O> = O extends { requestBody: infer Body } ? { body: Json<Body> } : { body?: undefined };
/** What is asked with: names in the path, the query, the body. */
export type Given<M extends Method, P extends Path<M>> = InPath<Operation<M, P>> & InQuery<Operation<M, P>> & InBody<Operation<M, P>>;

/** Paths that answer by pages, and one row of such a page. */
export type Paged = { [P in Path<"get">]: Answer<"get", P> extends { rows: unknown[] } ? P : never }[Path<"get">];
export type Row<P extends Paged> = Answer<"get", P> extends { rows: (infer One)[] } ? One : never;
