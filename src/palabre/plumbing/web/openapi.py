"""The document of our interface (OpenAPI 3.1): operation ids are `room_verb_noun`, tags are rooms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from litestar import Litestar, Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import Method

PATH = "/api/schema"
_DESCRIPTION = """Refusals are `{"code", "details", "reference"}`: test the code. Instants are milliseconds since 1970.
Browsers sign in with a cookie and give `X-CSRF` (from /api/me) with what changes something; programs give a Bearer
token."""


def configuration(version: str) -> OpenAPIConfig:
    schemes = {
        "session": SecurityScheme(type="apiKey", name="palabre", security_scheme_in="cookie"),
        "token": SecurityScheme(type="http", scheme="bearer"),
    }
    return OpenAPIConfig(
        title="Palabre",
        version=version,
        description=_DESCRIPTION,
        openapi_router=Router(PATH, route_handlers=[], opt={"public": True}, include_in_schema=False),
        use_handler_docstrings=True,
        render_plugins=[JsonRenderPlugin(path="/")],
        components=Components(security_schemes=schemes),
        security=[{"session": []}, {"token": []}],
        operation_id_creator=_operation_id,
    )


def _operation_id(handler: HTTPRouteHandler, method: Method, path_components: list[Any]) -> str:
    """`tenants_create_person`: the room of the module, then the function. Unique, or Litestar refuses to start."""
    module = handler.fn.__module__.removeprefix("palabre.").split(".")
    room = module[1] if module[0] == "channels" else module[0]
    return f"{room}_{handler.fn.__name__}"


def document(app: Litestar) -> dict[str, Any]:
    return app.openapi_schema.to_schema()


def write(app: Litestar, path: Path) -> None:
    """The document as a file with a stable order, so that a change of the interface is seen as a difference."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document(app), indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n")
