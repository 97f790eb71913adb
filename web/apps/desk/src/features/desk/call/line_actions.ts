import { ask } from "#/shared/api.ts";

/** What an advisor asks of lines: one POST each; what becomes of it comes back by the socket. */
export const pressKeys = (conversation: string, keys: string) => ask("post", "/desk/conversations/{conversation}/keys", { path: { conversation }, body: { keys } });
export const muteAtServer = (conversation: string, on: boolean) => ask("post", "/desk/conversations/{conversation}/mute", { path: { conversation }, body: { on } });
export const reportAbuse = (conversation: string) => ask("post", "/desk/conversations/{conversation}/abuse", { path: { conversation } });
export const callNumber = (number: string) => ask("post", "/desk/calls", { body: { number } });
export const cancelCall = () => ask("post", "/desk/calls/cancel");
export const callColleague = (advisor: string) => ask("post", "/desk/colleagues/{advisor}/call", { path: { advisor } });
export const answerColleague = (call: string) => ask("post", "/desk/internal-calls/{call}/answer", { path: { call } });
export const seeInternalEnd = (call: string) => ask("post", "/desk/internal-calls/{call}/seen", { path: { call } });
export const endInternalCall = (call: string) => ask("post", "/desk/internal-calls/{call}/end", { path: { call } });
