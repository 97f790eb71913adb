"""A value in JSON by its path: `current.temperature`, `days.0.sky`; '' is the whole."""

from __future__ import annotations

from typing import Any

MISSING = object()


def at(document: Any, path: str) -> Any:
    """The value there, MISSING where there is none."""
    found = document
    for part in path.split(".") if path else ():
        if isinstance(found, dict) and part in found:
            found = found[part]
        elif isinstance(found, list) and part.isdecimal() and int(part) < len(found):
            found = found[int(part)]
        else:
            return MISSING
    return found


def text_at(document: Any, path: str) -> str | None:
    """As a text to say or to bind: None where there is nothing, or something made of parts."""
    found = at(document, path)
    match found:
        case bool():
            return "true" if found else "false"
        case str():
            return found
        case int():
            return str(found)
        case float():
            return f"{found:g}"
    return None
