"""Feeds: named by the tenant, fetched by a job, told by a flow's step with their age."""

from __future__ import annotations

from typing import Any

import msgspec
from psycopg.errors import UniqueViolation

from palabre.flows.actions.published import published_flows
from palabre.foundations import limits
from palabre.foundations.clock import SECOND, Instant
from palabre.foundations.problems import Invalid
from palabre.foundations.scope import Scope
from palabre.information import store
from palabre.information.model.feed import Feed, Item, Told, age_ms, check_feed, is_stale
from palabre.information.model.json_feed import read_json
from palabre.information.model.xml_feed import read_news
from palabre.information.problems import FeedInUse, FeedInvalid, FeedUnknown, FeedUnreadable
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.outgoing import NotReached, Outgoing, Reply, networks
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.tenants.actions.audit import record
from palabre.tenants.problems import ChangedMeanwhile

CLAIMED_SECONDS = 60  # nobody else fetches it meanwhile
BACK_OFF_MAX = 8      # times the distance between two fetches, while it fails
FEEDS_AT_ONCE = 8
ACCEPTS = {"news": "application/rss+xml, application/atom+xml, application/xml, text/xml", "json": "application/json"}


class KeptFeed(msgspec.Struct, frozen=True):
    """A feed, and its last fetch. `outcome`: '' never tried, read, unchanged, or why not (timeout, unreachable,
    too_large, redirects, status_404, not_xml…). `stale`: callers hear an apology."""

    id: str
    name: str
    feed: Feed
    version: int
    tried_at: Instant
    outcome: str
    fetched_at: Instant
    next_at: Instant
    failures: int
    items: tuple[Item, ...]
    fields: dict[str, str]
    stale: bool
    age_seconds: int


# -- naming them


async def create_feed(tx: Transaction, name: str, feed: Feed) -> str:
    tx.scope.require("information.edit")
    check_feed(feed)
    if await store.count_feeds(tx) >= limits.FEEDS_MAX:
        raise FeedInvalid(field="feeds", reason="too_many")
    id = new_id()
    values = {"id": id, "name": _named(name), "document": msgspec.to_builtins(feed), "now": now_ms()}
    try:
        await store.insert_feed(tx, values)
    except UniqueViolation:
        raise FeedInvalid(field="name", reason="taken") from None
    await record(tx, "information.create_feed", f"feed:{id}", format=feed.format)
    return id


async def change_feed(tx: Transaction, id: str, name: str, feed: Feed, version: int) -> KeptFeed:
    """Raises FeedUnknown, FeedInvalid, ChangedMeanwhile."""
    tx.scope.require("information.edit")
    check_feed(feed)
    before = await _row(tx, id, lock=True)
    values = {"id": id, "name": _named(name), "document": msgspec.to_builtins(feed), "now": now_ms()}
    try:
        row = await store.update_feed(tx, {**values, "version": version})
    except UniqueViolation:
        raise FeedInvalid(field="name", reason="taken") from None
    if row is None:
        raise ChangedMeanwhile(version=before["version"])
    await record(tx, "information.change_feed", f"feed:{id}", before=before["version"], after=row["version"])
    return shaped(row)


async def remove_feed(tx: Transaction, id: str) -> None:
    """Refused while a published flow tells it."""
    tx.scope.require("information.edit")
    flows = await published_flows(tx)
    used = [flow for flow, doc in flows.items() if any(("feed", id) in s.refers_to() for s in doc.steps.values())]
    if used:
        raise FeedInUse(flows=used)
    if not await store.delete_feed(tx, id):
        raise FeedUnknown(feed=id)
    await record(tx, "information.remove_feed", f"feed:{id}")


async def list_feeds(tx: Transaction, *, after: str, limit: int) -> Page[KeptFeed]:
    tx.scope.require("information.view")
    key = key_of(after, tuple[str])
    return page_of(await store.feeds(tx, key[0] if key else "", limit + 1), limit, shaped, "name")


async def get_feed(tx: Transaction, id: str) -> KeptFeed:
    """For a step too, which has no permissions of a person."""
    return shaped(await _row(tx, id))


# -- reading them


async def try_feed(services: Services, who: Scope, feed: Feed) -> Told:
    """Read it now, keep nothing: what a caller would hear. Raises FeedInvalid, FeedUnreadable."""
    who.require("information.edit")
    check_feed(feed)
    try:
        reply = await _asked(services, feed, {})
    except NotReached as why:
        raise FeedUnreadable(reason=why.reason) from None
    return _read(feed, reply)


async def fetch_now(services: Services, who: Scope, id: str) -> KeptFeed:
    """Without waiting for its time."""
    who.require("information.edit")
    async with services.database.transaction(who) as tx:
        row = await _row(tx, id)
    await fetch(services, who, row)
    async with services.database.transaction(who) as tx:
        return await get_feed(tx, id)


async def claim_due(services: Services, scope: Scope) -> list[dict[str, Any]]:
    """Feeds to be fetched by whoever asked."""
    now = now_ms()
    async with services.database.transaction(scope) as tx:
        return await store.claim_due(tx, now, now + CLAIMED_SECONDS * SECOND, FEEDS_AT_ONCE)


async def fetch(services: Services, scope: Scope, row: dict[str, Any]) -> str:
    """Ask, read, keep; the outcome. What cannot be read leaves what is kept as it was."""
    feed = msgspec.convert(row["document"], Feed)
    try:
        reply = await _asked(services, feed, _conditions(row))
        told = None if reply.status == 304 else _read(feed, reply)
    except NotReached as why:
        return await _failed(services, scope, row, feed, why.reason)
    except FeedUnreadable as problem:
        return await _failed(services, scope, row, feed, str(problem.details["reason"]))
    now = now_ms()
    next_at = now + feed.refresh_seconds * SECOND
    async with services.database.transaction(scope) as tx:
        if told is None:
            await store.keep_unchanged(tx, str(row["id"]), row["version"], now, next_at)
            return "unchanged"
        values = {
            "now": now, "next_at": next_at, "items": msgspec.to_builtins(told.items), "fields": told.fields,
            "etag": reply.headers.get("etag", "")[:200], "modified": reply.headers.get("last-modified", "")[:100],
        }  # fmt: skip
        await store.keep_read(tx, str(row["id"]), row["version"], values)
    return "read"


async def _failed(services: Services, scope: Scope, row: dict[str, Any], feed: Feed, why: str) -> str:
    """Asked again, later each time."""
    now = now_ms()
    times = min(2 ** row["failures"], BACK_OFF_MAX)
    async with services.database.transaction(scope) as tx:
        await store.keep_failed(
            tx, str(row["id"]), row["version"], now, now + feed.refresh_seconds * times * SECOND, why)
    return why


async def _asked(services: Services, feed: Feed, conditions: dict[str, str]) -> Reply:
    outgoing = Outgoing(networks(getattr(services.settings, "reachable_networks", "")))
    reply = await outgoing.ask(
        "GET", feed.url, headers={"Accept": ACCEPTS[feed.format], **conditions}, seconds_max=limits.FEED_SECONDS_MAX,
        bytes_max=limits.FEED_BYTES_MAX, redirects_max=limits.FEED_REDIRECTS_MAX)  # fmt: skip
    if reply.status not in (200, 304):
        raise NotReached(f"status_{reply.status}")
    return reply


def _conditions(row: dict[str, Any]) -> dict[str, str]:
    named = (("If-None-Match", row["etag"]), ("If-Modified-Since", row["modified"]))
    return {name: value for name, value in named if value} if row["fetched_at"] else {}


def _read(feed: Feed, reply: Reply) -> Told:
    return (read_news if feed.format == "news" else read_json)(feed, reply.body)


# -- shapes


def shaped(row: dict[str, Any]) -> KeptFeed:
    feed, items = msgspec.convert(row["document"], Feed), msgspec.convert(row["items"], tuple[Item, ...])
    now = now_ms()
    age = age_ms(feed, row["fetched_at"], items, now) // SECOND if row["fetched_at"] else 0
    return KeptFeed(
        str(row["id"]), row["name"], feed, row["version"], row["tried_at"], row["outcome"], row["fetched_at"],
        row["next_at"], row["failures"], items, row["fields"], is_stale(feed, row["fetched_at"], items, now), age,
    )  # fmt: skip


async def _row(tx: Transaction, id: str, *, lock: bool = False) -> dict[str, Any]:
    row = await store.feed(tx, id, lock=lock)
    if row is None:
        raise FeedUnknown(feed=id)
    return row


def _named(name: str) -> str:
    name = name.strip()
    if not name or len(name) > limits.NAME_CHARACTERS_MAX:
        raise Invalid(field="name", reason="length")
    return name
