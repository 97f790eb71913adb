"""Recordings that are kept: the blob, the row, the fact; found, marked, listened to, held for the law, erased."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Protocol

import msgspec

from palabre.channels.voice.actions import abuse
from palabre.channels.voice.facts import RecordingKept
from palabre.channels.voice.problems import RecordingErased, RecordingHeld
from palabre.channels.voice.store import recordings as store
from palabre.conversations.actions.notes import attach
from palabre.foundations import limits
from palabre.foundations.ids import ConversationId, CustomerId, EffectId, TenantId, is_uuid
from palabre.foundations.problems import NotFound
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.tenants.actions.audit import record

DAY_MS = 86_400_000
Silence = tuple[str, int, int]


class Sound(Protocol):
    """A wav that is made as it is read; `sha512` and `peaks` are there afterwards."""

    seconds: float
    bytes: int
    sha512: bytes
    peaks: bytes

    def pieces(self) -> Iterator[bytes]: ...


class Kept(msgspec.Struct):
    """`silences`: (why, from, until), ms within the file: nothing is kept there."""

    conversation: ConversationId
    effect: EffectId
    began_at: int
    silences: list[Silence] = []


class Found(msgspec.Struct):
    """One recording in a list. `silences` as of Kept; `held`: kept for the law; `erased_at`: its sound is gone."""

    id: str
    conversation: str
    seconds: float
    began_at: int
    customer: str | None
    number: str
    entry: str
    queues: list[str]
    advisors: list[str]
    held: bool
    erased_at: int | None
    bytes: int


class Mark(msgspec.Struct):
    """Somebody's own. `at`: ms since 1970."""

    id: str
    at: int
    person: str
    note: str


class Piece(msgspec.Struct):
    """A segment of the conversation, as it lies under the wave. ms since 1970."""

    kind: str
    owner: str
    opened_at: int
    closed_at: int | None


class Gap(msgspec.Struct):
    """Nothing is kept there: `why`, and ms within the file."""

    why: str
    since: int
    until: int


class Card(msgspec.Struct):
    """What the player draws. `peaks`: loudest of each stretch, 0-255, left and right in turn."""

    recording: Found
    sha256: str
    sha512: str
    peaks: list[int]
    silences: list[Gap]
    segments: list[Piece]
    marks: list[Mark]


async def keep_recording(services: Services, tenant: TenantId, kept: Kept, sound: Sound) -> str | None:
    """Store a conversation's two-channel wav; None when it was kept before (a crash came before tidying)."""
    async with services.database.transaction(Scope(tenant)) as tx:
        if await store.recording_of_effect(tx, kept.effect):
            return None
    blob = await services.blobs.put(
        tenant, _in_pieces(sound), kind="recording", content_type="audio/wav", bytes_max=limits.RECORDING_BYTES_MAX
    )
    async with services.database.transaction(Scope(tenant)) as tx:
        id = new_id()
        await store.insert_recording(
            tx,
            {
                "id": id,
                "conversation": kept.conversation,
                "effect": kept.effect,
                "blob": blob.id,
                "seconds": sound.seconds,
                "sha256": blob.sha256,
                "sha512": sound.sha512,
                "bytes": blob.bytes,
                "peaks": sound.peaks,
                "silences": msgspec.json.encode(kept.silences).decode(),
                "began_at": kept.began_at,
            },
        )
        await abuse.hold_if_reported(tx, kept.conversation)
        await attach(tx, kept.conversation, id, "recording", seconds=sound.seconds)
        tx.tell(RecordingKept(now_ms(), kept.conversation, id, sound.seconds))
    return id


async def _in_pieces(sound: Sound) -> AsyncIterator[bytes]:
    """Read beside the loop: a disk may be slow."""
    pieces = sound.pieces()
    while (piece := await asyncio.to_thread(next, pieces, b"")):
        yield piece


# -- finding


async def search(tx: Transaction, filters: dict, *, after: str, limit: int) -> Page[Found]:
    """Newest first. `filters`: since, until (ms), queue, advisor, number (digits), seconds_min, held, conversation."""
    rows = await store.search_recordings(tx, filters, key_of(after, tuple[int, str]), limit + 1)
    return page_of(rows, limit, _found, "began_at", "id")


def _found(row: dict) -> Found:
    texts = {k: str(row[k]) if row[k] else None for k in ("id", "conversation", "customer")}
    return Found(**{f: row[f] for f in Found.__struct_fields__ if f not in texts}, **texts)


async def recordings_of(tx: Transaction, conversation: ConversationId) -> list[dict]:
    """id, seconds, began_at of each recording of this conversation, oldest first."""
    return await store.recordings_of(tx, conversation, limits.RECORDINGS_MAX)


async def find_recording(tx: Transaction, id: str) -> dict:
    row = await store.recording(tx, id) if is_uuid(id) else None
    if row is None:
        raise NotFound(what="recording")
    return row


async def card_of(tx: Transaction, id: str) -> Card:
    row = await find_recording(tx, id)
    page = await search(tx, {"recording": id}, after="", limit=1)
    conversation = str(row["conversation"])
    return Card(
        page.rows[0],
        bytes(row["sha256"]).hex(),
        bytes(row["sha512"] or b"").hex(),
        list(row["peaks"]),
        [Gap(*told) for told in row["silences"]],
        [Piece(**r) for r in await store.pieces_of(tx, conversation, limits.RECORDING_MARKS_MAX)],
        await marks_of(tx, conversation),
    )


async def marks_of(tx: Transaction, conversation: str) -> list[Mark]:
    rows = await store.recording_marks(tx, conversation, limits.RECORDING_MARKS_MAX)
    return [Mark(str(r["id"]), r["at"], str(r["person"]), r["note"]) for r in rows]


async def add_mark(tx: Transaction, conversation: ConversationId, at: int, note: str) -> Mark:
    """A place to come back to; seen by whoever may listen."""
    if len(await marks_of(tx, conversation)) >= limits.RECORDING_MARKS_MAX:
        raise NotFound(what="room")
    mark = Mark(new_id(), at, str(tx.scope.person), note)
    await store.insert_mark(tx, {**msgspec.structs.asdict(mark), "conversation": conversation, "now": now_ms()})
    return mark


async def remove_mark(tx: Transaction, id: str) -> None:
    """One's own."""
    if not await store.delete_mark(tx, id, str(tx.scope.person)):
        raise NotFound(what="mark")


# -- listening


def listen(services: Services, tenant: TenantId, recording: dict) -> AsyncIterator[bytes]:
    """Its bytes. The caller has written the listening into the audit before."""
    if recording["erased_at"] or not recording["blob"]:
        raise RecordingErased(recording=str(recording["id"]))
    return services.blobs.get(tenant, str(recording["blob"]))


# -- keeping and erasing


async def hold(tx: Transaction, id: str, on: bool) -> None:
    """Kept for the law beyond its time, or no more."""
    tx.scope.require("recordings.erase")
    row = await find_recording(tx, id)
    if bool(row["held_at"]) != on:
        await store.hold_recording(tx, id, now_ms() if on else None)
        await record(tx, "recordings.hold" if on else "recordings.lift_hold", f"recording:{id}")


async def erase(services: Services, who: Scope, id: str) -> None:
    """By a person. Raises RecordingHeld."""
    who.require("recordings.erase")
    async with services.database.transaction(who) as tx:
        row = await find_recording(tx, id)
        if row["held_at"]:
            raise RecordingHeld(recording=id)
        await _forget(tx, row, "asked")
    await erase_sound(services, who.tenant)


async def erase_due(services: Services, tenant: TenantId) -> int:
    """The retention job's work for one tenant: how many were erased."""
    async with services.database.transaction(Scope(tenant)) as tx:
        before = now_ms() - (await store.recording_days(tx) or limits.RECORDING_DAYS) * DAY_MS
        due = await store.recordings_due(tx, before, limits.RECORDINGS_ERASED_AT_ONCE)
        for row in due:
            await _forget(tx, row, "time")
    await erase_sound(services, tenant)
    return len(due)


async def erase_sound(services: Services, tenant: TenantId) -> None:
    """The bytes of what is erased; a crash in between is found here again."""
    async with services.database.transaction(Scope(tenant)) as tx:
        gone = await store.recordings_gone(tx, limits.RECORDINGS_ERASED_AT_ONCE)
    for row in gone:
        await services.blobs.erase(tenant, str(row["blob"]))
        async with services.database.transaction(Scope(tenant)) as tx:
            await store.drop_blob(tx, str(row["id"]))


async def _forget(tx: Transaction, row: dict, why: str) -> None:
    """The row stays without sound or drawing: that there was a recording, and when and why it went."""
    if not row["erased_at"]:
        await store.erase_recording(tx, str(row["id"]), now_ms())
        await record(tx, "recordings.erase", f"recording:{row['id']}", why=why, conversation=str(row["conversation"]))


async def erase_customer(tx: Transaction, customer: CustomerId) -> None:
    """With her everything she said goes, but for what the law keeps; its bytes by the next look of the job."""
    for row in await store.recordings_of_customer(tx, customer, limits.PAGE_ROWS_MAX):
        await _forget(tx, row, "customer")
