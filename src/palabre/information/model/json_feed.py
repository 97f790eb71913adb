"""A feed in JSON: sentences made of values by their paths."""

from __future__ import annotations

from typing import Any

import msgspec

from palabre.information.model.dates import instant_of
from palabre.information.model.feed import ITEMS_MAX, Feed, Item, Told, said
from palabre.information.model.paths import MISSING, at, text_at
from palabre.information.problems import FeedUnreadable


def read_json(feed: Feed, data: bytes) -> Told:
    """Raises FeedUnreadable."""
    try:
        document = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise FeedUnreadable(reason="not_json") from None
    found = at(document, feed.items)
    if found is MISSING:
        raise FeedUnreadable(reason="path")
    whole = found[:ITEMS_MAX] if isinstance(found, list) else [found]
    values = [_values(feed, one) for one in whole]
    items = tuple(
        Item(said(feed.words, fields), instant_of(at(one, feed.date)) if feed.date else 0)
        for one, fields in zip(whole, values, strict=True)
    )
    if not items:
        raise FeedUnreadable(reason="no_items")
    return Told(items, values[0])


def _values(feed: Feed, one: Any) -> dict[str, str]:
    found = {name: text_at(one, path) for name, path in feed.fields.items()}
    if absent := [name for name, value in found.items() if value is None]:
        raise FeedUnreadable(reason="path", field=absent[0])
    return {name: value for name, value in found.items() if value is not None}
