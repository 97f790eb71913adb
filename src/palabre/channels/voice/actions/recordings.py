"""Recordings that are kept: the blob, the row, the fact; and each listening on record."""

from __future__ import annotations

from collections.abc import AsyncIterator

from palabre.channels.voice import store
from palabre.channels.voice.facts import RecordingKept
from palabre.conversations.actions.notes import attach
from palabre.foundations import limits
from palabre.foundations.ids import ConversationId, EffectId, TenantId, is_uuid
from palabre.foundations.problems import NotFound
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services


async def keep_recording(
    services: Services,
    tenant: TenantId,
    conversation: ConversationId,
    effect: EffectId,
    data: bytes,
    seconds: float,
    began_at: int,
) -> str | None:
    """Store a talk's two-channel wav; None when it was kept before (a crash came between storing and tidying)."""
    async with services.database.transaction(Scope(tenant)) as tx:
        if await store.recording_of_effect(tx, effect):
            return None
    blob = await services.blobs.put(tenant, data, kind="recording", content_type="audio/wav")
    async with services.database.transaction(Scope(tenant)) as tx:
        id = new_id()
        await store.insert_recording(
            tx,
            {
                "id": id,
                "conversation": conversation,
                "effect": effect,
                "blob": blob.id,
                "seconds": seconds,
                "sha256": blob.sha256,
                "began_at": began_at or now_ms(),
            },
        )
        await attach(tx, conversation, id, "recording", seconds=seconds)
        tx.tell(RecordingKept(now_ms(), conversation, id, seconds))
    return id


async def recordings_of(tx: Transaction, conversation: ConversationId) -> list[dict]:
    """id, seconds, began_at of each talk's recording, oldest first."""
    return await store.recordings_of(tx, conversation, limits.RECORDINGS_MAX)


async def find_recording(tx: Transaction, id: str) -> dict:
    row = await store.recording(tx, id) if is_uuid(id) else None
    if row is None:
        raise NotFound(what="recording")
    return row


def listen(services: Services, tenant: TenantId, recording: dict) -> AsyncIterator[bytes]:
    """Its bytes. The caller has written the listening into the audit before."""
    return services.blobs.get(tenant, str(recording["blob"]))
