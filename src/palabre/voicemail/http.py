"""Voice messages over HTTP, for those who answer their queues."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.response import Stream

from palabre.callbacks.actions.requests import Requested
from palabre.foundations import limits
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit, Page
from palabre.voicemail.actions import messages
from palabre.voicemail.actions.messages import VoiceMessage


class DoneWanted(msgspec.Struct, forbid_unknown_fields=True):
    on: bool


@get("/voice-messages")
async def list_voice_messages(
    services: Services, who: Scope, queue: UUID | None = None, done: bool | None = None,
    limit: Limit = limits.PAGE_ROWS, after: Cursor = "",
) -> Page[VoiceMessage]:  # fmt: skip
    """Newest first: of the queues whose work she can be offered, of all for supervisors."""
    of = str(queue) if queue else None
    return await messages.list_messages(services, who, queue=of, done=done, after=after, limit=limit)


@get("/voice-messages/{message:uuid}")
async def listen_to_voice_message(services: Services, who: Scope, message: UUID) -> Stream:
    """Its wav. Each listening is on record before its first byte."""
    sound = await messages.listen(services, who, str(message))
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'inline; filename="{message}.wav"'}
    return Stream(sound, media_type="audio/wav", headers=headers)


@get("/voice-messages/{message:uuid}/vcon")
async def export_voice_message(services: Services, who: Scope, message: UUID) -> Stream:
    """As a vCon (draft-ietf-vcon-vcon-core), the sound and its hash within it; checked against its schema first."""
    made = await messages.export(services, who, str(message))
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{message}.vcon.json"'}
    return Stream(made, media_type="application/vcon+json", headers=headers)


@post("/voice-messages/{message:uuid}/done", status_code=200)
async def mark_voice_message(services: Services, who: Scope, message: UUID, data: DoneWanted) -> VoiceMessage:
    """Seen to, or not any more."""
    return await messages.mark_done(services, who, str(message), data.on)


@post("/voice-messages/{message:uuid}/callback")
async def call_back_voice_message(services: Services, who: Scope, message: UUID) -> Requested:
    """Its customer is called, an advisor of its queue reserved first."""
    return await messages.call_back(services, who, str(message))


@put("/voice-messages/{message:uuid}/hold")
async def hold_voice_message(services: Services, who: Scope, message: UUID, data: DoneWanted) -> VoiceMessage:
    """Kept for the law: nothing erases it until this is lifted. On record."""
    return await messages.hold(services, who, str(message), data.on)


@delete("/voice-messages/{message:uuid}")
async def erase_voice_message(services: Services, who: Scope, message: UUID) -> None:
    """Its sound is gone once this returns; that there was one stays on record."""
    await messages.erase(services, who, str(message))


routes = [
    Router(
        "/api",
        tags=["voicemail"],
        route_handlers=[
            list_voice_messages, listen_to_voice_message, mark_voice_message, call_back_voice_message,
            hold_voice_message, erase_voice_message, export_voice_message,
        ],
    )
]  # fmt: skip
