"""Texts with variables in them, and which language a text is looked up in."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_VARIABLE = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")


def fill(text: str, variables: Mapping[str, str]) -> str:
    """`{name}` becomes the variable's value ('' when never set). Values are not filled again."""
    return _VARIABLE.sub(lambda found: variables.get(found[1], ""), text)


def variables_in(text: str) -> Iterator[str]:
    yield from _VARIABLE.findall(text)


def nearest(language: str, offered: Sequence[str]) -> str | None:
    """The tag of `offered` that serves `language`: itself, or a shorter one of its prefixes (RFC 4647, look-up)."""
    lower = {tag.lower(): tag for tag in offered}
    parts = language.lower().split("-")
    while parts:
        if (found := lower.get("-".join(parts))) is not None:
            return found
        parts.pop()
        if parts and len(parts[-1]) == 1:
            parts.pop()
    return None
