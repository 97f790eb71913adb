"""Sign-in, sign-out, and what a person does about herself."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, delete, get, patch, post

from palabre.foundations.ids import TenantId
from palabre.foundations.problems import Forbidden
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.networks import client_address, network_of
from palabre.plumbing.web.options import WebOptions
from palabre.tenants.actions import me, sessions, sign_in, totp
from palabre.tenants.actions.tenants import get_tenant
from palabre.tenants.http.authentication import session_cookie
from palabre.tenants.http.ended import tell_ended
from palabre.tenants.model.people import Signed

Secret = Annotated[str, msgspec.Meta(max_length=1000)]
Code = Annotated[str, msgspec.Meta(max_length=40)]


class SignIn(msgspec.Struct):
    """`sign_in`: e-mail address. `totp`: six digits or a recovery code. `tenant`: asked when several would open."""

    sign_in: Annotated[str, msgspec.Meta(max_length=254)]
    password: Secret
    totp: Code = ""
    tenant: UUID | None = None


class NewPassword(msgspec.Struct):
    current: Secret
    new: Secret


class Password(msgspec.Struct):
    password: Secret


class TotpCode(msgspec.Struct):
    code: Code


class MyChanges(msgspec.Struct):
    """`theme` and `keys` are kept as they come; null takes one away."""

    language: str | msgspec.UnsetType = msgspec.UNSET
    theme: str | msgspec.UnsetType | None = msgspec.UNSET
    keys: dict[str, Any] | msgspec.UnsetType | None = msgspec.UNSET


class NewToken(msgspec.Struct):
    """`permissions`: a part of one's own. `days`: until it ends by itself."""

    name: str
    permissions: list[str]
    days: int = 90


@post("/session", opt={"public": True}, security=[])
async def begin_session(data: SignIn, request: Request, services: Services, options: WebOptions) -> Response[me.Me]:
    """Sign in: sets the session's cookie. Refused with `tenants.sign_in_refused`, `tenants.totp_needed`,
    `tenants.tenant_needed` (with organisations to choose from) or `tenants.sign_in_throttled` (with Retry-After)."""
    attempt = sign_in.Attempt(
        data.sign_in,
        data.password,
        data.totp,
        TenantId(str(data.tenant)) if data.tenant else None,
        network_of(client_address(request, options.trusted_proxies)),
        _device(request.headers.get("user-agent", "")),
    )
    session = await sign_in.sign_in(services.database, services.secrets, attempt)
    async with services.database.transaction(session.signed.scope) as tx:
        found = await me.get_me(tx, session.signed)
    return Response(found, status_code=201, cookies=[session_cookie(request, session.cookie)])


def _device(agent: str) -> str:
    """Browser and system in two words, enough for her to recognise it and no more."""
    browser = next((n for n in ("Edg", "Firefox", "Chrome", "Safari") if n in agent), "")
    system = next((n for n in ("Android", "iPhone", "Windows", "Mac OS", "Linux") if n in agent), "")
    return f"{browser} {system}".strip()


@delete("/session", status_code=204)
async def end_session(request: Request, services: Services, who: Scope, signed_in: Signed) -> Response[None]:
    """Sign out here."""
    async with services.database.transaction(who) as tx:
        await sessions.end_session(tx, _browser(signed_in))
    await tell_ended(services, who.tenant, [_browser(signed_in)])
    return Response(None, status_code=204, cookies=[session_cookie(request, "")])


@get("/sessions")
async def list_sessions(services: Services, who: Scope, signed_in: Signed) -> list[sessions.Session]:
    """Where one is signed in, the latest first."""
    async with services.database.transaction(who) as tx:
        return await sessions.list_sessions(tx, signed_in.session)


@delete("/sessions", status_code=204)
async def end_other_sessions(services: Services, who: Scope, signed_in: Signed) -> None:
    """Sign out everywhere else."""
    async with services.database.transaction(who) as tx:
        ended = await sessions.end_other_sessions(tx, _browser(signed_in))
    await tell_ended(services, who.tenant, ended)


@get("/me")
async def get_me(services: Services, who: Scope, signed_in: Signed) -> me.Me:
    """Who one is, what one may do, and the token for X-CSRF."""
    async with services.database.transaction(who) as tx:
        return await me.get_me(tx, signed_in)


@patch("/me")
async def edit_me(data: MyChanges, services: Services, who: Scope, signed_in: Signed) -> me.Me:
    """Language, theme, keys."""
    given = {k: v for k, v in msgspec.structs.asdict(data).items() if v is not msgspec.UNSET}
    language = given.pop("language", None)
    async with services.database.transaction(who) as tx:
        await me.edit_me(tx, language, given)
        return await me.get_me(tx, signed_in)


@post("/me/password", status_code=204)
async def change_password(data: NewPassword, services: Services, who: Scope, signed_in: Signed) -> None:
    """A new password; all other sessions end."""
    _browser(signed_in)
    async with services.database.transaction(who) as tx:
        ended = await me.change_password(tx, signed_in, data.current, data.new)
    await tell_ended(services, who.tenant, ended)


@post("/me/totp", status_code=200)
async def begin_totp(data: Password, services: Services, who: Scope, signed_in: Signed) -> totp.Enrolment:
    """Begin with six digits from a phone: a picture to scan, in force once confirmed."""
    _browser(signed_in)
    async with services.database.transaction(who) as tx:
        return await totp.begin(tx, services.secrets, (await get_tenant(tx)).name, data.password)


@post("/me/totp/confirm", status_code=200)
async def confirm_totp(data: TotpCode, services: Services, who: Scope, signed_in: Signed) -> totp.RecoveryCodes:
    """The first six digits put it in force; the answer holds the recovery codes, once."""
    _browser(signed_in)
    async with services.database.transaction(who) as tx:
        return await totp.confirm(tx, services.secrets, data.code)


@post("/me/totp/disable", status_code=204)
async def disable_totp(data: Password, services: Services, who: Scope, signed_in: Signed) -> None:
    """Sign in by password alone again."""
    _browser(signed_in)
    async with services.database.transaction(who) as tx:
        await totp.disable(tx, data.password)


@get("/me/tokens")
async def list_tokens(services: Services, who: Scope) -> list[sessions.ApiToken]:
    """One's API tokens, without their secrets."""
    async with services.database.transaction(who) as tx:
        return await sessions.list_tokens(tx)


@post("/me/tokens")
async def create_token(data: NewToken, services: Services, who: Scope, signed_in: Signed) -> sessions.ApiToken:
    """A token for a program, for `Authorization: Bearer`. Its secret is shown here and never again."""
    _browser(signed_in)
    async with services.database.transaction(who) as tx:
        return await sessions.create_token(tx, name=data.name, permissions=data.permissions, days=data.days)


@delete("/me/tokens/{token:uuid}", status_code=204)
async def end_token(token: UUID, services: Services, who: Scope) -> None:
    """End a token at once."""
    async with services.database.transaction(who) as tx:
        await sessions.end_token(tx, str(token))


def _browser(signed: Signed) -> str:
    """What a token may not do: it could lengthen its own life."""
    if signed.session is None:
        raise Forbidden(reason="needs_a_browser_session")
    return signed.session


router = Router(
    "/api",
    route_handlers=[
        begin_session,
        end_session,
        list_sessions,
        end_other_sessions,
        get_me,
        edit_me,
        change_password,
        begin_totp,
        confirm_totp,
        disable_totp,
        list_tokens,
        create_token,
        end_token,
    ],
    tags=["tenants"],
)
