"""Asking to be called back, changing one's mind, calling again and finding one's place."""

from __future__ import annotations

import hashlib
import secrets

import msgspec

from palabre.callbacks import store
from palabre.callbacks.actions.rules import CallbackRules, get_rules
from palabre.callbacks.commands import CancelCallback
from palabre.callbacks.facts import CallbackRequested
from palabre.callbacks.problems import CallbackOver, CallbackUnknown, NoNumber, TimeNotPossible, TooManyCallbacks
from palabre.channels.voice.actions import numbers
from palabre.channels.voice.actions.outbound import forget_number, plan_dial
from palabre.channels.voice.problems import NumberInvalid
from palabre.conversations.actions.records import get_row
from palabre.customers.actions import find_or_create_customer, normalise_address, tenant_country
from palabre.foundations import limits
from palabre.foundations.ids import CallbackId, ConversationId, CustomerId, QueueId, TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.routing.actions.rules import queues_in_force
from palabre.routing.model.drafts import Queue
from palabre.routing.ports import hours_of
from palabre.routing.problems import QueueUnknown
from palabre.tenants.actions.audit import record

SECOND = 1_000
KNOWN_SECONDS_MAX = 1.0  # for the owner to take a request from the outbox, which it looks at four times a second


class Callback(msgspec.Struct):
    """Milliseconds since 1970; 0: none. `due`: the time she chose. `number`: '' once erased."""

    id: str
    queue: str
    number: str
    state: str
    asked_by: str
    requested_at: int
    since: int
    due: int
    promised: int
    tries: int
    last_outcome: str
    next_at: int
    customer: str | None
    conversation: str | None
    reached_in: str | None
    ended_at: int | None


class Requested(msgspec.Struct):
    """`new`: False where one was pending already: it is that one. `token`: for a page to ask about it; '' else."""

    callback: CallbackId
    promised: int
    new: bool
    token: str = ""


async def request_callback(
    tx: Transaction,
    queue: QueueId,
    number: str,
    *,
    asked_by: str,
    since: int = 0,
    due: int = 0,
    conversation: ConversationId | None = None,
    entry: str = "",
    language: str = "",
    network: bytes | None = None,
) -> Requested:
    """One pending per number and queue. `since`: the place kept (ms), 0: from now. `due`: the time chosen, 0: none.

    Abroad only where one of ours asks: a page is anybody's, and a caller's number may be forged.
    Raises QueueUnknown, NoNumber, TimeNotPossible, TooManyCallbacks.
    """
    rules, now = await get_rules(tx, queue), now_ms()
    asked = await _queue_in_force(tx, queue)
    wanted = await _callable(tx, number, abroad=asked_by == "person")
    if known := await store.pending(tx, queue, wanted):
        return Requested(CallbackId(str(known["id"])), known["promised"], False)
    await _bound(tx, wanted, network, now)
    await _check_time(tx, asked, due, now)
    id, token = CallbackId(new_id()), secrets.token_urlsafe(24) if asked_by == "web" else ""
    begins = due or now
    promised, until = begins + rules.promise_seconds * SECOND, begins + rules.open_seconds * SECOND
    address = normalise_address("voice", wanted, await tenant_country(tx))
    values = {
        "id": id, "queue": queue, "number": wanted, "customer": await find_or_create_customer(tx, address),
        "asked_by": asked_by, "conversation": conversation, "now": now, "since": min(since or now, now), "due": due,
        "promised": promised, "until": until, "network": network, "token": _digest(token) if token else None,
    }  # fmt: skip
    if not await store.insert(tx, values):  # somebody was first: theirs is it
        known = await store.pending(tx, queue, wanted)
        if known is None:
            raise TooManyCallbacks(of="address")
        return Requested(CallbackId(str(known["id"])), known["promised"], False)
    await plan_dial(tx, id, wanted, entry=entry, language=language)
    tx.tell(_told(values, rules))
    if tx.scope.person is not None:
        await record(tx, "callbacks.request", f"callback:{id}", queue=queue)
    return Requested(id, promised, True, token)


def _told(values: dict, rules: CallbackRules) -> CallbackRequested:
    return CallbackRequested(
        values["now"], values["id"], values["queue"], values["since"], values["due"], values["promised"],
        values["until"], rules.distances, values["asked_by"], values["conversation"],
    )  # fmt: skip


async def _queue_in_force(tx: Transaction, queue: QueueId) -> Queue:
    found = next((q for q in await queues_in_force(tx) if q.id == queue), None)
    if found is None:
        raise QueueUnknown(queue=queue)
    return found


async def _callable(tx: Transaction, number: str, *, abroad: bool) -> str:
    try:
        return numbers.callable_number(number, await tenant_country(tx), abroad=abroad)
    except NumberInvalid:
        raise NoNumber() from None


async def _bound(tx: Transaction, number: str, network: bytes | None, now: int) -> None:
    since = now - limits.CALLBACKS_SECONDS * SECOND
    if await store.asked_by_number(tx, number, since) >= limits.CALLBACKS_PER_ADDRESS:
        raise TooManyCallbacks(of="address", retry_after_seconds=limits.CALLBACKS_SECONDS)
    if network and await store.asked_by_network(tx, network, since) >= limits.CALLBACKS_PER_NETWORK:
        raise TooManyCallbacks(of="network", retry_after_seconds=limits.CALLBACKS_SECONDS)


async def _check_time(tx: Transaction, asked: Queue, due: int, now: int) -> None:
    if not due:
        return
    if due <= now:
        raise TimeNotPossible(reason="past")
    if due > now + limits.CALLBACK_DAYS_MAX * 86_400 * SECOND:
        raise TimeNotPossible(reason="too_far")
    if asked.calendar and not any(begin <= due < end for begin, end in await hours_of(tx, asked.calendar)):
        raise TimeNotPossible(reason="closed")


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


# -- afterwards


async def cancel_callback(services: Services, who: Scope, id: CallbackId) -> None:
    """Raises CallbackUnknown, CallbackOver."""
    who.require("callbacks.request")
    async with services.database.transaction(who) as tx:
        if await store.get(tx, id) is None:
            raise CallbackUnknown(callback=id)
        await record(tx, "callbacks.cancel", f"callback:{id}")
    await end_callback(services, who.tenant, id, "cancelled")


async def end_callback(services: Services, tenant: TenantId, id: CallbackId, reason: str) -> None:
    """Asked just after the request it waits until the owner knows of it: "not there" would mean "over". Raises
    CallbackOver."""
    follower = await services.followers.of(tenant)
    try:
        await follower.until(lambda world: id in world["callbacks"].callbacks, KNOWN_SECONDS_MAX)
    except TimeoutError:
        pass  # over already, most likely: the owner decides
    if not await services.commander.ask(tenant, CancelCallback(id, reason)):
        raise CallbackOver(callback=id)


async def kept_place(services: Services, who: Scope, conversation: ConversationId, queue: QueueId) -> int:
    """Who calls again finds her place: since when (ms) it is kept for her in this queue; 0: nowhere.

    Her callback then is no more. Asked again for the same conversation it answers the same.
    """
    async with services.database.single(who) as tx:
        known = await get_row(tx, conversation)
        number = known["address_value"] if known["address_kind"] == "phone" else ""
        if await store.kept(tx, queue, conversation, number) is None:
            return 0
    async with services.database.transaction(who) as tx:
        row = await store.kept(tx, queue, conversation, number)
        if row is None:
            return 0
        await store.mark_returned(tx, str(row["id"]), conversation)
    try:
        await end_callback(services, who.tenant, CallbackId(str(row["id"])), "returned")
    except CallbackOver:
        pass  # cancelled before a restart, or reached meanwhile
    return int(row["since"])


async def list_callbacks(
    tx: Transaction, *, queue: QueueId | None, state: str | None, number: str | None = None, after: str, limit: int
) -> Page[Callback]:
    """Newest first. `number`: digits it holds, as people write them (a national 0 in front is left out)."""
    tx.scope.require("callbacks.view")
    digits = digits_of(number)
    key = key_of(after, tuple[int, str])
    rows = await store.page(tx, queue=queue, state=state, digits=digits, key=key, limit=limit + 1)
    return page_of(rows, limit, shaped, "requested_at", "id")


def digits_of(number: str | None) -> str | None:
    """Of a number as people write it, without the national 0 in front; None where it has none."""
    return "".join(c for c in number or "" if c in "0123456789").lstrip("0") or None


def shaped(row: dict) -> Callback:
    texts = ("id", "queue", "customer", "conversation", "reached_in")
    given = {k: str(row[k]) if row[k] and k in texts else row[k] for k in Callback.__struct_fields__}
    return Callback(**given)


async def erase_customer(tx: Transaction, customer: CustomerId) -> None:
    """Her number is forgotten, here and at the telephone; what happened stays counted."""
    for row in await store.of_customer(tx, customer):
        await forget_number(tx, str(row["id"]))
    await store.erase_of_customer(tx, customer)
