"""Lists by pages: `limit` rows at most and an opaque cursor to where the next page begins."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from litestar.params import Parameter

from palabre.foundations import limits
from palabre.foundations.problems import Invalid

Row = TypeVar("Row")

Limit = Annotated[int, Parameter(ge=1, le=limits.PAGE_ROWS_MAX, description="Rows at most.")]
Cursor = Annotated[str, Parameter(max_length=500, description="`next` of the page before; empty: the first page.")]


class Page(msgspec.Struct, Generic[Row]):
    """`next`: give it as `after` for the following page; null: there is none."""

    rows: list[Row]
    next: str | None = None


def cursor_of(*key: Any) -> str:
    """The place just after the row with this sort key."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def key_of(cursor: str, types: type) -> Any:
    """The sort key of a cursor, as `types` (a tuple type); None for the first page. Refused when it is not one of
    ours."""
    if not cursor:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=types)
    except (ValueError, msgspec.MsgspecError):
        raise Invalid(field="after", reason="not_a_cursor") from None


def page_of(found: Sequence[dict], limit: int, shape: Callable[[dict], Row], *key: str) -> Page[Row]:
    """A page of rows read with `limit + 1`: the one too many says that there is a next page."""
    rows = found[:limit]
    more = (
        cursor_of(*(rows[-1][k] if not hasattr(rows[-1][k], "hex") else str(rows[-1][k]) for k in key))
        if len(found) > limit
        else None
    )
    return Page([shape(row) for row in rows], more)
