"""The public socket of widgets, and the administration of widgets."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import msgspec
from litestar import Litestar, Router, WebSocket, get, post, put, websocket
from litestar.exceptions import WebSocketDisconnect
from msgspec import Meta

from palabre.channels.chat import actions
from palabre.channels.chat.http import protocol
from palabre.channels.chat.http.hub import Hub
from palabre.channels.chat.http.session import Session
from palabre.channels.chat.http.state import Position
from palabre.channels.chat.problems import MessageUnreadable, OriginRefused, TooFast, WidgetUnknown
from palabre.foundations import limits
from palabre.foundations.problems import Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services
from palabre.plumbing.web.networks import client_address, network_of
from palabre.plumbing.web.options import WebOptions
from palabre.tenants.actions.audit import record

log = logging.getLogger("palabre.chat")

HELLO_SECONDS_MAX = 10.0
CLOSING = {WidgetUnknown: 4404, OriginRefused: 4403, TooFast: 4429, MessageUnreadable: 4400}


def with_hub(position: Position | None = None):
    """A lifespan of the application that serves widgets. `position`: place in the queue, by whoever knows routing."""

    @asynccontextmanager
    async def hub(app: Litestar) -> AsyncIterator[None]:
        app.state.chat_hub = made = Hub(app.state.services, position)
        await made.start()
        try:
            yield
        finally:
            await made.stop()

    return hub


@websocket("/chat-ws/{key:str}", opt={"public": True})
async def chat_socket(socket: WebSocket, key: str) -> None:
    """One widget. Closed with 4404 (unknown), 4403 (not on this site), 4429 (too many), 4400 (not understood)."""
    hub: Hub = socket.app.state.chat_hub
    options: WebOptions = socket.app.state.options
    network = network_of(client_address(socket, options.trusted_proxies))
    await socket.accept()
    entered = False
    try:
        hub.rates.enter(network, now_ms())
        entered = True
        session = await _admit(hub, socket, key, network)
        await session.run()
    except Problem as problem:
        await _close(socket, CLOSING.get(type(problem), 1011), problem.code)
    except WebSocketDisconnect:
        pass
    except (TimeoutError, RuntimeError):
        await _close(socket, 1013, "")
    finally:
        if entered:
            hub.rates.leave(network)


async def _admit(hub: Hub, socket: WebSocket, key: str, network: str) -> Session:
    widget = await actions.find_widget(hub.services.database, key)
    if not allowed(socket.headers.get("origin"), socket.headers.get("host", ""), widget.origins):
        raise OriginRefused()
    async with asyncio.timeout(HELLO_SECONDS_MAX):
        hello = protocol.decode(await socket.receive_data("text"))
    if not isinstance(hello, protocol.Hello):
        raise MessageUnreadable()
    room = await hub.room(widget.tenant)
    if not hello.token:
        hub.rates.visitors.check(network, now_ms())
    async with hub.services.database.transaction(Scope(widget.tenant)) as tx:
        visitor = await actions.admit_visitor(tx, widget, hello.token, hello.language)
    return Session(hub, room, socket, widget, visitor, hello)


def allowed(origin: str | None, host: str, origins: list[str]) -> bool:
    """Our own pages, programs without an origin, and the sites that were named."""
    if not origin or "*" in origins or origin in origins:
        return True
    return origin.split("://", 1)[-1].lower() == host.lower()


async def _close(socket: WebSocket, code: int, reason: str) -> None:
    try:
        await socket.close(code, reason)
    except RuntimeError:
        pass  # it was closed already


# -- administration

Name = Annotated[str, Meta(min_length=1, max_length=limits.NAME_CHARACTERS_MAX)]


class WidgetBody(msgspec.Struct):
    """`origins`: "https://site" each, or "*". `greetings`: language → first words."""

    name: Name
    origins: Annotated[list[str], Meta(max_length=100)] = []
    greetings: Annotated[dict[str, Annotated[str, Meta(max_length=1000)]], Meta(max_length=20)] = {}
    gone_seconds: Annotated[int, Meta(ge=30, le=86_400)] = 300
    silent_seconds: Annotated[int, Meta(ge=60, le=86_400)] = 1800
    retired: bool = False


@get("/")
async def list_widgets(services: Services, who: Scope) -> list[dict[str, Any]]:
    who.require("chat.edit")
    async with services.database.transaction(who) as tx:
        return await actions.list_widgets(tx)


@post("/")
async def create_widget(data: WidgetBody, services: Services, who: Scope) -> dict[str, Any]:
    return await _put(services, who, None, data)


@put("/{widget:str}")
async def edit_widget(widget: str, data: WidgetBody, services: Services, who: Scope) -> dict[str, Any]:
    return await _put(services, who, widget, data)


async def _put(services: Services, who: Scope, widget: str | None, data: WidgetBody) -> dict[str, Any]:
    who.require("chat.edit")
    async with services.database.transaction(who) as tx:
        made = await actions.put_widget(tx, widget=widget, **msgspec.structs.asdict(data))
        await record(
            tx,
            "chat.edit_widget" if widget else "chat.create_widget",
            f"widget:{made['id']}",
            origins=len(made["origins"]),
            retired=data.retired,
        )
        return made


routes = [
    chat_socket,
    Router("/api/chat/widgets", route_handlers=[list_widgets, create_widget, edit_widget], tags=["chat"]),
]
