"""Voice messages: kept, listed for whoever answers their queue, listened to, called back, done, erased."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec

from palabre.callbacks.actions.requests import Requested, request_callback
from palabre.channels.ports import Taken
from palabre.channels.voice.actions import vcon
from palabre.channels.voice.actions.recording_rules import get_keeping
from palabre.conversations.actions.records import get_conversation
from palabre.foundations import limits
from palabre.foundations.ids import AdvisorId, ConversationId, CustomerId, QueueId, TenantId, is_uuid
from palabre.foundations.problems import NotFound
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.routing.model.views import queues_of
from palabre.tenants.actions.audit import record
from palabre.voicemail import store
from palabre.voicemail.problems import MessageErased, MessageHeld

LISTEN, ALL, ERASE = "voicemail.listen", "conversations.view", "recordings.erase"
EXPORT = "recordings.export"
DAY_MS = 86_400_000


class VoiceMessage(msgspec.Struct):
    """Milliseconds since 1970. `number`: '' withheld, erased, or not hers to see. `peaks`: of the drawn wave, 0-255.
    `held`: kept for the law."""

    id: str
    conversation: str
    queue: str
    customer: str | None
    number: str
    seconds: float
    left_at: int
    done_at: int | None
    done_by: str | None
    callback: str | None
    peaks: list[int]
    held: bool


async def keep(services: Services, who: Scope, conversation: ConversationId, queue: str, taken: Taken) -> str:
    """The blob first, then its row; its id."""
    blob = await services.blobs.put(who.tenant, taken.wav, kind="voice_message", content_type="audio/wav")
    async with services.database.transaction(who) as tx:
        known, id = await get_conversation(tx, conversation), new_id()
        number = known["address_value"] if known["address_kind"] == "phone" else ""
        values = {
            "id": id, "conversation": conversation, "queue": queue, "customer": known["customer"], "number": number,
            "blob": blob.id, "seconds": taken.seconds, "sha256": blob.sha256, "peaks": taken.peaks, "left_at": now_ms(),
        }  # fmt: skip
        await store.insert(tx, values)
    return id


async def list_messages(
    services: Services, who: Scope, *, queue: str | None, done: bool | None, after: str, limit: int
) -> Page[VoiceMessage]:
    """Newest first, of the queues whose work she can be offered; of all for whoever sees all conversations."""
    who.require(LISTEN)
    queues = await _queues(services, who)
    if queue is not None:
        queues = [queue] if queues is None or queue in queues else []
    key = key_of(after, tuple[int, str])
    async with services.database.transaction(who) as tx:
        rows = await store.page(tx, queues=queues, done=done, before=key, limit=limit + 1)
    return page_of(rows, limit, lambda row: _shaped(who, row), "left_at", "id")


async def _queues(services: Services, who: Scope) -> list[str] | None:
    if ALL in who.permissions and who.partner is None:
        return None
    world = (await services.followers.of(who.tenant)).world
    return list(queues_of(world["routing"], AdvisorId(who.person or "")))


def _shaped(who: Scope, row: dict) -> VoiceMessage:
    texts = ("id", "conversation", "queue", "customer", "done_by", "callback")
    row = row | {"held": bool(row["held_at"])}
    given = {k: str(row[k]) if row[k] and k in texts else row[k] for k in VoiceMessage.__struct_fields__}
    given["peaks"] = list(row["peaks"])
    if who.partner is not None:
        given |= {"number": "", "customer": None}
    return VoiceMessage(**given)


async def _find(services: Services, tx: Transaction, who: Scope, id: str) -> dict:
    """Raises NotFound also for one of a queue that is not hers."""
    who.require(LISTEN)
    row = await store.get(tx, id) if is_uuid(id) else None
    queues = await _queues(services, who)
    if row is None or (queues is not None and str(row["queue"]) not in queues):
        raise NotFound(what="voice_message")
    return row


async def listen(services: Services, who: Scope, id: str) -> AsyncIterator[bytes]:
    """Its wav. On record before its first byte."""
    async with services.database.transaction(who) as tx:
        row = await _find(services, tx, who, id)
        if row["erased_at"] or not row["blob"]:
            raise MessageErased(message=id)
        await record(tx, "voicemail.listen", f"voice_message:{id}", conversation=str(row["conversation"]))
    return services.blobs.get(who.tenant, str(row["blob"]))


async def export(services: Services, who: Scope, id: str) -> AsyncIterator[bytes]:
    """As a vCon, its sound and hash within it; checked before its first byte, and on record."""
    who.require(EXPORT)
    async with services.database.transaction(who) as tx:
        row = await _find(services, tx, who, id)
        if row["erased_at"] or not row["blob"]:
            raise MessageErased(message=id)
        shown = _shaped(who, row)
        made = vcon.of_message(
            id, shown.customer, shown.number, shown.seconds, shown.left_at, bytes(row["sha256"]).hex(), now_ms())
        codes = {"form": "vcon", "conversation": shown.conversation}
        await record(tx, "voicemail.export", f"voice_message:{id}", **codes)
    return vcon.streamed(made, services.blobs.get(who.tenant, str(row["blob"])))


async def mark_done(services: Services, who: Scope, id: str, on: bool) -> VoiceMessage:
    """Somebody has seen to it, or takes that back."""
    async with services.database.transaction(who) as tx:
        await _find(services, tx, who, id)
        await store.set_done(tx, id, now_ms() if on else None, str(who.person) if on and who.person else None)
        await record(tx, "voicemail.done" if on else "voicemail.not_done", f"voice_message:{id}")
        return _shaped(who, await _find(services, tx, who, id))


async def hold(services: Services, who: Scope, id: str, on: bool) -> VoiceMessage:
    """Kept for the law: neither its time nor anybody erases it, until this is lifted. On record."""
    who.require(ERASE)
    async with services.database.transaction(who) as tx:
        row = await _find(services, tx, who, id)
        if row["erased_at"]:
            raise MessageErased(message=id)
        if bool(row["held_at"]) != on:
            await store.hold(tx, id, now_ms() if on else None)
            await record(tx, "voicemail.hold" if on else "voicemail.lift_hold", f"voice_message:{id}")
        return _shaped(who, await _find(services, tx, who, id))


async def erase(services: Services, who: Scope, id: str) -> None:
    """By a person; its bytes are gone once this returns. Raises MessageHeld."""
    who.require(ERASE)
    async with services.database.transaction(who) as tx:
        row = await _find(services, tx, who, id)
        if row["held_at"]:
            raise MessageHeld(message=id)
        await store.erase(tx, id, now_ms())
        await record(tx, "voicemail.erase", f"voice_message:{id}", conversation=str(row["conversation"]), why="asked")
    await _erase_sound(services, who.tenant)


async def call_back(services: Services, who: Scope, id: str) -> Requested:
    """Its customer is called, an advisor reserved first. Raises callbacks.no_number where she hid hers."""
    who.require("callbacks.request")
    async with services.database.transaction(who) as tx:
        row = await _find(services, tx, who, id)
        asked = await request_callback(
            tx, QueueId(str(row["queue"])), row["number"], asked_by="person",
            conversation=ConversationId(str(row["conversation"])))  # fmt: skip
        await store.set_callback(tx, id, asked.callback)
    return asked


async def erase_due(services: Services, tenant: TenantId) -> int:
    """The retention job's work for one tenant; what a crash left half done is found again."""
    async with services.database.transaction(Scope(tenant)) as tx:
        before = now_ms() - (await get_keeping(tx)).days * DAY_MS
        due = await store.erase_before(tx, before, now_ms(), limits.RECORDINGS_ERASED_AT_ONCE)
        for row in due:
            await record(
                tx, "voicemail.erase", f"voice_message:{row['id']}", conversation=str(row["conversation"]), why="time")
    await _erase_sound(services, tenant)
    return len(due)


async def _erase_sound(services: Services, tenant: TenantId) -> None:
    """The bytes of what is erased; a crash in between is found here again."""
    async with services.database.transaction(Scope(tenant)) as tx:
        gone = await store.gone(tx, limits.RECORDINGS_ERASED_AT_ONCE)
    for row in gone:
        await services.blobs.erase(tenant, str(row["blob"]))
        async with services.database.transaction(Scope(tenant)) as tx:
            await store.drop_blob(tx, str(row["id"]))


async def erase_customer(tx: Transaction, customer: CustomerId) -> None:
    """With her what she said and from where; its bytes by the next look of the job."""
    await store.erase_of_customer(tx, customer, now_ms())
