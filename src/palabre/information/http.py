"""Feeds, credentials and announcements over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put

from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.scope import Scope
from palabre.information.actions import announcements, credentials, feeds
from palabre.information.actions.announcements import Announcement, Target, Texts
from palabre.information.actions.credentials import Credential, Value
from palabre.information.actions.feeds import KeptFeed
from palabre.information.model.feed import Feed, Told
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit, Page

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=limits.NAME_CHARACTERS_MAX)]
Host = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9.-]{1,255}(:[0-9]{1,5})?$")]


class NamedFeed(msgspec.Struct, forbid_unknown_fields=True):
    name: Name
    feed: Feed


class ChangedFeed(msgspec.Struct, forbid_unknown_fields=True):
    """`version`: the one that was read; refused with tenants.changed_meanwhile where it is no longer the present."""

    name: Name
    feed: Feed
    version: int


class CreatedFeed(msgspec.Struct):
    id: str


class CredentialWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`value`: the whole header, as `Bearer …`; never given back. `host`: the only one it is sent to."""

    host: Host
    header: Name
    value: Value


class AnnouncementWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`target`: tenant (everybody), entry (`subject`: the number or widget), queue (its id)."""

    texts: Texts
    ends_at: Instant
    target: Target = "tenant"
    subject: Annotated[str, msgspec.Meta(max_length=limits.NAME_CHARACTERS_MAX)] = ""
    hangs_up: bool = False


class End(msgspec.Struct, forbid_unknown_fields=True):
    ends_at: Instant


# -- feeds


@get("/information/feeds")
async def list_feeds(
    services: Services, who: Scope, after: Cursor = "", limit: Limit = limits.PAGE_ROWS
) -> Page[KeptFeed]:
    """By name, each with its last fetch and what is kept of it."""
    async with services.database.transaction(who) as tx:
        return await feeds.list_feeds(tx, after=after, limit=limit)


@post("/information/feeds")
async def create_feed(services: Services, who: Scope, data: NamedFeed) -> CreatedFeed:
    """Fetched within seconds, then as often as it says."""
    async with services.database.transaction(who) as tx:
        return CreatedFeed(await feeds.create_feed(tx, data.name, data.feed))


@put("/information/feeds/{id:uuid}")
async def change_feed(services: Services, who: Scope, id: UUID, data: ChangedFeed) -> KeptFeed:
    async with services.database.transaction(who) as tx:
        return await feeds.change_feed(tx, str(id), data.name, data.feed, data.version)


@delete("/information/feeds/{id:uuid}")
async def remove_feed(services: Services, who: Scope, id: UUID) -> None:
    """Refused while a published flow tells it."""
    async with services.database.transaction(who) as tx:
        await feeds.remove_feed(tx, str(id))


@post("/information/feeds/{id:uuid}/fetch", status_code=200)
async def fetch_feed(services: Services, who: Scope, id: UUID) -> KeptFeed:
    """Now, without waiting for its time."""
    return await feeds.fetch_now(services, who, str(id))


@post("/information/feeds/try", status_code=200)
async def try_feed(services: Services, who: Scope, data: Feed) -> Told:
    """Read it now and keep nothing: what a caller would hear."""
    return await feeds.try_feed(services, who, data)


# -- credentials


@get("/information/credentials")
async def list_credentials(services: Services, who: Scope) -> list[Credential]:
    async with services.database.transaction(who) as tx:
        return await credentials.list_credentials(tx)


@put("/information/credentials/{name:str}", status_code=204)
async def put_credential(services: Services, who: Scope, name: str, data: CredentialWanted) -> None:
    async with services.database.transaction(who) as tx:
        await credentials.put_credential(
            tx, services.secrets, name, host=data.host, header=data.header, value=data.value)


@delete("/information/credentials/{name:str}")
async def remove_credential(services: Services, who: Scope, name: str) -> None:
    """Refused while a published flow sends it."""
    async with services.database.transaction(who) as tx:
        await credentials.remove_credential(tx, name)


# -- announcements


@get("/announcements")
async def list_announcements(
    services: Services, who: Scope, after: Cursor = "", limit: Limit = limits.PAGE_ROWS
) -> Page[Announcement]:
    """Newest first."""
    async with services.database.transaction(who) as tx:
        return await announcements.list_announcements(tx, after=after, limit=limit)


@post("/announcements")
async def announce(services: Services, who: Scope, data: AnnouncementWanted) -> Announcement:
    """From now on, to everybody who comes by and to those who wait there already."""
    async with services.database.transaction(who) as tx:
        return await announcements.announce(
            tx, target=data.target, subject=data.subject, texts=data.texts, hangs_up=data.hangs_up,
            ends_at=data.ends_at)  # fmt: skip


@post("/announcements/{id:uuid}/withdraw", status_code=200)
async def withdraw(services: Services, who: Scope, id: UUID) -> Announcement:
    async with services.database.transaction(who) as tx:
        return await announcements.withdraw(tx, str(id))


@post("/announcements/{id:uuid}/restore", status_code=200)
async def restore(services: Services, who: Scope, id: UUID) -> Announcement:
    """Withdrawn by mistake: said again, until the same end."""
    async with services.database.transaction(who) as tx:
        return await announcements.restore(tx, str(id))


@put("/announcements/{id:uuid}/end")
async def end_at(services: Services, who: Scope, id: UUID, data: End) -> Announcement:
    async with services.database.transaction(who) as tx:
        return await announcements.end_at(tx, str(id), data.ends_at)


routes = [
    Router("/api", tags=["information"], route_handlers=[
        list_feeds, create_feed, change_feed, remove_feed, fetch_feed, try_feed,
        list_credentials, put_credential, remove_credential,
        list_announcements, announce, withdraw, restore, end_at,
    ]),
]  # fmt: skip
