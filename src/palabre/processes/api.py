"""The public application: the rooms' routes, sockets and faces, collected. It decides nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from litestar import Litestar, get
from litestar.response import Redirect

from palabre.callbacks import wiring as callbacks
from palabre.channels.chat import wiring as chat
from palabre.channels.voice import wiring as voice_wiring
from palabre.channels.voice.http import routes as voice
from palabre.conversations import wiring as conversations
from palabre.customers import wiring as customers
from palabre.desk import wiring as desk_wiring
from palabre.desk.http import routes as desk
from palabre.flows import wiring as flows
from palabre.information import wiring as information
from palabre.moving import wiring as moving
from palabre.outbound import wiring as outbound
from palabre.plumbing.services import Services
from palabre.plumbing.settings import Settings
from palabre.plumbing.web.application import build_app
from palabre.plumbing.web.options import Face, WebOptions, options_of
from palabre.processes.places import place_in_queue
from palabre.reporting import http as reporting
from palabre.routing import wiring as routing
from palabre.simulation import wiring as simulation
from palabre.tenants import wiring as tenants
from palabre.voicemail import wiring as voicemail
from palabre.workforce import wiring as workforce

_CHECKOUT = Path(__file__).parents[3]


@get("/", opt={"public": True}, include_in_schema=False)
async def to_the_desk() -> Redirect:
    return Redirect("/desk/")


def routes() -> list[Any]:
    rooms = (
        tenants, customers, conversations, routing, flows, callbacks, outbound, information, voicemail, voice, chat,
        reporting, simulation, workforce, desk, moving,
    )  # fmt: skip
    return [route for room in rooms for route in room.routes]


def faces(settings: Settings) -> list[Face]:
    """The desk below /desk, everything the public sees below /welcome; a bare address leads to the desk."""
    root = Path(settings.web_root) if settings.web_root else _CHECKOUT / "web"
    return [
        Face("/desk", root / "apps/desk/dist"),
        Face("/welcome", root / "apps/welcome/dist", embeddable=True),
    ]


def application(services: Services, settings: Settings) -> Litestar:
    routing.connect()
    services.voices = voice_wiring.languages(settings)
    return build_app(
        services,
        [*routes(), to_the_desk],
        authenticate=tenants.authenticate,
        faces=faces(settings),
        options=options_of(settings),
        lifespan=[desk_wiring.lifespan, chat.with_hub(place_in_queue)],
    )


def document() -> Litestar:
    """The application without anything behind it, to write its OpenAPI document."""
    return build_app(None, routes(), authenticate=tenants.authenticate, options=WebOptions())
