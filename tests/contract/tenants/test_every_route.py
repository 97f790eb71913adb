"""The document that the other tests ask by holds every route of the application: none is left out of them.

The sockets, which no document of HTTP describes, are named here, each with the test that holds them apart.
"""

from pathlib import Path

from litestar.routes import ASGIRoute, HTTPRoute, WebSocketRoute

from palabre.plumbing.web import openapi
from palabre.processes import api

# figures for named networks alone, and the document itself
UNWRITTEN = {"/metrics", "/api/schema", "/api/schema/{path:str}", "/api/schema/openapi.json"}
SOCKETS = {
    "/desk-ws": "tests/integration/desk/test_desk_socket.py",
    "/phone-ws": "tests/integration/voice/test_http.py",
    "/welcome/phone-ws": "tests/integration/voice/test_http.py",
    "/chat-ws/{key:str}": "tests/integration/chat/test_sockets.py",
}
ROOT = Path(__file__).parents[3]


def written(path: str) -> str:
    return "/".join(p.split(":")[0] + "}" if p.startswith("{") and ":" in p else p for p in path.split("/"))


def test_every_route_of_http_is_in_the_document():
    app = api.document()
    told = {(verb.upper(), path) for path, verbs in openapi.document(app)["paths"].items() for verb in verbs}
    served = {
        (verb, written(route.path))
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for verb in route.methods
        if verb not in ("OPTIONS", "HEAD") and route.path not in UNWRITTEN
    }
    assert served - told == set(), "asked by nobody: put them into the document, or name them here with a reason"
    assert told - served == set()


def test_every_socket_is_named_here():
    assert {route.path for route in api.document().routes if isinstance(route, WebSocketRoute)} == set(SOCKETS)
    assert all((ROOT / test).exists() for test in SOCKETS.values())


def test_nothing_else_is_mounted():
    assert [route.path for route in api.document().routes if isinstance(route, ASGIRoute)] == []
