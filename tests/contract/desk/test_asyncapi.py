"""The published description of the desk socket is true to the code, and the code to it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest
from random_journals import ADVISORS, PARTNERS, play, random_steps

from palabre.desk.model.asyncapi import ENTITIES, FROM_PAGE, FROM_SERVER, document, text
from palabre.desk.model.board import Board
from palabre.desk.model.messages import Beat, Changed, Snapshot, Typing, encode
from palabre.desk.model.pressure import pressure
from palabre.desk.model.views import personal, wall
from palabre.processes.command_line import web_faces

PUBLISHED = Path(__file__).parents[3] / "docs/reference/asyncapi.json"


def test_published_document_is_the_generated_one() -> None:
    if os.environ.get("PALABRE_WRITE_CONTRACTS"):
        PUBLISHED.write_text(text())
        web_faces.write_types(print)
    assert PUBLISHED.read_text() == text(), "it changed: run this test with PALABRE_WRITE_CONTRACTS=1"


def test_all_references_lead_somewhere() -> None:
    whole = document("1")

    def walk(node) -> None:
        if isinstance(node, dict):
            if "$ref" in node:
                found = whole
                for step in node["$ref"].removeprefix("#/").split("/"):
                    found = found[step]
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(whole)
    assert set(whole["components"]["messages"]) == {m.__name__ for m in (*FROM_SERVER, *FROM_PAGE)}


def _fits(schema: dict, value: object, schemas: dict) -> bool:
    """As much of JSON Schema as the document uses."""
    if "$ref" in schema:
        return _fits(schemas[schema["$ref"].rsplit("/", 1)[1]], value, schemas)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return any(_fits(one, value, schemas) for one in schema[several])
    if "enum" in schema:
        return value in schema["enum"]
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "null": type(None),
    }
    if not isinstance(value, kinds[schema["type"]]) or (
        isinstance(value, bool) and schema["type"] in ("integer", "number")
    ):
        return False
    if isinstance(value, list):
        return all(_fits(schema["items"], each, schemas) for each in value)
    if isinstance(value, dict):
        known, extra = schema.get("properties", {}), schema.get("additionalProperties")
        if not set(schema.get("required", ())) <= set(value) or not (extra or set(value) <= set(known)):
            return False
        return all(_fits(known.get(k, extra), v, schemas) for k, v in value.items())
    return True


@pytest.mark.parametrize("seed", range(6))
def test_what_is_sent_is_what_is_described(seed: int) -> None:
    schemas = document("1")["components"]["schemas"]
    journal = play(random_steps(seed, 120))
    board, views = Board(journal.world), {}
    for advisor in ADVISORS:
        views |= personal(board, advisor, pressure(board, advisor, journal.now))
    for partner in (None, PARTNERS[-1]):
        views |= wall(board, partner)
    for key, entity in views.items():
        plain = json.loads(msgspec.json.encode(entity))
        described = schemas[ENTITIES[key.split(":")[0]].__name__]
        assert _fits(described, plain, schemas), (key, plain)
        assert set(plain) == set(described["properties"]), "every field is always written"
    for message in (
        Snapshot("7.1", 1, views),
        Changed("7.2", views, ["offer:7.9"]),
        Typing("c", "customer"),
        Beat("7.1", 1),
    ):
        assert _fits(schemas[type(message).__name__], json.loads(encode(message)), schemas)
    assert not _fits(schemas["Beat"], {"kind": "beat", "at": 7, "now": 1}, schemas)
