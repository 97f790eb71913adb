import { post } from "#/shared/api.ts";

/** What an advisor asks of the desk: one POST each; the change itself comes back by the socket. */
export const changeStatus = (status: string) => post("/desk/status", { status });
export const acceptOffer = (offer: string) => post<{ item: string; conversation: string }>(`/desk/offers/${offer}/accept`);
export const declineOffer = (offer: string, reason = "") => post(`/desk/offers/${offer}/decline`, { reason });
export const finishWorkItem = (item: string) => post(`/desk/work-items/${item}/finish`);
export const endWrapUp = (item: string) => post(`/desk/work-items/${item}/wrap-up/end`);
export const extendWrapUp = (item: string) => post(`/desk/work-items/${item}/wrap-up/extend`);
export const hold = (conversation: string, on: boolean) => post(`/desk/conversations/${conversation}/hold`, { on });
export const hangUp = (conversation: string) => post(`/desk/conversations/${conversation}/hang-up`);
