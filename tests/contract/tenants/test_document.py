"""The published document of the interface is that of the code."""

import json
from pathlib import Path

from palabre.plumbing.web import openapi
from palabre.processes import api

# the flow's schema is a JSON Schema, a recording a stream, a vCon has its own schema; widgets are set up by programs
# alone so far
SHAPELESS = {
    "get /api/flows/schema", "get /api/recordings/{recording}", "get /api/recordings/{recording}/export",
    "get /api/recordings/{recording}/vcon", "get /api/voice-messages/{message}/vcon",
    "get /api/voice-messages/{message}", "get /api/chat/widgets", "post /api/chat/widgets",
    "put /api/chat/widgets/{widget}", "get /api/flows/{id}/package",
}  # fmt: skip
PUBLISHED = Path(__file__).parents[3] / "docs/reference/openapi.json"


def test_the_published_document_is_that_of_the_code(tmp_path):
    openapi.write(api.document(), tmp_path / "now.json")
    now, published = json.loads((tmp_path / "now.json").read_text()), json.loads(PUBLISHED.read_text())
    differing = {p for p in now["paths"] | published["paths"] if now["paths"].get(p) != published["paths"].get(p)}
    assert now == published, f"run ./palabre openapi and commit; it differs at {sorted(differing) or 'schemas'}"


def test_operations_are_named_by_their_room():
    rooms = {
        "tenants",
        "customers",
        "conversations",
        "routing",
        "flows",
        "callbacks", "voicemail", "outbound", "information",
        "voice",
        "chat",
        "reporting",
        "simulation",
        "desk", "moving", "workforce",
        "plumbing",
    }
    document = openapi.document(api.document())
    operations = [o for path in document["paths"].values() for o in path.values()]
    assert {o["operationId"].split("_")[0] for o in operations} <= rooms
    assert all(o["tags"] for o in operations)


def test_no_answer_is_left_open():
    """A body without a shape would have to be described by hand wherever it is read."""
    document = json.loads(PUBLISHED.read_text())
    shapeless = {
        f"{method} {path}"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        for status, answer in operation["responses"].items()
        if status.startswith("2") and _open(document, _json(answer))
    }
    assert shapeless <= SHAPELESS, f"say what they answer: {sorted(shapeless - SHAPELESS)}"


def _json(answer: dict) -> dict | None:
    return (answer.get("content") or {}).get("application/json", {}).get("schema")


def _open(document: dict, schema: dict | None) -> bool:
    """Any object, any list, or a list or a page of any object."""
    if schema is None or {"oneOf", "anyOf", "enum"} & schema.keys():
        return False
    if "$ref" in schema:
        named = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        return _open(document, named.get("properties", {}).get("rows"))
    if schema.get("type") == "array":
        return _open(document, schema.get("items", {}))
    return schema.get("type") in (None, "object") and schema.get("additionalProperties", {}) in ({}, True)
