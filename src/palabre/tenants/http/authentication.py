"""From a cookie or a Bearer token to who asks; a browser proves by X-CSRF that the page is ours."""

from __future__ import annotations

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from palabre.foundations import limits
from palabre.plumbing.services import Services
from palabre.plumbing.web.options import WebOptions
from palabre.plumbing.web.who import SAFE_METHODS, NotSignedIn
from palabre.tenants.actions import sessions
from palabre.tenants.model.people import Signed
from palabre.tenants.problems import CsrfRefused


async def authenticate(connection: ASGIConnection, services: Services) -> Signed:
    """Raises NotSignedIn, CsrfRefused. A token is asked first: it needs no X-CSRF, for no browser sends it by
    itself."""
    bearer = connection.headers.get("authorization", "")
    if bearer[:7].lower() == "bearer ":
        return await sessions.by_token(services.database, bearer[7:].strip())
    cookie = connection.cookies.get(cookie_name(connection))
    if not cookie:
        raise NotSignedIn()
    signed = await sessions.by_cookie(services.database, cookie)
    changes = connection.scope["type"] == "http" and connection.scope["method"] not in SAFE_METHODS
    if changes and not sessions.check_csrf(signed, connection.headers.get("x-csrf", "")):
        raise CsrfRefused()
    return signed


def is_secure(connection: ASGIConnection) -> bool:
    options: WebOptions = connection.app.state.options
    return options.secure or connection.scope["scheme"] in ("https", "wss")


def cookie_name(connection: ASGIConnection) -> str:
    """Under https the browser itself warrants (`__Host-`) that no other host or page without https set it."""
    return "__Host-palabre" if is_secure(connection) else "palabre"


def session_cookie(connection: ASGIConnection, value: str) -> Cookie:
    """The empty value takes the cookie away."""
    return Cookie(
        key=cookie_name(connection),
        value=value,
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_secure(connection),
        max_age=limits.SESSION_SECONDS_MAX if value else 0,
    )
