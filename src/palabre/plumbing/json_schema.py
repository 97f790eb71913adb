"""Whether a JSON value fits a JSON schema: the part of draft-07 that our own schemas use, and a refusal of the rest.

Known: type, enum, const, required, properties, additionalProperties (false), items, minimum, pattern, anyOf, and $ref
within the schema. A word that is not known raises, so that nothing is taken for checked that is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

SILENT = frozenset(("$schema", "title", "$comment", "description", "definitions"))
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "number": (int, float), "integer": (int,),
    "boolean": (bool,), "null": (type(None),),
}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], whole: dict[str, Any] | None = None, at: str = "$") -> Iterator[str]:
    """`path: what is wrong`, one by one; none where it fits. `whole`: where references are looked up."""
    whole = schema if whole is None else whole
    for word, wanted in schema.items():
        if word in SILENT or word in ("properties", "additionalProperties"):
            continue
        yield from _CHECKS[word](value, wanted, whole, at)
    if isinstance(value, dict):
        yield from _members(value, schema, whole, at)


def _members(value: dict, schema: dict, whole: dict, at: str) -> Iterator[str]:
    known = schema.get("properties", {})
    for name, member in value.items():
        if name in known:
            yield from faults(member, known[name], whole, f"{at}.{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{at}: {name} is not known"


def _type(value: Any, wanted: str, whole: dict, at: str) -> Iterator[str]:
    number = wanted in ("number", "integer") and isinstance(value, bool)
    if number or not isinstance(value, TYPES[wanted]):
        yield f"{at}: not of type {wanted}"


def _enum(value: Any, wanted: list, whole: dict, at: str) -> Iterator[str]:
    if value not in wanted:
        yield f"{at}: not one of {wanted}"


def _const(value: Any, wanted: Any, whole: dict, at: str) -> Iterator[str]:
    if value != wanted:
        yield f"{at}: not {wanted}"


def _required(value: Any, wanted: list[str], whole: dict, at: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f"{at}: {name} is missing" for name in wanted if name not in value)


def _items(value: Any, wanted: dict, whole: dict, at: str) -> Iterator[str]:
    for n, item in enumerate(value if isinstance(value, list) else ()):
        yield from faults(item, wanted, whole, f"{at}[{n}]")


def _minimum(value: Any, wanted: float, whole: dict, at: str) -> Iterator[str]:
    if isinstance(value, int | float) and value < wanted:
        yield f"{at}: less than {wanted}"


def _pattern(value: Any, wanted: str, whole: dict, at: str) -> Iterator[str]:
    if isinstance(value, str) and not re.search(wanted, value):
        yield f"{at}: not of the form {wanted}"


def _any(value: Any, wanted: list[dict], whole: dict, at: str) -> Iterator[str]:
    if all(next(faults(value, one, whole, at), None) for one in wanted):
        yield f"{at}: fits none of {len(wanted)}"


def _reference(value: Any, wanted: str, whole: dict, at: str) -> Iterator[str]:
    found: Any = whole
    for name in wanted.removeprefix("#/").split("/"):
        found = found[name]
    yield from faults(value, found, whole, at)


_CHECKS = {
    "type": _type, "enum": _enum, "const": _const, "required": _required, "items": _items, "minimum": _minimum,
    "pattern": _pattern, "anyOf": _any, "$ref": _reference,
}  # fmt: skip
