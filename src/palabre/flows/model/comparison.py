"""Two documents of a flow beside each other: which steps came, went, changed or were renamed, and what in them.

It compares what stands in JSON, so that a draft that could not be published is compared too. Where steps are drawn on a
canvas is no difference.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

FIELDS_MAX = 200  # told of one comparison; more are counted
UNTOLD = ("drawn", "schema", "steps")


class Seen(msgspec.Struct, frozen=True):
    step: str
    kind: str
    title: str = ""


class Field(msgspec.Struct, frozen=True):
    """`path` within the step or the flow, its parts joined by dots; `before`, `after`: None where there was none."""

    path: str
    before: Any = None
    after: Any = None


class Changed(msgspec.Struct, frozen=True):
    step: str
    kind: str
    title: str
    fields: tuple[Field, ...]


class Renamed(msgspec.Struct, frozen=True):
    before: str
    after: str
    kind: str


class Comparison(msgspec.Struct, frozen=True):
    """`settings`: of the flow as a whole (languages, channels, first step, variables). `more`: fields not told."""

    added: tuple[Seen, ...]
    removed: tuple[Seen, ...]
    changed: tuple[Changed, ...]
    renamed: tuple[Renamed, ...]
    settings: tuple[Field, ...]
    more: int = 0


def compare(before: Any, after: Any) -> Comparison:
    old, new = _steps(before), _steps(after)
    gone, come = [n for n in old if n not in new], [n for n in new if n not in old]
    renamed = _renamed({n: old[n] for n in gone}, {n: new[n] for n in come})
    moved = {one.before: one.after for one in renamed}
    added = tuple(_seen(n, new[n]) for n in come if n not in moved.values())
    removed = tuple(_seen(n, old[n]) for n in gone if n not in moved)
    changed = [_changed(n, old[n], new[n], moved) for n in new if n in old]
    settings = [*_fields(_settings(before, moved), _settings(after, {}))]
    return _bounded(added, removed, [one for one in changed if one.fields], renamed, settings)


def _bounded(added, removed, changed: list[Changed], renamed, settings: list[Field]) -> Comparison:
    left, told = FIELDS_MAX, []
    for one in changed:
        told.append(msgspec.structs.replace(one, fields=one.fields[:max(left, 1)]))
        left -= len(told[-1].fields)
    kept = settings[: max(left, 1)]
    untold = sum(len(one.fields) for one in changed) - sum(len(one.fields) for one in told)
    return Comparison(added, removed, tuple(told), renamed, tuple(kept), untold + len(settings) - len(kept))


def _steps(document: Any) -> dict[str, dict[str, Any]]:
    steps = document.get("steps") if isinstance(document, Mapping) else None
    return {n: dict(s) for n, s in steps.items() if isinstance(s, Mapping)} if isinstance(steps, Mapping) else {}


def _settings(document: Any, moved: Mapping[str, str]) -> dict[str, Any]:
    kept = {k: v for k, v in document.items() if k not in UNTOLD} if isinstance(document, Mapping) else {}
    return {k: moved.get(v, v) if k in ("start", "on_error") and isinstance(v, str) else v for k, v in kept.items()}


def _seen(name: str, step: Mapping[str, Any]) -> Seen:
    return Seen(name, str(step.get("kind", "")), str(step.get("title", "")))


def _renamed(gone: Mapping[str, dict], come: Mapping[str, dict]) -> tuple[Renamed, ...]:
    """The same step under another name, told once: each name at most in one pair, in order."""
    found: list[Renamed] = []
    taken: set[str] = set()
    for before, step in gone.items():
        twin = next((n for n, s in come.items() if n not in taken and s == step), None)
        if twin is not None:
            taken.add(twin)
            found.append(Renamed(before, twin, str(step.get("kind", ""))))
    return tuple(found)


def _changed(name: str, before: dict, after: dict, moved: Mapping[str, str]) -> Changed:
    led = before.get("next")
    if isinstance(led, Mapping):  # led to a step that only has another name now
        before = before | {"next": {e: moved.get(t, t) if isinstance(t, str) else t for e, t in led.items()}}
    seen = _seen(name, after)
    return Changed(name, seen.kind, seen.title, tuple(_fields(before, after)))


def _fields(before: Any, after: Any, path: str = "") -> Iterator[Field]:
    """Differences, as deep as both sides are objects; lists are told whole."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys((*before, *after)):
            inner = f"{path}.{name}" if path else str(name)
            yield from _fields(before.get(name), after.get(name), inner)
    elif before != after:
        yield Field(path, before, after)
