"""Requests made of the OpenAPI document: a body that fits its schema, ids put where a field's name asks for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

Json = Any
METHODS = ("get", "post", "put", "patch", "delete")


class Operation:
    def __init__(self, document: Json, path: str, method: str) -> None:
        self.path, self.method, self.spec = path, method.upper(), document["paths"][path][method]
        self.schemas = document["components"]["schemas"]
        self.id: str = self.spec["operationId"]
        self.public = self.spec.get("security") == []

    def __repr__(self) -> str:
        return f"{self.method} {self.path}"

    def url(self, ids: Mapping[str, str]) -> str:
        """The path with ids by parameter; `{id}` is that of the thing named before it (`flows` → `flow`)."""
        parts = self.path.split("/")
        for i, part in enumerate(parts):
            if part.startswith("{"):
                name = part[1:-1]
                wanted = parts[i - 1].rstrip("s") if name == "id" else name
                parts[i] = quote(ids.get(wanted, "1"), safe="")
        return "/".join(parts)

    def query(self, ids: Mapping[str, str]) -> dict[str, str]:
        """Filters that take an id, filled; and every required one."""
        found = {}
        for parameter in (p for p in self.spec.get("parameters", ()) if p["in"] == "query"):
            name = parameter["name"]
            if name in ids or parameter.get("required"):
                found[name] = ids.get(name) or ids.get("person", "1")
        return found

    def body(self, ids: Mapping[str, str], *, whole: bool) -> Json:
        content = self.spec.get("requestBody", {}).get("content", {})
        schema = next(iter(content.values()))["schema"] if content else None
        return None if schema is None else self._sample(schema, "", ids, whole, 0)

    def _sample(self, schema: Json, name: str, ids: Mapping[str, str], whole: bool, depth: int) -> Json:
        if "$ref" in schema:
            return self._sample(self.schemas[schema["$ref"].rsplit("/", 1)[1]], name, ids, whole, depth)
        for choices in ("oneOf", "anyOf"):
            if choices in schema:
                first = next((s for s in schema[choices] if s.get("type") != "null"), {"type": "null"})
                return self._sample(first, name, ids, whole, depth)
        kind = schema.get("type", "string" if "enum" in schema else "object")
        kind = next((k for k in kind if k != "null"), "null") if isinstance(kind, list) else kind
        return getattr(self, f"_{kind}")(schema, name, ids, whole, depth)

    def _object(self, schema, name, ids, whole, depth):
        fields = schema.get("properties", {})
        wanted = [f for f in fields if f in schema.get("required", ()) or (whole and depth < 6)]
        made = {f: self._sample(fields[f], f, ids, whole, depth + 1) for f in wanted}
        if not fields and name.rstrip("s") in ids:
            made[ids[name.rstrip("s")]] = 1
        return made

    def _array(self, schema, name, ids, whole, depth):
        return [self._sample(schema["items"], name.rstrip("s"), ids, whole, depth + 1)] if schema.get("items") else []

    def _string(self, schema, name, ids, whole, depth):
        if "enum" in schema:
            return schema["enum"][0]
        return ids.get(name) or ids.get(f"a {name}") or ("2030-01-01" if schema.get("format") == "date" else "essai")

    def _integer(self, schema, name, ids, whole, depth):
        return max(1, schema.get("minimum", 1))

    _number = _integer

    def _boolean(self, *_):
        return False

    def _null(self, *_):
        return None


def operations(document: Json) -> Iterator[Operation]:
    """All of them, what only reads first."""
    found = [Operation(document, path, m) for path, o in document["paths"].items() for m in METHODS if m in o]
    yield from sorted(found, key=lambda o: (METHODS.index(o.method.lower()), o.path))
