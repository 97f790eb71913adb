"""Rows of flows, their versions, and where each answers."""
from __future__ import annotations

from collections.abc import Collection
from typing import Any

from psycopg.types.json import Jsonb

from palabre.foundations.ids import FlowId, PersonId
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction

_COLUMNS = "id::text, name, draft, revision, published, changed_at, changed_by::text"


async def insert(tx: Transaction, id: FlowId, name: str, draft: Any) -> None:
    await tx.execute(
        """insert into palabre.flow (tenant, id, name, draft, created_at, changed_at)
           values (%(tenant)s, %(id)s, %(name)s, %(draft)s, %(now)s, %(now)s)""",
        {"tenant": tx.scope.tenant, "id": id, "name": name, "draft": Jsonb(draft), "now": now_ms()})


async def find(tx: Transaction, id: FlowId, *, lock: bool = False) -> dict | None:
    return await tx.one(
        f"""select {_COLUMNS} from palabre.flow
            where tenant = %(tenant)s and id = %(id)s {"for update" if lock else ""}""",
        {"tenant": tx.scope.tenant, "id": id})


async def published(tx: Transaction, id: FlowId) -> dict | None:
    """Which version answers, without the draft."""
    return await tx.one(
        "select published from palabre.flow where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id})


async def page(tx: Transaction, after: str, limit: int) -> list[dict]:
    """By id, `after` a given one ('' from the beginning), without drafts."""
    return await tx.all(
        """select id::text, name, revision, published, changed_at from palabre.flow
           where tenant = %(tenant)s and (%(after)s = '' or id > nullif(%(after)s, '')::uuid)
           order by id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "after": after, "limit": limit})


async def save_draft(tx: Transaction, id: FlowId, draft: Any, name: str, revision: int) -> int | None:
    """The new revision; None where the draft is no longer at `revision`."""
    row = await tx.one(
        """update palabre.flow set draft = %(draft)s, name = %(name)s, revision = revision + 1, changed_at = %(now)s,
             changed_by = %(by)s
           where tenant = %(tenant)s and id = %(id)s and revision = %(revision)s returning revision""",
        {"tenant": tx.scope.tenant, "id": id, "draft": Jsonb(draft), "name": name, "revision": revision,
         "by": tx.scope.person, "now": now_ms()})
    return row["revision"] if row else None


async def names(tx: Transaction, limit: int) -> list[dict]:
    return await tx.all(
        "select id::text, name from palabre.flow where tenant = %(tenant)s order by name limit %(limit)s",
        {"tenant": tx.scope.tenant, "limit": limit})


async def of_names(tx: Transaction, names: Collection[str], *, lock: bool) -> list[dict]:
    """Whatever letters are large."""
    return await tx.all(
        f"""select {_COLUMNS} from palabre.flow where tenant = %(tenant)s and lower(name) = any(%(names)s)
            order by id {"for update" if lock else ""}""",
        {"tenant": tx.scope.tenant, "names": [name.lower() for name in names]})


async def delete(tx: Transaction, id: FlowId) -> None:
    """One that was never published, with the drafts of it that were tried."""
    for sql in (
        "delete from palabre.flow_version where tenant = %(tenant)s and flow = %(id)s and version < 0",
        "delete from palabre.flow where tenant = %(tenant)s and id = %(id)s",
    ):
        await tx.execute(sql, {"tenant": tx.scope.tenant, "id": id})


async def insert_version(
    tx: Transaction, flow: FlowId, document: Any, previous: int | None, by: PersonId | None, note: str = ""
) -> int:
    row = await tx.one(
        """insert into palabre.flow_version (tenant, flow, version, document, previous, published_by, published_at,
             note)
           select %(tenant)s, %(flow)s, greatest(coalesce(max(version), 0), 0) + 1, %(document)s, %(previous)s, %(by)s,
             %(now)s, %(note)s
           from palabre.flow_version where tenant = %(tenant)s and flow = %(flow)s returning version""",
        {"tenant": tx.scope.tenant, "flow": flow, "document": Jsonb(document), "previous": previous, "by": by,
         "note": note, "now": now_ms()})
    return row["version"]


async def point_at(tx: Transaction, flow: FlowId, version: int | None) -> None:
    await tx.execute(
        """update palabre.flow set published = %(version)s, changed_at = %(now)s
           where tenant = %(tenant)s and id = %(flow)s""",
        {"tenant": tx.scope.tenant, "flow": flow, "version": version, "now": now_ms()})


async def version(tx: Transaction, flow: FlowId, number: int) -> dict | None:
    return await tx.one(
        """select version, document, previous, published_at, published_by::text from palabre.flow_version
           where tenant = %(tenant)s and flow = %(flow)s and version = %(version)s""",
        {"tenant": tx.scope.tenant, "flow": flow, "version": number})


async def versions(tx: Transaction, flow: FlowId, before: int, limit: int) -> list[dict]:
    """Newest first, without documents; those of trials are none."""
    return await tx.all(
        """select version, previous, published_at, published_by::text, note from palabre.flow_version
           where tenant = %(tenant)s and flow = %(flow)s and version < %(before)s and version > 0
           order by version desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "flow": flow, "before": before, "limit": limit})


async def published_documents(tx: Transaction) -> list[dict]:
    """Every document that answers now."""
    return await tx.all(
        """select f.id::text as flow, f.name, v.version, v.document from palabre.flow f
           join palabre.flow_version v on v.tenant = f.tenant and v.flow = f.id and v.version = f.published
           where f.tenant = %(tenant)s""",
        {"tenant": tx.scope.tenant})


async def published_beside_drafts(tx: Transaction, limit: int) -> list[dict]:
    """Every document that answers now, and whether its draft is another."""
    return await tx.all(
        """select f.id::text as flow, f.name, v.version, v.document, f.draft <> v.document as changed
           from palabre.flow f
           join palabre.flow_version v on v.tenant = f.tenant and v.flow = f.id and v.version = f.published
           where f.tenant = %(tenant)s order by f.name, f.id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit})


async def lock_publications(tx: Transaction) -> None:
    """One publication of a tenant at a time: two together could run one another in a circle."""
    await tx.execute(
        "select pg_advisory_xact_lock(hashtextextended('flows.publish' || %(tenant)s, 0))", {"tenant": tx.scope.tenant})


async def set_entry(tx: Transaction, channel: str, entry: str, flow: FlowId) -> None:
    await tx.execute(
        """insert into palabre.flow_entry (tenant, channel, entry, flow)
           values (%(tenant)s, %(channel)s, %(entry)s, %(flow)s)
           on conflict (tenant, channel, entry) do update set flow = excluded.flow""",
        {"tenant": tx.scope.tenant, "channel": channel, "entry": entry, "flow": flow})


async def delete_entry(tx: Transaction, channel: str, entry: str) -> bool:
    row = await tx.one(
        """delete from palabre.flow_entry where tenant = %(tenant)s and channel = %(channel)s and entry = %(entry)s
           returning 1 as one""",
        {"tenant": tx.scope.tenant, "channel": channel, "entry": entry})
    return row is not None


async def entry(tx: Transaction, channel: str, entry: str) -> dict | None:
    """The flow that answers there, and its published version."""
    return await tx.one(
        """select f.id::text as flow, f.published from palabre.flow_entry e
           join palabre.flow f on f.tenant = e.tenant and f.id = e.flow
           where e.tenant = %(tenant)s and e.channel = %(channel)s and e.entry = %(entry)s""",
        {"tenant": tx.scope.tenant, "channel": channel, "entry": entry})


async def entries(tx: Transaction, after: tuple[str, str], limit: int) -> list[dict]:
    return await tx.all(
        """select channel, entry, flow::text from palabre.flow_entry
           where tenant = %(tenant)s and (channel, entry) > (%(channel)s, %(entry)s)
           order by channel, entry limit %(limit)s""",
        {"tenant": tx.scope.tenant, "channel": after[0], "entry": after[1], "limit": limit})
