export * from "./desk.ts";
export * from "./http.ts";
