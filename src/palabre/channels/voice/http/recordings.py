"""Recordings over HTTP: found, drawn, listened to, marked, exported, held for the law, erased; their rules."""

from __future__ import annotations

import base64
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.response import Stream

from palabre.channels.voice.actions import recording_rules, recordings, vcon
from palabre.channels.voice.actions.recording_rules import Keeping, Pauses, RecordingRule
from palabre.channels.voice.actions.recordings import Card, Found, Mark
from palabre.channels.voice.commands import PauseRecording
from palabre.channels.voice.problems import RecordingTooLong
from palabre.foundations import limits
from palabre.foundations.ids import AdvisorId, ConversationId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit, Page
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.people import names

TAGS = ["voice"]
LISTEN = "recordings.listen"
Text = Annotated[str, msgspec.Meta(max_length=40)]
Note = Annotated[str, msgspec.Meta(max_length=500)]
Subject = Annotated[str, msgspec.Meta(max_length=64)]


class Recording(msgspec.Struct):
    """One conversation: a wav in two channels, what the customer says left, what she hears right. `began_at`: ms."""

    id: str
    conversation: str
    seconds: float
    began_at: int


class MarkWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`at`: ms since 1970; 0: now."""

    at: Annotated[int, msgspec.Meta(ge=0, le=2**53)] = 0
    note: Note = ""


class HoldWanted(msgspec.Struct, forbid_unknown_fields=True):
    on: bool


class PauseWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`on`: nothing is kept of what follows."""

    on: bool


class Paused(msgspec.Struct):
    on: bool


class RuleWanted(msgspec.Struct, forbid_unknown_fields=True):
    mode: Annotated[str, msgspec.Meta(pattern="^(never|consent|always)$")]
    whole: bool = False


class KeepingWanted(msgspec.Struct, forbid_unknown_fields=True):
    days: Annotated[int, msgspec.Meta(ge=1, le=limits.RECORDING_DAYS_MAX)]


class PausesWanted(msgspec.Struct, forbid_unknown_fields=True):
    seconds_max: Annotated[
        int, msgspec.Meta(ge=limits.RECORDING_PAUSE_SECONDS_MIN, le=limits.RECORDING_PAUSE_SECONDS_MAX)]


# -- finding and listening


@get("/recordings")
async def search_recordings(
    services: Services, who: Scope, since: int | None = None, until: int | None = None, queue: UUID | None = None,
    advisor: UUID | None = None, number: Text | None = None, seconds_min: float | None = None, held: bool | None = None,
    limit: Limit = limits.PAGE_ROWS, after: Cursor = "",
) -> Page[Found]:  # fmt: skip
    """Newest first. `since`, `until`: ms; `number`: some of its digits; `held`: kept for the law."""
    who.require(LISTEN)
    digits = "".join(c for c in number or "" if c.isdigit()).lstrip("0") or None
    filters = {
        "since": since, "until": until, "queue": str(queue) if queue else None, "number": digits, "held": held,
        "advisor": str(advisor) if advisor else None, "seconds_min": seconds_min,
    }  # fmt: skip
    async with services.database.transaction(who) as tx:
        return await recordings.search(tx, filters, after=after, limit=limit)


@get("/conversations/{conversation:uuid}/recordings")
async def list_recordings(services: Services, who: Scope, conversation: UUID) -> Page[Recording]:
    """Of one conversation, oldest first."""
    who.require(LISTEN)
    async with services.database.transaction(who) as tx:
        rows = await recordings.recordings_of(tx, ConversationId(str(conversation)))
    texts = ("id", "conversation")
    return Page([msgspec.convert(row | {k: str(row[k]) for k in texts}, Recording) for row in rows])


@get("/recordings/{recording:uuid}/card")
async def get_card(services: Services, who: Scope, recording: UUID) -> Card:
    """What a player draws: the wave, segments, silences with their reasons, marks, hashes."""
    who.require(LISTEN)
    async with services.database.transaction(who) as tx:
        return await recordings.card_of(tx, str(recording))


@get("/recordings/{recording:uuid}")
async def listen(services: Services, who: Scope, recording: UUID) -> Stream:
    """The wav. Each listening is on record before its first byte."""
    who.require(LISTEN)
    async with services.database.transaction(who) as tx:
        row = await recordings.find_recording(tx, str(recording))
        sound = recordings.listen(services, who.tenant, row)
        await record(tx, "voice.listen", f"recording:{recording}", conversation=str(row["conversation"]))
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'inline; filename="{recording}.wav"'}
    if row["bytes"]:
        headers["Content-Length"] = str(row["bytes"])
    return Stream(sound, media_type="audio/wav", headers=headers)


@get("/recordings/{recording:uuid}/export")
async def export_wav(services: Services, who: Scope, recording: UUID) -> Stream:
    """The wav as a file; its SHA-256 is in the header Repr-Digest (RFC 9530). On record."""
    row = await _exported(services, who, recording, "wav")
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{recording}.wav"'}
    headers |= {"X-SHA256": bytes(row["sha256"]).hex(), "Repr-Digest": f"sha-256=:{_base64(row['sha256'])}:"}
    return Stream(recordings.listen(services, who.tenant, row), media_type="audio/wav", headers=headers)


@get("/recordings/{recording:uuid}/vcon")
async def export_vcon(services: Services, who: Scope, recording: UUID) -> Stream:
    """As a vCon (draft-ietf-vcon-vcon-core), the sound and its hashes within it; checked against its schema first."""
    row = await _exported(services, who, recording, "vcon")
    if row["bytes"] > limits.RECORDING_EXPORT_BYTES_MAX:
        raise RecordingTooLong(bytes_max=limits.RECORDING_EXPORT_BYTES_MAX)
    async with services.database.transaction(who) as tx:
        card = await recordings.card_of(tx, str(recording))
        advisors = {n.id: n.name for n in await names(tx, _named(card))}
    made = vcon.document(card, advisors, now_ms())
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{recording}.vcon.json"'}
    sound = recordings.listen(services, who.tenant, row)
    return Stream(vcon.streamed(made, sound), media_type="application/vcon+json", headers=headers)


def _named(card: Card) -> list[str]:
    return sorted({*card.recording.advisors, *(mark.person for mark in card.marks)})


async def _exported(services: Services, who: Scope, recording: UUID, form: str) -> dict:
    who.require("recordings.export")
    async with services.database.transaction(who) as tx:
        row = await recordings.find_recording(tx, str(recording))
        recordings.listen(services, who.tenant, row)  # refused before it is said to have been exported
        await record(
            tx, "recordings.export", f"recording:{recording}", form=form, conversation=str(row["conversation"]))
    return row


def _base64(digest: bytes) -> str:
    return base64.b64encode(bytes(digest)).decode()


# -- marks


@get("/conversations/{conversation:uuid}/marks")
async def list_marks(services: Services, who: Scope, conversation: UUID) -> list[Mark]:
    who.require(LISTEN)
    async with services.database.transaction(who) as tx:
        return await recordings.marks_of(tx, str(conversation))


@post("/conversations/{conversation:uuid}/marks")
async def add_mark(services: Services, who: Scope, conversation: UUID, data: MarkWanted) -> Mark:
    """A place of this conversation to come back to."""
    who.require(LISTEN)
    async with services.database.transaction(who) as tx:
        return await recordings.add_mark(tx, ConversationId(str(conversation)), data.at or now_ms(), data.note)


@delete("/recordings/marks/{mark:uuid}")
async def remove_mark(services: Services, who: Scope, mark: UUID) -> None:
    """One's own."""
    who.require(LISTEN)
    async with services.database.transaction(who) as tx:
        await recordings.remove_mark(tx, str(mark))


# -- keeping


@put("/recordings/{recording:uuid}/hold")
async def hold_recording(services: Services, who: Scope, recording: UUID, data: HoldWanted) -> None:
    """Kept for the law: nothing erases it until this is lifted. On record."""
    async with services.database.transaction(who) as tx:
        await recordings.hold(tx, str(recording), data.on)


@delete("/recordings/{recording:uuid}")
async def erase_recording(services: Services, who: Scope, recording: UUID) -> None:
    """Its sound is gone once this returns; that there was one stays on record."""
    await recordings.erase(services, who, str(recording))


@get("/recordings/keeping")
async def get_keeping(services: Services, who: Scope) -> Keeping:
    """How many days recordings and voice messages are kept."""
    who.require(LISTEN)
    async with services.database.transaction(who) as tx:
        return await recording_rules.get_keeping(tx)


@put("/recordings/keeping")
async def put_keeping(services: Services, who: Scope, data: KeepingWanted) -> Keeping:
    who.require("recordings.rules")
    async with services.database.transaction(who) as tx:
        return await recording_rules.put_keeping(tx, data.days)


@get("/recordings/pauses")
async def get_pauses(services: Services, who: Scope) -> Pauses:
    """How long a pause lasts that nobody ends."""
    who.require(LISTEN)
    return await recording_rules.get_pauses(services, who.tenant)


@put("/recordings/pauses")
async def put_pauses(services: Services, who: Scope, data: PausesWanted) -> Pauses:
    """Of pauses that begin from now on; the advisor sees until when, and may make it longer. On record."""
    who.require("recordings.rules")
    before = await recording_rules.get_pauses(services, who.tenant)
    async with services.database.transaction(who) as tx:
        return await recording_rules.put_pauses(tx, before, data.seconds_max)


@get("/recordings/rules")
async def list_rules(services: Services, who: Scope) -> list[RecordingRule]:
    """The most particular that says anything counts: queue, flow, number, tenant; else only with consent."""
    who.require(LISTEN)
    async with services.database.transaction(who) as tx:
        return await recording_rules.list_rules(tx)


@put("/recordings/rules/{place:str}")
async def put_rule(
    services: Services, who: Scope, place: Text, data: RuleWanted, subject: Subject = ""
) -> RecordingRule:
    """`place`: tenant, number, flow, queue; `subject`: which one. On record."""
    who.require("recordings.rules")
    rule = RecordingRule(place, subject, data.mode, data.whole)
    async with services.database.transaction(who) as tx:
        await recording_rules.put_rule(tx, rule)
    return rule


@delete("/recordings/rules/{place:str}")
async def remove_rule(services: Services, who: Scope, place: Text, subject: Subject = "") -> None:
    who.require("recordings.rules")
    async with services.database.transaction(who) as tx:
        await recording_rules.remove_rule(tx, place, subject)


# -- pauses


@post("/desk/conversations/{conversation:uuid}/recording", status_code=200, tags=["desk"])
async def pause_own(services: Services, who: Scope, conversation: UUID, data: PauseWanted) -> Paused:
    """The advisor on the call: a card number is about to be said. Muted, the file's time runs on."""
    who.require("desk.answer")
    return await _pause(services, who, conversation, AdvisorId(str(who.person)), data.on)


@post("/conversations/{conversation:uuid}/recording", status_code=200)
async def pause_any(services: Services, who: Scope, conversation: UUID, data: PauseWanted) -> Paused:
    """By a program of the tenant's (a payment page that opens), on whatever call is up."""
    who.require("recordings.pause")
    return await _pause(services, who, conversation, None, data.on)


async def _pause(
    services: Services, who: Scope, conversation: UUID, advisor: AdvisorId | None, on: bool
) -> Paused:
    command = PauseRecording(ConversationId(str(conversation)), advisor, on)
    told = await services.commander.ask(who.tenant, command)
    async with services.database.transaction(who) as tx:
        await record(tx, "recordings.pause" if on else "recordings.resume", f"conversation:{conversation}")
    return Paused(told["on"])


routes = [
    Router(
        "/api",
        tags=TAGS,
        route_handlers=[
            search_recordings, list_recordings, get_card, listen, export_wav, export_vcon, list_marks, add_mark,
            remove_mark, hold_recording, erase_recording, get_keeping, put_keeping, get_pauses, put_pauses,
            list_rules, put_rule, remove_rule, pause_own, pause_any,
        ],
    )
]  # fmt: skip
