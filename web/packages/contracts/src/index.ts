export type * from "./calls.ts";
export type * from "./desk.ts";
export type * from "./http.ts";
