"""An example of any struct, made from its types: the same one each time, no field at its default."""

from __future__ import annotations

import types
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec


def example(kind: type) -> Any:
    """`at` is an instant of 2026; texts are their field's name; numbers count up from 2."""
    hints = get_type_hints(kind)
    fields = {f: value(hints[f], f, n) for n, f in enumerate(kind.__struct_fields__, 2)}
    return kind(**fields | ({"at": 1_790_000_000_000} if "at" in fields else {}))


def value(hint: Any, name: str, n: int, depth: int = 0) -> Any:
    hint = getattr(hint, "__supertype__", hint)
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return value(next(p for p in parts if p is not type(None)), name, n, depth)
    if origin is tuple:
        if parts[-1] is Ellipsis:
            return () if depth > 2 else (value(parts[0], name, n, depth + 1),)
        return tuple(value(p, name, n + i, depth) for i, p in enumerate(parts))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        hints = get_type_hints(hint)
        return hint(**{f: value(hints[f], f, i, depth + 1) for i, f in enumerate(hint.__struct_fields__, 2)})
    plain = {str: f"{name}-{n}", int: n, float: n + 0.5, bool: True}
    return plain[hint]
