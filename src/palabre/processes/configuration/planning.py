"""What would change, and nothing else: pure. Ids become names on the way out, and ids again on the way in."""

from __future__ import annotations

from typing import Any

import msgspec

from palabre.processes.configuration.kinds import BY_NAME, KINDS

FORMAT = "palabre.config.1"
Things = dict[str, dict[str, dict[str, Any]]]  # kind → key → fields


class File(msgspec.Struct):
    """A tenant's configuration by names: kind → key → fields. What is not named is left as it is."""

    things: Things
    format: str = FORMAT


class Step(msgspec.Struct):
    """`act`: create or change; `fields`: what it becomes; `before`: what it was, where it was."""

    kind: str
    key: str
    act: str
    fields: dict[str, Any]
    before: dict[str, Any] = {}


class Names:
    """Both ways between ids and `@kind/key`."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._ids: dict[str, str] = {}

    def learn(self, kind: str, key: str, id: str) -> None:
        name = f"@{kind}/{key}"
        self._names[id], self._ids[name] = name, id

    def name(self, value: Any) -> Any:
        return _map(value, lambda text: self._names.get(text, text))

    def resolve(self, value: Any) -> Any:
        """Raises KeyError with the name of what is not there."""
        return _map(value, self._id)

    def knows(self, name: str) -> bool:
        return name in self._ids

    def _id(self, text: str) -> str:
        return self._ids[text] if _is_name(text) else text


def names_in(value: Any) -> set[str]:
    """Every `@kind/key` that a body leans on."""
    found: set[str] = set()
    _map(value, lambda text: found.add(text) or text if _is_name(text) else text)
    return found


def plan(wanted: Things, present: Things) -> list[Step]:
    """In the order in which it can be done; fields that the file does not name stay as they are."""
    steps = []
    for kind in KINDS:
        there = present.get(kind.name, {})
        asked = wanted.get(kind.name, {})
        steps += _made(kind.name, {key: fields for key, fields in asked.items() if key not in there})
        for key in [key for key in asked if key in there]:
            before = there[key]
            if changed := {name: value for name, value in asked[key].items() if before.get(name) != value}:
                steps.append(Step(kind.name, key, "change", changed, {name: before.get(name) for name in changed}))
    return steps


def _made(kind: str, new: Things) -> list[Step]:
    """Whoever is leant on comes first; queues that overflow in a circle are made without it, then changed."""
    steps, later, left = [], [], dict(new)
    while left:
        own = {f"@{kind}/{key}" for key in left}
        free = [key for key, fields in left.items() if not names_in(fields) & own]
        for key in free or list(left)[:1]:
            fields = left.pop(key)
            if not free:
                later.append(Step(kind, key, "change", {"options": fields["options"]}, {"options": None}))
                fields = fields | {"options": fields["options"] | {"overflow": None}}
            steps.append(Step(kind, key, "create", fields))
    return steps + later


def faults(wanted: Things, present: Things) -> list[str]:
    """What cannot be done, each in a line: unknown kinds and fields, names that nothing bears."""
    found = [f"{kind}: there is no such kind; it is one of {', '.join(BY_NAME)}" for kind in wanted.keys() - BY_NAME]
    known = {f"@{kind}/{key}" for some in (wanted, present) for kind, things in some.items() for key in things}
    for name, things in wanted.items():
        if kind := BY_NAME.get(name):
            for key, fields in things.items():
                unknown = fields.keys() - set(kind.fields)
                found += [f"{name}/{key}: {field} is no field; it has {', '.join(kind.fields)}" for field in unknown]
                found += [f"{name}/{key}: {missing} is not there" for missing in names_in([key, fields]) - known]
    return sorted(found)


def left_alone(wanted: Things, present: Things) -> list[str]:
    """What is there and not in the file: never removed by it."""
    return [f"{kind}/{key}" for kind, things in present.items() for key in things if key not in wanted.get(kind, {})]


def _is_name(text: str) -> bool:
    return text.startswith("@") and text[1:].split("/", 1)[0] in BY_NAME


def _map(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_map(one, change) for one in value]
    if isinstance(value, dict):
        return {_map(key, change): _map(one, change) for key, one in value.items()}
    return value
