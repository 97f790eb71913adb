"""The public port: one Litestar application made of the rooms' routes. It composes and decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide

from palabre.plumbing.services import Services
from palabre.plumbing.web import openapi, who
from palabre.plumbing.web.faces import face_handler
from palabre.plumbing.web.headers import security_headers
from palabre.plumbing.web.health import healthz, metrics, readyz
from palabre.plumbing.web.metrics import Measured
from palabre.plumbing.web.options import Face, WebOptions
from palabre.plumbing.web.problems import HANDLERS


def build_app(
    services: Services | None,
    routes: Sequence[Any],
    *,
    authenticate: who.Authenticate,
    websocket_handlers: Sequence[Any] = (),
    faces: Sequence[Face] = (),
    options: WebOptions | None = None,
    dependencies: Mapping[str, Provide] | None = None,
    lifespan: Sequence[Callable] = (),
) -> Litestar:
    """The application. `routes`: handlers and routers of all rooms; `services` may be None only to write the document.

    Handlers may take, by name: `services: Services`, `who: Scope`, `signed_in`, `options: WebOptions`;
    websocket handlers `services` and `socket_who: Scope`; `dependencies` adds what a process has besides. A route
    is closed unless its `opt` says {"public": True}.
    """
    options = options or WebOptions()
    embeddable = tuple(f.prefix.rstrip("/") for f in faces if f.embeddable)
    app = Litestar(
        [*routes, *websocket_handlers, healthz, readyz, metrics, *(face_handler(f) for f in faces)],
        guards=[who.guard_with(authenticate)],
        dependencies={**_dependencies(services, options), **(dependencies or {})},
        exception_handlers=HANDLERS,
        middleware=[Measured],
        before_send=[security_headers(embeddable, options.secure)],
        openapi_config=openapi.configuration(version("palabre")),
        request_max_body_size=options.body_bytes_max,
        logging_config=None,
        lifespan=list(lifespan),
        state=State({"services": services, "options": options, "authenticate": authenticate}),
    )
    who.refuse_reserved_names(app)
    return app


def _dependencies(services: Services | None, options: WebOptions) -> dict[str, Provide]:
    return {
        "services": Provide(lambda: services, sync_to_thread=False),
        "options": Provide(lambda: options, sync_to_thread=False),
        "who": Provide(who.provide_who),
        "socket_who": Provide(who.provide_socket_who),
        "signed_in": Provide(who.provide_signed_in),
    }
