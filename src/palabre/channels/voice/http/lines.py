"""Over HTTP: which telephone rings, how good lines were, music while waiting, what an insult brings."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Request, delete, get, post, put
from litestar.params import Parameter

from palabre.channels.voice.actions import abuse, music, quality, telephones, voices
from palabre.channels.voice.actions.abuse import AbuseRule
from palabre.channels.voice.actions.music import Music
from palabre.channels.voice.actions.telephones import DeskTelephone, Telephone
from palabre.channels.voice.actions.voices import VoiceTold
from palabre.channels.voice.problems import MusicUnreadable
from palabre.foundations import limits
from palabre.foundations.ids import ConversationId
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Page

TAGS = ["voice"]


class TelephoneWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`kind`: browser, sip, number (then with `number`, as people write it)."""

    kind: Annotated[str, msgspec.Meta(max_length=20)]
    number: Annotated[str, msgspec.Meta(max_length=30)] = ""


class LineQuality(msgspec.Struct):
    """One line of a call, as last seen. `end`: customer or advisor; `source`: server (RTCP) or browser (getStats).
    MOS by ITU-T G.107 of its worse direction; `mos_least`: the lowest of it. Shares 0-1, times ms."""

    line: str
    end: str
    advisor: str | None
    source: str
    codec: str
    mos: float
    mos_least: float
    rating: float
    word: str
    packets: int
    lost_share: float
    jitter_ms: float
    round_trip_ms: float | None
    began_at: int
    seen_at: int


# -- an advisor's telephone


@get("/api/desk/telephone", tags=TAGS)
async def get_telephone(services: Services, who: Scope) -> Telephone:
    who.require("desk.answer")
    return await telephones.telephone(services, who.tenant, who.person) if who.person else Telephone("browser")


@put("/api/desk/telephone", tags=TAGS)
async def choose_telephone(services: Services, who: Scope, data: TelephoneWanted) -> Telephone:
    """Her calls ring there from the next one on."""
    return await telephones.choose(services, who, data.kind, data.number)


@post("/api/desk/telephone/credentials", status_code=201, tags=TAGS)
async def issue_credentials(services: Services, who: Scope) -> DeskTelephone:
    """Of a desk telephone, shown this once; those before end."""
    return await telephones.issue_desk_telephone(services, who)


@delete("/api/desk/telephone/credentials", tags=TAGS)
async def remove_credentials(services: Services, who: Scope) -> None:
    await telephones.remove_desk_telephone(services, who)


# -- quality


@get("/api/conversations/{conversation:uuid}/lines", tags=TAGS)
async def list_lines(services: Services, who: Scope, conversation: UUID) -> Page[LineQuality]:
    """How good each line of a call was."""
    who.require("conversations.view")
    async with services.database.transaction(who) as tx:
        rows = await quality.qualities_of(tx, ConversationId(str(conversation)))
    return Page([_line(row) for row in rows])


def _line(row: dict) -> LineQuality:
    values = {f: row[f] for f in LineQuality.__struct_fields__ if f not in ("end", "advisor")}
    for name in ("mos", "mos_least", "rating", "lost_share", "jitter_ms", "round_trip_ms"):
        values[name] = None if row[name] is None else round(row[name], 4)
    return LineQuality(end=row["line_end"], advisor=str(row["advisor"]) if row["advisor"] else None, **values)


# -- music


@get("/api/voice/music", tags=TAGS)
async def get_music(services: Services, who: Scope) -> Music | None:
    """What customers hear while they wait; none: ours."""
    who.require("voice.edit")
    return await music.music(services, who)


@put("/api/voice/music", tags=TAGS, request_max_body_size=limits.PROMPT_BYTES_MAX + 1024)
async def put_music(
    request: Request, services: Services, who: Scope, name: Annotated[str, Parameter(max_length=200)] = ""
) -> Music:
    """The body is a wav: PCM, 8 to 48 kHz, one or two channels, ten minutes at most."""
    who.require("voice.edit")
    data = await request.body()
    if not data:
        raise MusicUnreadable(reason="no_wav")
    return await music.put_music(services, who, name, data)


@delete("/api/voice/music", tags=TAGS)
async def remove_music(services: Services, who: Scope) -> None:
    who.require("voice.edit")
    await music.remove_music(services, who)


# -- voices


@get("/api/voice/voices", tags=TAGS)
async def list_voices(services: Services, who: Scope) -> list[VoiceTold]:
    """Voices given for a language (Piper, an engine by URL), and since when one does not speak, and why."""
    who.require("flows.view")
    return await voices.voices(services, who.tenant)


# -- insults


@get("/api/voice/abuse-rule", tags=TAGS)
async def get_abuse_rule(services: Services, who: Scope) -> AbuseRule:
    who.require("voice.edit")
    async with services.database.transaction(who) as tx:
        return await abuse.rule(tx)


@put("/api/voice/abuse-rule", tags=TAGS)
async def put_abuse_rule(services: Services, who: Scope, data: AbuseRule) -> AbuseRule:
    who.require("voice.edit")
    async with services.database.transaction(who) as tx:
        await abuse.change_rule(tx, data)
    return data


routes = [
    get_telephone, choose_telephone, issue_credentials, remove_credentials, list_lines, get_music, put_music,
    remove_music, list_voices, get_abuse_rule, put_abuse_rule,
]  # fmt: skip
