"""The document of our interface (OpenAPI 3.1): operation ids are `room_verb_noun`, tags are rooms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from litestar import Litestar, Request, Router
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
        render_plugins=[_Document(path="/")],
        components=Components(security_schemes=schemes),
        security=[{"session": []}, {"token": []}],
        operation_id_creator=_operation_id,
    )


def _operation_id(handler: HTTPRouteHandler, method: Method, path_components: list[Any]) -> str:
    return _name(handler)


def _name(handler: HTTPRouteHandler) -> str:
    """`tenants_create_person`: the room of the module, then the function. Unique, or Litestar refuses to start."""
    module = handler.fn.__module__.removeprefix("palabre.").split(".")
    room = module[1] if module[0] == "channels" else module[0]
    return f"{room}_{handler.fn.__name__}"


class _Document(JsonRenderPlugin):
    def render(self, request: Request, openapi_schema: dict[str, Any]) -> bytes:
        return self.render_json(request, _completed(openapi_schema, request.app))


def _completed(schema: dict[str, Any], app: Litestar) -> dict[str, Any]:
    """Every operation may answer with a problem, in our form and not in the framework's; public ones say so."""
    problem = {
        "type": "object",
        "title": "Problem",
        "description": "A refusal: test the code. An accident (500) has a reference, which finds it in the log.",
        "required": ["code", "details", "reference"],
        "properties": {
            "code": {"type": "string"},
            "details": {"type": "object"},
            "reference": {"type": ["string", "null"]},
        },
    }
    schemas = schema["components"].setdefault("schemas", {})
    schemas["Problem"] = problem
    for kind in schemas.values():
        # of whichever field the framework met last, in an order that changes from start to start; a type has none
        kind.pop("default", None)
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    public = {_name(h) for route in app.routes for h in getattr(route, "route_handlers", ()) if h.opt.get("public")}
    for operation in (o for path in schema["paths"].values() for o in path.values()):
        operation["responses"].pop("400", None)
        if operation["operationId"] in public:
            operation["security"] = []
        operation["responses"]["default"] = {"description": "A refusal or an accident", "content": content}
    return schema


def document(app: Litestar) -> dict[str, Any]:
    return _completed(app.openapi_schema.to_schema(), app)


def write(app: Litestar, path: Path) -> None:
    """The document as a file with a stable order, so that a change of the interface is seen as a difference."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document(app), indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n")
