export { LiveStore, type Link } from "./store.ts";
export { LiveSocket } from "./socket.ts";
export { LiveProvider, useAll, useEntity, useLink, useLive } from "./hooks.ts";
export { AMBER_AFTER_MS, WORDS_AFTER_MS, calm, type Calm } from "./calm.ts";
export { serverNow, learnServerTime } from "./clock.ts";
export { after } from "./timer.ts";
