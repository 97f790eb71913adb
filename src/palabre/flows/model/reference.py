"""The page that tells every kind of step: from the steps themselves, so that it says what publication accepts."""
from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from palabre.flows.model.step import KINDS, Step

HEAD = """# Steps of a flow

Generated from the steps by `./palabre openapi`; the same as a JSON Schema: `GET /api/flows/schema`.
Every step has `kind` and `next`: for each of its exits the name of the step that follows. Publication refuses a flow
with an exit that leads nowhere, a prompt that cannot be said, a variable that nothing sets, an id that does not exist.
"""


def steps_reference() -> str:
    """Markdown, kinds in the order of their names."""
    return HEAD + "".join(step_reference(name, kind) for name, kind in sorted(KINDS.items()))


def step_reference(name: str, kind: type[Step]) -> str:
    return "\n".join(_told(name, kind))


def _told(name: str, kind: type[Step]) -> Iterator[str]:
    yield f"\n## {name}\n"
    yield (inspect.getdoc(kind) or "").strip() + "\n"
    schema = msgspec.json.schema(kind)
    own = schema["$defs"][kind.__name__]
    fields = {field: shape for field, shape in own["properties"].items() if field not in ("kind", "next")}
    if fields:
        yield "| field | what it holds | when left out |\n|---|---|---|"
        for field, shape in fields.items():
            needed = field in own.get("required", ())
            usual = "needed" if needed else f"`{_json(shape.get('default'))}`"
            yield f"| `{field}` | {_shape(shape, schema['$defs'])} | {usual} |"
        yield ""
    exits = ", ".join(f"`{one}`" for one in kind.exits)
    chosen = kind.all_exits is not Step.all_exits
    more = "those that it names" + (f", {exits}" if exits else "") if chosen else exits or "none: nothing follows"
    yield f"Exits: {more}.\n"


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _shape(shape: Mapping[str, Any], defs: Mapping[str, Any], within: tuple[str, ...] = ()) -> str:
    """`within`: structures around it; one that holds itself is named instead of told again."""
    if ref := shape.get("$ref"):
        name = ref.rsplit("/", 1)[1]
        if name in within:
            return f"a {name.lower()} as above"
        fields = defs[name].get("properties", {}).items()
        return "{" + ", ".join(f"`{f}`: {_shape(s, defs, (*within, name))}" for f, s in fields) + "}"
    if any_of := shape.get("anyOf"):
        return " or ".join(dict.fromkeys(_shape(one, defs, within) for one in any_of))
    if shape.get("type") == "array":
        most = f", {shape['maxItems']} at most" if "maxItems" in shape else ""
        return f"list{most} of {_shape(shape.get('items') or {}, defs, within)}"
    if shape.get("type") == "null":
        return "nothing"
    return _plain(shape)


def _plain(shape: Mapping[str, Any]) -> str:
    if "enum" in shape:
        return " or ".join(f"`{one}`" for one in shape["enum"])
    least, most = shape.get("minimum", shape.get("exclusiveMinimum")), shape.get("maximum")
    if least is not None or most is not None:
        return f"{shape['type']} {least if least is not None else ''}…{most if most is not None else ''}"
    if pattern := shape.get("pattern"):
        words = pattern.removeprefix("^(").removesuffix(")$")
        return " or ".join(words.split("|")) if pattern.startswith("^(") and "[" not in words else "a name"
    return str(shape.get("type", "anything"))
