"""Voice over HTTP: telephones' credentials, the relay to Asterisk, web calls from a page, recordings, numbers."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Request, WebSocket, delete, get, patch, post, websocket
from litestar.params import Parameter

from palabre.channels.voice.actions import numbers, phones
from palabre.channels.voice.actions.nodes import relay_of
from palabre.channels.voice.actions.phones import Credentials
from palabre.channels.voice.http.lines import routes as line_routes
from palabre.channels.voice.http.recordings import routes as recording_routes
from palabre.channels.voice.http.relay import relay
from palabre.channels.voice.http.trunks import routes as trunk_routes
from palabre.foundations import limits
from palabre.foundations.problems import Forbidden
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.plumbing.web.networks import client_address, network_of
from palabre.plumbing.web.options import WebOptions
from palabre.plumbing.web.pages import Page
from palabre.tenants.actions.audit import record
from palabre.tenants.model.people import Signed

TAGS = ["voice"]
Short = Annotated[str, msgspec.Meta(max_length=limits.NAME_CHARACTERS_MAX)]


class PhoneWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`kind`: browser, or sip (a plain telephone or robot); `contact`: its fixed SIP address, else it registers."""

    kind: Annotated[str, msgspec.Meta(max_length=20)] = "browser"
    contact: Short = ""


class WebCallWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`key`: of the entry point, as the page was given it."""

    key: Annotated[str, msgspec.Meta(min_length=8, max_length=64)]


class NumberWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`free_until_answered`: nothing is charged before an advisor answers (Code de la consommation, L224-38)."""

    number: Annotated[str, msgspec.Meta(max_length=30)]
    name: Short = ""
    flow: UUID | None = None
    language: Annotated[str, msgspec.Meta(max_length=35)] = "fr"
    rescue_number: Annotated[str, msgspec.Meta(max_length=30)] | None = None
    web_calls: bool = False
    free_until_answered: bool = False


class NumberChange(msgspec.Struct, forbid_unknown_fields=True):
    name: Short | None = None
    flow: UUID | None = None
    language: Annotated[str, msgspec.Meta(max_length=35)] | None = None
    rescue_number: Annotated[str, msgspec.Meta(max_length=30)] | None = None
    free_until_answered: bool | None = None


class Number(msgspec.Struct):
    """A telephone number of the tenant. `web_key`: by which pages call it, none where they may not."""

    id: str
    number: str
    name: str
    flow: str | None
    language: str
    rescue_number: str | None
    web_key: str | None
    free_until_answered: bool = False


# -- telephones


def _has_telephone(who: Scope) -> None:
    """Who answers, and who listens to those who do."""
    if "voice.supervise" not in who.permissions:
        who.require("desk.answer")


@post("/api/desk/phone", status_code=200, tags=TAGS)
async def desk_phone(
    services: Services, who: Scope, signed_in: Signed, data: PhoneWanted | None = None
) -> Credentials:
    """SIP credentials of her telephone in this sign-in: the same for all its tabs until half their time is over."""
    _has_telephone(who)
    if who.person is None:
        raise Forbidden(permission="desk.answer")
    wanted = data or PhoneWanted()
    hers = {"session": signed_in.session, "kind": wanted.kind, "contact": wanted.contact}
    return await phones.issue_phone(services, who.tenant, who.person, **hers)


@websocket("/phone-ws")
async def phone_ws(socket: WebSocket, services: Services, socket_who: Scope) -> None:
    """SIP over WebSocket of an advisor's page, relayed to Asterisk."""
    _has_telephone(socket_who)
    await relay(socket, await relay_of(services.database, services.settings.ari_url))


@websocket("/welcome/phone-ws", opt={"public": True})
async def caller_ws(
    socket: WebSocket, services: Services, ticket: Annotated[str, Parameter(max_length=100)] = ""
) -> None:
    """The same for a web caller, by the ticket she was given."""
    if not await phones.holds_ticket(services, ticket):
        raise Forbidden(reason="ticket")
    await relay(socket, await relay_of(services.database, services.settings.ari_url))


@post("/welcome/api/calls", opt={"public": True}, security=[], status_code=200, tags=TAGS)
async def web_call(request: Request, services: Services, options: WebOptions, data: WebCallWanted) -> Credentials:
    """A telephone for some minutes that reaches one entry point only. Bounded per network."""
    network = network_of(client_address(request, options.trusted_proxies))
    return await phones.issue_web_call(services, data.key, network)


# -- numbers


@get("/api/numbers", tags=TAGS)
async def list_numbers(services: Services, who: Scope) -> Page[Number]:
    who.require("voice.edit")
    async with services.database.transaction(who) as tx:
        return Page([_number(row) for row in await numbers.list_numbers(tx)])


@post("/api/numbers", tags=TAGS)
async def add_number(services: Services, who: Scope, data: NumberWanted) -> Number:
    """A number that this tenant answers; refused when somebody has it already."""
    who.require("voice.edit")
    async with services.database.transaction(who) as tx:
        made = await numbers.add_number(
            tx, data.number, name=data.name, flow=_text(data.flow), language=data.language,
            rescue_number=data.rescue_number, web_calls=data.web_calls,
            free_until_answered=data.free_until_answered)  # fmt: skip
        await record(tx, "voice.add_number", f"phone_number:{made['id']}")
    return _number(made)


@patch("/api/numbers/{number:uuid}", tags=TAGS)
async def change_number(services: Services, who: Scope, number: UUID, data: NumberChange) -> Number:
    who.require("voice.edit")
    async with services.database.transaction(who) as tx:
        row = await numbers.change_number(
            tx,
            str(number),
            name=data.name,
            flow=_text(data.flow),
            language=data.language,
            rescue_number=data.rescue_number,
            free_until_answered=data.free_until_answered,
        )
        await record(tx, "voice.change_number", f"phone_number:{number}")
    return _number(row)


@delete("/api/numbers/{number:uuid}", tags=TAGS)
async def remove_number(services: Services, who: Scope, number: UUID) -> None:
    who.require("voice.edit")
    async with services.database.transaction(who) as tx:
        await numbers.remove_number(tx, str(number))
        await record(tx, "voice.remove_number", f"phone_number:{number}")


def _number(row: dict) -> Number:
    return Number(
        str(row["id"]),
        row["number"],
        row["name"],
        _text(row["flow"]),
        row["language"],
        row["rescue_number"],
        row["web_key"],
        row["free_until_answered"],
    )


def _text(id: object) -> str | None:
    return str(id) if id else None


routes = [
    desk_phone, phone_ws, caller_ws, web_call, list_numbers, add_number,
    change_number, remove_number, *trunk_routes, *recording_routes, *line_routes,
]  # fmt: skip
