"""Agreements on work from home, over HTTP: an advisor's own, and those that are answered."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import get, post

from palabre.foundations import limits
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit, Page
from palabre.workforce.actions import telework
from palabre.workforce.actions.telework import KeptAgreement
from palabre.workforce.model.telework.terms import Terms, Weekday, Words

Mark = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
Shown = Literal["", "asked", "offered", "signed", "refused", "declined", "withdrawn"]


class TeleworkWish(msgspec.Struct, forbid_unknown_fields=True):
    """`days`: weekdays that she would work at home, 0 is Monday."""

    days: Annotated[tuple[Weekday, ...], msgspec.Meta(min_length=1, max_length=7)]
    words: Words = ""


class Signature(msgspec.Struct, forbid_unknown_fields=True):
    """`terms_mark`: of the terms that she read."""

    terms_mark: Mark


class Said(msgspec.Struct, forbid_unknown_fields=True):
    words: Words = ""


class TalkHeld(msgspec.Struct, forbid_unknown_fields=True):
    on: date


@get("/workforce/telework/mine")
async def my_agreements(services: Services, who: Scope) -> list[KeptAgreement]:
    """Newest first."""
    async with services.database.transaction(who) as tx:
        return await telework.my_agreements(tx)


@post("/workforce/telework/mine")
async def ask(services: Services, who: Scope, data: TeleworkWish) -> KeptAgreement:
    """Answered within thirty days, a refusal with its reason."""
    async with services.database.transaction(who) as tx:
        return await telework.ask(tx, data.days, data.words)


@post("/workforce/telework/mine/{id:uuid}/withdraw", status_code=200)
async def withdraw(services: Services, who: Scope, id: UUID) -> KeptAgreement:
    async with services.database.transaction(who) as tx:
        return await telework.withdraw(tx, str(id))


@post("/workforce/telework/mine/{id:uuid}/sign", status_code=200)
async def sign(services: Services, who: Scope, id: UUID, data: Signature) -> KeptAgreement:
    """Refused with workforce.terms_changed where other terms were offered since."""
    async with services.database.transaction(who) as tx:
        return await telework.sign(tx, str(id), data.terms_mark)


@post("/workforce/telework/mine/{id:uuid}/decline", status_code=200)
async def decline(services: Services, who: Scope, id: UUID, data: Said) -> KeptAgreement:
    async with services.database.transaction(who) as tx:
        return await telework.decline(tx, str(id), data.words)


@post("/workforce/telework/mine/{id:uuid}/end", status_code=200)
async def end_mine(services: Services, who: Scope, id: UUID, data: Said) -> KeptAgreement:
    """From the end of the notice on; she need not say why."""
    async with services.database.transaction(who) as tx:
        return await telework.end_mine(tx, str(id), data.words)


@post("/workforce/telework/mine/{id:uuid}/keep", status_code=200)
async def keep_mine(services: Services, who: Scope, id: UUID) -> KeptAgreement:
    """She takes its end back, until its last day."""
    async with services.database.transaction(who) as tx:
        return await telework.keep_mine(tx, str(id))


@get("/workforce/telework/agreements")
async def list_agreements(
    services: Services, who: Scope, show: Shown = "", after: Cursor = "", limit: Limit = limits.PAGE_ROWS
) -> Page[KeptAgreement]:
    """Those asked longest ago first."""
    async with services.database.transaction(who) as tx:
        return await telework.list_agreements(tx, (show,) if show else (), after, limit)


@post("/workforce/telework/agreements/{id:uuid}/refuse", status_code=200)
async def refuse(services: Services, who: Scope, id: UUID, data: Said) -> KeptAgreement:
    async with services.database.transaction(who) as tx:
        return await telework.refuse(tx, str(id), data.words)


@post("/workforce/telework/agreements/{id:uuid}/offer", status_code=200)
async def offer(services: Services, who: Scope, id: UUID, data: Terms) -> KeptAgreement:
    """The employer signs by it; other terms may be offered until she has signed."""
    async with services.database.transaction(who) as tx:
        return await telework.offer(tx, str(id), data)


@post("/workforce/telework/agreements/{id:uuid}/end", status_code=200)
async def end(services: Services, who: Scope, id: UUID, data: Said) -> KeptAgreement:
    async with services.database.transaction(who) as tx:
        return await telework.end(tx, str(id), data.words)


@post("/workforce/telework/agreements/{id:uuid}/keep", status_code=200)
async def keep(services: Services, who: Scope, id: UUID) -> KeptAgreement:
    async with services.database.transaction(who) as tx:
        return await telework.keep(tx, str(id))


@post("/workforce/telework/agreements/{id:uuid}/talk", status_code=200)
async def note_talk(services: Services, who: Scope, id: UUID, data: TalkHeld) -> KeptAgreement:
    async with services.database.transaction(who) as tx:
        return await telework.note_talk(tx, str(id), data.on)


routes = [
    my_agreements, ask, withdraw, sign, decline, end_mine, keep_mine,
    list_agreements, refuse, offer, end, keep, note_talk,
]  # fmt: skip
