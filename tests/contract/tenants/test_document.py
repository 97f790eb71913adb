"""The published document of the interface is that of the code."""

import json
from pathlib import Path

from palabre.plumbing.web import openapi
from palabre.processes import api

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
        "callbacks",
        "voice",
        "chat",
        "reporting",
        "simulation",
        "desk",
        "plumbing",
    }
    document = openapi.document(api.document())
    operations = [o for path in document["paths"].values() for o in path.values()]
    assert {o["operationId"].split("_")[0] for o in operations} <= rooms
    assert all(o["tags"] for o in operations)
