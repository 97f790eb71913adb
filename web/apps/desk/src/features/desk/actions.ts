import { ask } from "#/shared/api.ts";

/** What an advisor asks of the desk: one POST each; the change itself comes back by the socket. */
export const changeStatus = (status: string) => ask("post", "/desk/status", { body: { status } });
/** Outside the hours of her agreement on work from home, because she says so. */
export const workBeyond = () => ask("post", "/desk/status", { body: { status: "available", beyond: true } });
export const acceptOffer = (offer: string) => ask("post", "/desk/offers/{offer}/accept", { path: { offer } });
export const declineOffer = (offer: string, reason = "") => ask("post", "/desk/offers/{offer}/decline", { path: { offer }, body: { reason } });
export const finishWorkItem = (item: string) => ask("post", "/desk/work-items/{item}/finish", { path: { item } });
export const endWrapUp = (item: string) => ask("post", "/desk/work-items/{item}/wrap-up/end", { path: { item } });
export const extendWrapUp = (item: string) => ask("post", "/desk/work-items/{item}/wrap-up/extend", { path: { item } });
export const hold = (conversation: string, on: boolean) => ask("post", "/desk/conversations/{conversation}/hold", { path: { conversation }, body: { on } });
export const takeCall = (conversation: string) => ask("post", "/desk/conversations/{conversation}/take", { path: { conversation } });
export const hangUp = (conversation: string) => ask("post", "/desk/conversations/{conversation}/hang-up", { path: { conversation } });
export const beginTransfer = (conversation: string, body: { to: string; target: string; blind: boolean }) => ask("post", "/desk/conversations/{conversation}/transfer", { path: { conversation }, body });
export const completeTransfer = (conversation: string) => ask("post", "/desk/conversations/{conversation}/transfer/complete", { path: { conversation } });
export const swapTransfer = (conversation: string) => ask("post", "/desk/conversations/{conversation}/swap", { path: { conversation } });
export const cancelTransfer = (conversation: string) => ask("post", "/desk/conversations/{conversation}/transfer/cancel", { path: { conversation } });
