"""Who asks: every route is closed unless it says `public=True`; one guard finds out before anything else runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from litestar import Litestar, Request, WebSocket
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Guard

from palabre.foundations.problems import Forbidden, Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services

SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))


class NotSignedIn(Problem):
    code, status = "not_signed_in", 401


class SignedIn(Protocol):
    """What `authenticate` finds: at least the scope."""

    @property
    def scope(self) -> Scope: ...


Authenticate = Callable[[ASGIConnection, Services], Awaitable[SignedIn]]  # raises NotSignedIn, Forbidden


def guard_with(authenticate: Authenticate) -> Guard:
    """The application's one guard. A handler marked `public=True` is let through without a look."""

    async def signed_in(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
        refuse_other_sites(connection, public=bool(handler.opt.get("public")))
        if not handler.opt.get("public"):
            connection.scope["auth"] = await authenticate(connection, connection.app.state.services)

    return signed_in


async def look_again(connection: ASGIConnection) -> None:
    """Whether who opened this connection is still signed in: for sockets, from time to time. Raises NotSignedIn."""
    await connection.app.state.authenticate(connection, connection.app.state.services)


def refuse_other_sites(connection: ASGIConnection, *, public: bool) -> None:
    """Another site's page may not act for its visitor: neither by a form, nor (sign-in) before a session, nor by
    socket."""
    websocket = connection.scope["type"] == "websocket"
    if (connection.scope.get("method") in SAFE_METHODS and not websocket) or (public and websocket):
        return
    origin = connection.headers.get("origin")
    if connection.headers.get("sec-fetch-site") == "cross-site" or (origin and not _same_host(origin, connection)):
        raise Forbidden(reason="other_site")


def _same_host(origin: str, connection: ASGIConnection) -> bool:
    return origin.split("://", 1)[-1].lower() == connection.headers.get("host", "").lower()


async def provide_who(request: Request) -> Scope:
    """The dependency `who`: on whose behalf (Litestar keeps the name `scope` for its own)."""
    return request.auth.scope


async def provide_socket_who(socket: WebSocket) -> Scope:
    """The dependency `socket_who`, for websocket handlers."""
    return socket.auth.scope


async def provide_signed_in(request: Request) -> object:
    """The dependency `signed_in`: what `authenticate` found (the session, its CSRF token)."""
    return request.auth


def refuse_reserved_names(app: Litestar) -> None:
    """A handler with `scope: Scope` would be given the raw ASGI dictionary: say so at the start, not at a request."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", [getattr(route, "route_handler", None)]):
            taken = getattr(getattr(handler, "parsed_fn_signature", None), "parameters", {})
            if "scope" in taken and taken["scope"].annotation is Scope:
                raise TypeError(
                    f"{handler.fn.__module__}.{handler.fn.__name__}: take `who: Scope` (`socket_who` in a websocket), "
                    "Litestar keeps the name `scope` for its own"
                )
