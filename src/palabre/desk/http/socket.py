"""The desk's socket (docs/reference/desk_socket.md), and the wall by HTTP."""

from __future__ import annotations

import msgspec
from litestar import WebSocket, get, websocket
from litestar.datastructures import State
from litestar.exceptions import WebSocketDisconnect

from palabre.desk.actions import work
from palabre.desk.actions.gateway import Gateway
from palabre.desk.model.entities import Queue, Tiles
from palabre.desk.model.live import live
from palabre.desk.model.messages import NO_DESK, SESSION_ENDED
from palabre.desk.ports import EXTENSION
from palabre.foundations.problems import Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services
from palabre.plumbing.web.who import look_again, refuse_other_sites

NOT_UNDERSTOOD = 1007


class Live(msgspec.Struct):
    """The wall of the caller, by HTTP: for wallboards and programs. `at`: PARTITION.NUMBER."""

    at: str
    now: int
    tiles: Tiles
    queues: list[Queue]


@get("/live")
async def get_live(who: Scope, gateway: Gateway) -> Live:
    """Tiles and queues now, as on the caller's wall."""
    who.require("desk.supervise")
    desk = (await gateway.of(who.tenant)).desk
    return Live(**live(desk.board, who.partner), at=f"{desk.follower.partition}.{desk.follower.number}", now=now_ms())


# public: it looks at its session itself, for a browser cannot read why a handshake failed, but reads a closing code
@websocket("/desk-ws", opt={"public": True})
async def desk_socket(socket: WebSocket, services: Services, gateway: Gateway) -> None:
    """Snapshot or what was missed, then changes. Another site's page is refused before the socket opens."""
    refuse_other_sites(socket, public=False)
    link = socket.scope["extensions"][EXTENSION]  # type: ignore[index]
    try:
        who = (await socket.app.state.authenticate(socket, services)).scope
    except Problem:
        who = None
    await socket.accept()
    if who is None:
        return link.hang_up(SESSION_ENDED)
    if who.person is None or not who.permissions & {work.PERMISSION, "desk.supervise"}:
        return link.hang_up(NO_DESK)
    opened = await gateway.open(link, who, socket.query_params.get("from", ""), _verify(socket))
    try:
        while True:
            await gateway.heard(opened, await socket.receive_data(mode="text"))
    except WebSocketDisconnect:
        pass
    except msgspec.MsgspecError:
        link.hang_up(NOT_UNDERSTOOD)
    finally:
        await gateway.closed(opened)


def _verify(socket: WebSocket):
    """A look at the session behind an open socket; raises the Problem that ends it."""

    async def verify() -> None:
        await look_again(socket)

    return verify


async def provide_gateway(state: State) -> Gateway:
    """Made by `wiring.lifespan`."""
    return state.gateway
