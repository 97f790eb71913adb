"""Callbacks over HTTP: for those who work here, and the public door of a web page."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import MediaType, Request, Response, Router, delete, get, post, put
from litestar.params import QueryParameter

from palabre.callbacks.actions import lists, pages, requests, rules
from palabre.callbacks.actions.requests import Callback, Requested
from palabre.callbacks.actions.rules import CallbackRules
from palabre.foundations import limits
from palabre.foundations.ids import CallbackId, QueueId
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.networks import client_address, network_of
from palabre.plumbing.web.options import WebOptions
from palabre.plumbing.web.pages import Cursor, Limit, Page

Number = Annotated[str, msgspec.Meta(min_length=3, max_length=30)]
Due = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
State = Annotated[str | None, QueryParameter(name="state", max_length=20)]
Digits = Annotated[str | None, QueryParameter(max_length=30)]
Token = Annotated[str, msgspec.Meta(min_length=8, max_length=64)]


class CallbackWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`due`: ms since 1970; 0: as soon as her place comes."""

    queue: UUID
    number: Number
    due: Due = 0


class RulesWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`page`: whether a web page may ask."""

    distances: Annotated[tuple[int, ...], msgspec.Meta(max_length=limits.CALLBACK_TRIES_MAX)] = (300, 900)
    promise_seconds: int = limits.CALLBACK_PROMISE_SECONDS
    open_seconds: int = 12 * 3_600
    page: bool = False


class PageWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`key`: as the page was given it."""

    key: Token
    number: Number
    due: Due = 0


@get("/callbacks")
async def list_callbacks(
    services: Services, who: Scope, queue: UUID | None = None, being: State = None, number: Digits = None,
    limit: Limit = limits.PAGE_ROWS, after: Cursor = "",
) -> Page[Callback]:  # fmt: skip
    """Newest first; `state`: pending, reached, not_reached, cancelled, returned, expired, queue_removed. `number`: some
    of its digits."""
    async with services.database.transaction(who) as tx:
        wanted = QueueId(str(queue)) if queue else None
        return await requests.list_callbacks(tx, queue=wanted, state=being, number=number, after=after, limit=limit)


@get("/callbacks/mine")
async def list_own_callbacks(
    services: Services, who: Scope, being: State = None, number: Digits = None,
    limit: Limit = limits.PAGE_ROWS, after: Cursor = "",
) -> Page[Callback]:  # fmt: skip
    """For an advisor: those of the queues whose work she can be offered. `number` '': she may not see it."""
    return await lists.list_own(services, who, state=being, number=number, after=after, limit=limit)


@get("/callbacks.csv", media_type=MediaType.TEXT)
async def export_callbacks(
    services: Services, who: Scope, queue: UUID | None = None, being: State = None, number: Digits = None
) -> Response[str]:
    """The list as a file, by the same filters. It is put on record (audit)."""
    async with services.database.transaction(who) as tx:
        wanted = QueueId(str(queue)) if queue else None
        text = await lists.as_csv(tx, queue=wanted, state=being, number=number)
    return Response(
        text, media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="palabre-callbacks.csv"'},
    )  # fmt: skip


@post("/callbacks")
async def request_callback(services: Services, who: Scope, data: CallbackWanted) -> Requested:
    """On a customer's behalf. One is pending per number and queue: asked again, it is that one."""
    who.require("callbacks.request")
    async with services.database.transaction(who) as tx:
        return await requests.request_callback(
            tx, QueueId(str(data.queue)), data.number, asked_by="person", due=data.due)


@delete("/callbacks/{callback:uuid}")
async def cancel_callback(services: Services, who: Scope, callback: UUID) -> None:
    """She is called no more."""
    await requests.cancel_callback(services, who, CallbackId(str(callback)))


@get("/callbacks/rules/{queue:uuid}")
async def get_rules(services: Services, who: Scope, queue: UUID) -> CallbackRules:
    """Distances between tries, the promise, and whether a page may ask."""
    who.require("callbacks.view")
    async with services.database.transaction(who) as tx:
        return await rules.get_rules(tx, QueueId(str(queue)))


@put("/callbacks/rules/{queue:uuid}")
async def put_rules(services: Services, who: Scope, queue: UUID, data: RulesWanted) -> CallbackRules:
    async with services.database.transaction(who) as tx:
        return await rules.put_rules(
            tx, QueueId(str(queue)), distances=data.distances, promise_seconds=data.promise_seconds,
            open_seconds=data.open_seconds, page=data.page)  # fmt: skip


# -- the public door


@post("/welcome/api/callbacks", opt={"public": True}, security=[], status_code=201)
async def ask_from_page(request: Request, services: Services, options: WebOptions, data: PageWanted) -> Requested:
    """Asked by a customer on a web page. Bounded per number and per network; `token` tells her page how it goes."""
    network = network_of(client_address(request, options.trusted_proxies))
    return await pages.ask(services, data.key, data.number, due=data.due, network=network)


@get("/welcome/api/callbacks/{token:str}", opt={"public": True}, security=[])
async def look_from_page(services: Services, token: str) -> pages.Told:
    """How it stands: her place in the queue, tries made, when the next is."""
    return await pages.look(services, token)


@delete("/welcome/api/callbacks/{token:str}", opt={"public": True}, security=[])
async def cancel_from_page(services: Services, token: str) -> None:
    """She changed her mind."""
    await pages.cancel(services, token)


routes = [
    Router("/api", tags=["callbacks"],
           route_handlers=[list_callbacks, list_own_callbacks, export_callbacks, request_callback, cancel_callback,
                           get_rules, put_rules]),
    Router("/", tags=["callbacks"], route_handlers=[ask_from_page, look_from_page, cancel_from_page]),
]  # fmt: skip
