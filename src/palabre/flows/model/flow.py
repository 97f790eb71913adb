"""A flow as a document: JSON that a person or a designer writes, read into steps."""
from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_
from typing import Annotated, Any, Generic, TypeVar

import msgspec

from palabre.flows.model.step import KINDS, Identifier, Words, told_exits
from palabre.flows.model.variables import Declared
from palabre.flows.problems import FlowUnreadable

SCHEMA = 1
SCHEMA_URL = "https://json-schema.org/draft/2020-12/schema"

Language = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", max_length=35)]
S = TypeVar("S")


class FlowOf(msgspec.Struct, Generic[S], frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`languages`: BCP-47 tags it can speak, the first one is where it begins. `channels`: where it may answer.

    `start`: its first step. `on_error`: where a step's unexpected failure leads (none: an apology, then the end).
    `variables`: with what it begins; `language` is the one it speaks now. `declares`: variables with their types; where
    there are any, all are declared. `drawn`: where each step stands on a designer's canvas, in pixels.
    """

    schema: Annotated[int, msgspec.Meta(ge=SCHEMA, le=SCHEMA)] = SCHEMA
    languages: Annotated[tuple[Language, ...], msgspec.Meta(min_length=1, max_length=20)]
    channels: Annotated[tuple[Identifier, ...], msgspec.Meta(min_length=1, max_length=10)] = ("voice",)
    start: Identifier
    on_error: Identifier | None = None
    variables: Annotated[dict[Identifier, Words], msgspec.Meta(max_length=100)] = {}
    declares: Annotated[dict[Identifier, Declared], msgspec.Meta(max_length=100)] = {}
    drawn: Annotated[dict[Identifier, tuple[int, int]], msgspec.Meta(max_length=500)] = {}
    steps: Annotated[dict[Identifier, S], msgspec.Meta(min_length=1, max_length=500)]


Flow = FlowOf[Any]


def _flow_type() -> type:
    return _flow_of(tuple(KINDS.values()))


@lru_cache(maxsize=4)
def _flow_of(kinds: tuple[type, ...]) -> type:
    return FlowOf[reduce(or_, kinds)]


def read_flow(document: Any) -> Flow:
    """A flow from plain values (what JSON gives). Raises FlowUnreadable with the place."""
    try:
        return msgspec.convert(document, _flow_type())
    except msgspec.ValidationError as error:
        raise FlowUnreadable(why=str(error)[:500]) from error


def read_step(step: Any) -> Any:
    """One step from plain values. Raises msgspec.ValidationError."""
    return msgspec.convert(step, _step_of(tuple(KINDS.values())))


@lru_cache(maxsize=4)
def _step_of(kinds: tuple[type, ...]) -> Any:
    return reduce(or_, kinds)


def flow_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a flow, with every kind of step that is registered."""
    schema = msgspec.json.schema(_flow_type())
    for kind in KINDS.values():
        schema["$defs"][kind.__name__]["x-exits"] = told_exits(kind)
    return {"$schema": SCHEMA_URL, "title": "Palabre flow", **schema}
