"""A feed as the tenant names it, and what was read of it."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec

from palabre.foundations.clock import Instant
from palabre.information.problems import FeedInvalid

Path = Annotated[str, msgspec.Meta(max_length=200)]
Identifier = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")
ITEM_FIELDS = ("title", "text")  # what an RSS or Atom entry is made of
ITEM_CHARACTERS_MAX = 600
ITEMS_MAX = 20


class Feed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where it is read, how, and how old it may be.

    `format`: news (RSS 2.0, RSS 1.0, Atom) or json. `refresh_seconds` between two fetches; `stale_seconds`: beyond it
    callers hear an apology instead. `age_of`: fetch, since it was last read; content, since the newest date in it.
    JSON: `items` is the path to a list (or to one object, '' the whole); `fields` names values of each by their path;
    `words` is the sentence made of them ({title}. {text} for news). `date`: path of an item's instant (ISO or seconds).
    """

    url: Annotated[str, msgspec.Meta(min_length=8, max_length=1000, pattern=r"^https?://[^\s]+$")]
    format: Literal["news", "json"] = "news"
    language: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", max_length=35)] = "fr"
    refresh_seconds: Annotated[int, msgspec.Meta(ge=30, le=86_400)] = 600
    stale_seconds: Annotated[int, msgspec.Meta(ge=60, le=30 * 86_400)] = 7_200
    age_of: Literal["fetch", "content"] = "fetch"
    items: Path = ""
    fields: Annotated[dict[Identifier, Path], msgspec.Meta(max_length=20)] = {}
    words: Annotated[str, msgspec.Meta(max_length=500)] = ""
    date: Path = ""
    enabled: bool = True


class Item(msgspec.Struct, frozen=True):
    """One thing to say. `at`: its own date, 0 where none is given."""

    words: str
    at: Instant = 0


class Told(msgspec.Struct, frozen=True):
    """What a fetch came to. `fields`: of a JSON feed's first item."""

    items: tuple[Item, ...]
    fields: dict[str, str] = {}


def check_feed(feed: Feed) -> None:
    """Raises FeedInvalid for what its fields together get wrong."""
    named = set(ITEM_FIELDS if feed.format == "news" else feed.fields)
    if feed.format == "json" and not feed.words:
        raise FeedInvalid(field="words", reason="missing")
    if unknown := sorted(set(PLACEHOLDER.findall(feed.words)) - named):
        raise FeedInvalid(field="words", reason=f"unknown:{unknown[0]}")
    if feed.stale_seconds < feed.refresh_seconds:
        raise FeedInvalid(field="stale_seconds", reason="before_refresh")
    if feed.age_of == "content" and feed.format == "json" and not feed.date:
        raise FeedInvalid(field="date", reason="missing")


def said(words: str, values: dict[str, str]) -> str:
    """The sentence with its values, bounded and on one line."""
    text = PLACEHOLDER.sub(lambda found: values.get(found[1], ""), words)
    return " ".join(text.split())[:ITEM_CHARACTERS_MAX]


def age_ms(feed: Feed, fetched_at: Instant, items: tuple[Item, ...], now: Instant) -> int:
    """How old what is kept is; what was never read is as old as time."""
    newest = max((item.at for item in items), default=0)
    since = newest if feed.age_of == "content" and newest else fetched_at
    return max(0, now - since)


def is_stale(feed: Feed, fetched_at: Instant, items: tuple[Item, ...], now: Instant) -> bool:
    return not items or not fetched_at or age_ms(feed, fetched_at, items, now) > feed.stale_seconds * 1_000
