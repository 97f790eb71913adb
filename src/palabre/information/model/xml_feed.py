"""RSS 2.0, RSS 1.0 (RDF) and Atom, read with expat alone: no entity may be declared, nothing outside is ever asked for.

feedparser is tolerant of what this refuses, but leans on a package nobody keeps any more; defusedxml does what the
first three handlers below do (docs/decisions/0019).
"""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from xml.parsers import expat

from palabre.foundations.clock import Instant
from palabre.information.model.dates import instant_of
from palabre.information.model.feed import ITEMS_MAX, Feed, Item, Told, said
from palabre.information.problems import FeedUnreadable

ITEM = ("item", "entry")
TEXTS = {"description": "text", "summary": "text", "content": "text", "title": "title"}
DATES = ("pubDate", "published", "updated", "date")
_TAG = re.compile(r"<[^>]{0,2000}>")
_HIDDEN = re.compile(r"(?is)<(script|style)\b.*?</\1\s*>")
DEPTH_MAX = 60


class _Reader:
    def __init__(self) -> None:
        self.items: list[dict[str, str]] = []
        self._path: list[str] = []
        self._item: dict[str, str] | None = None
        self._text = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("}")[2]
        self._path.append(local)
        if len(self._path) > DEPTH_MAX:
            raise FeedUnreadable(reason="not_xml")
        if local in ITEM and self._item is None and len(self.items) < ITEMS_MAX:
            self._item = {}
        self._text = ""

    def text(self, data: str) -> None:
        self._text += data

    def end(self, name: str) -> None:
        local = self._path.pop()
        if self._item is None:
            return
        if local in ITEM:
            self.items.append(self._item)
            self._item = None
        elif self._path and self._path[-1] in ITEM:
            self._keep(local)
        self._text = ""

    def _keep(self, local: str) -> None:
        assert self._item is not None
        if local in TEXTS:
            self._item.setdefault(TEXTS[local], plain(self._text))
        elif local in DATES:
            self._item.setdefault("at", self._text.strip())


def read_news(feed: Feed, data: bytes) -> Told:
    """Raises FeedUnreadable."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler = reader.text
    parser.buffer_text = True
    parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = parser.ExternalEntityRefHandler = _refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, IndexError):
        raise FeedUnreadable(reason="not_xml") from None
    words = feed.words or "{title}. {text}"
    items = tuple(Item(text, date_of(i.get("at", ""))) for i in reader.items if (text := _words(words, i)))
    if not items:
        raise FeedUnreadable(reason="no_items")
    return Told(items)


def _words(words: str, item: dict[str, str]) -> str:
    text = said(words, {"title": item.get("title", "").rstrip(". "), "text": item.get("text", "")})
    return text if text.strip(" .") else ""


def _refuse(*_: Any) -> None:
    raise FeedUnreadable(reason="entities")


def plain(text: str) -> str:
    """Words without the HTML that feeds put into them."""
    shown = _TAG.sub(" ", _HIDDEN.sub(" ", text))
    return " ".join(unescape(_TAG.sub(" ", unescape(shown))).split())


def date_of(text: str) -> Instant:
    """RFC 822 as RSS writes it, or ISO 8601 as Atom does; 0 where it is neither."""
    try:
        return round(parsedate_to_datetime(text).timestamp() * 1_000)
    except (ValueError, TypeError, OverflowError):
        return instant_of(text)
