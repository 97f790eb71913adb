"""An HTTP step's request made of its template, and its answer read into variables. No variable can choose the host."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from palabre.information.model.paths import text_at

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")
ADDRESS = re.compile(r"(https?)://([A-Za-z0-9.-]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:]+\](?::[0-9]{1,5})?)(/[^\s#]*)?$")
VALUE_CHARACTERS_MAX = 500
_KEPT = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


class ValueUnusable(Exception):
    """A variable is empty, too long or dots alone, where it makes a part of an address."""


def host_of(template: str) -> str | None:
    """Host, with its port; None where the template is no address, or a variable stands in its host."""
    found = ADDRESS.fullmatch(template)
    return found[2].lower() if found and "{" not in found[2] else None


def encoded(text: str) -> str:
    """Percent-encoded, all but what RFC 3986 calls unreserved: no variable adds a path, a parameter or a host."""
    return "".join(chr(b) if b in _KEPT else f"%{b:02X}" for b in text.encode())


def address_of(template: str, variables: Mapping[str, str]) -> str:
    """The address asked. Raises ValueUnusable."""
    path, mark, query = template.partition("?")

    def in_path(found: re.Match[str]) -> str:
        value = variables.get(found[1], "")
        if not value.strip(".") or len(value) > VALUE_CHARACTERS_MAX:
            raise ValueUnusable(found[1])
        return encoded(value)

    def in_query(found: re.Match[str]) -> str:
        return encoded(variables.get(found[1], "")[:VALUE_CHARACTERS_MAX])

    return PLACEHOLDER.sub(in_path, path) + mark + PLACEHOLDER.sub(in_query, query)


def header_of(template: str, variables: Mapping[str, str]) -> str:
    """On one line, whatever the variables hold."""
    filled = PLACEHOLDER.sub(lambda found: variables.get(found[1], ""), template)
    return "".join(c for c in filled if c.isascii() and c.isprintable())[:1000]


def body_of(template: Mapping[str, str], variables: Mapping[str, str]) -> bytes:
    """A JSON object: its values are texts made of variables."""
    return msgspec.json.encode(
        {name: PLACEHOLDER.sub(lambda found: variables.get(found[1], ""), text) for name, text in template.items()}
    )


def outcome_of(status: int) -> str:
    """The exit of an answer's status; `ok` where its content is to be read."""
    if 200 <= status < 300:
        return "ok"
    if status in (404, 410):
        return "not_found"
    if status == 429 or status >= 500:
        return "unavailable"
    return "refused" if 400 <= status < 500 else "bad_answer"


def values_of(data: bytes, wanted: Mapping[str, str]) -> dict[str, str] | None:
    """variable → text by its path; None where the answer is no JSON or lacks one of them."""
    if not wanted:
        return {}
    try:
        document: Any = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    found = {name: text_at(document, path) for name, path in wanted.items()}
    whole = {name: text[:VALUE_CHARACTERS_MAX] for name, text in found.items() if text is not None}
    return whole if len(whole) == len(found) else None
