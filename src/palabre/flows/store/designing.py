"""Rows of who has a draft before her, and of publications to come."""
from __future__ import annotations

from typing import Any

from psycopg.types.json import Jsonb

from palabre.foundations import limits
from palabre.foundations.ids import FlowId, PersonId
from palabre.plumbing.postgres import Transaction


async def seen(tx: Transaction, flow: FlowId, person: PersonId, now: int, gone_before: int) -> None:
    """She has it before her; who was not seen since `gone_before` begins anew."""
    await tx.execute(
        """insert into palabre.flow_editor (tenant, flow, person, since, seen_at)
           values (%(tenant)s, %(flow)s, %(person)s, %(now)s, %(now)s)
           on conflict (tenant, flow, person) do update set seen_at = excluded.seen_at,
             since = case when flow_editor.seen_at < %(gone)s then excluded.since else flow_editor.since end""",
        {"tenant": tx.scope.tenant, "flow": flow, "person": person, "now": now, "gone": gone_before})


async def leave(tx: Transaction, flow: FlowId, person: PersonId) -> None:
    await tx.execute(
        "delete from palabre.flow_editor where tenant = %(tenant)s and flow = %(flow)s and person = %(person)s",
        {"tenant": tx.scope.tenant, "flow": flow, "person": person})


async def editors(tx: Transaction, flow: FlowId, gone_before: int) -> list[dict]:
    """Who has it before her, the first one first."""
    return await tx.all(
        """select person::text, since from palabre.flow_editor
           where tenant = %(tenant)s and flow = %(flow)s and seen_at >= %(gone)s order by since, person
           limit %(limit)s""",
        {"tenant": tx.scope.tenant, "flow": flow, "gone": gone_before, "limit": limits.PAGE_ROWS})


_PLANNED = "id::text, flow::text, at, state, version, faults, note, planned_at, planned_by::text"


async def insert_planned(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.flow_publication (tenant, id, flow, document, note, at, planned_at, planned_by)
           values (%(tenant)s, %(id)s, %(flow)s, %(document)s, %(note)s, %(at)s, %(now)s, %(person)s)""",
        {"tenant": tx.scope.tenant, **row, "document": Jsonb(row["document"])})


async def settle_planned(
    tx: Transaction, id: str, state: str, version: int | None = None, faults: list | None = None
) -> dict | None:
    """None where it was no longer waiting."""
    return await tx.one(
        f"""update palabre.flow_publication set state = %(state)s, version = %(version)s, faults = %(faults)s
            where tenant = %(tenant)s and id = %(id)s and state = 'waiting' returning {_PLANNED}""",
        {"tenant": tx.scope.tenant, "id": id, "state": state, "version": version, "faults": Jsonb(faults or [])})


async def due_planned(tx: Transaction, now: int, limit: int) -> list[dict]:
    """In the order of their instants; whoever else looks passes over them."""
    return await tx.all(
        f"""select {_PLANNED}, document from palabre.flow_publication
            where tenant = %(tenant)s and state = 'waiting' and at <= %(now)s
            order by at, id limit %(limit)s for update skip locked""",
        {"tenant": tx.scope.tenant, "now": now, "limit": limit})


async def list_planned(tx: Transaction, flow: FlowId, after: str | None, limit: int) -> list[dict]:
    """The latest first."""
    return await tx.all(
        f"""select {_PLANNED} from palabre.flow_publication where tenant = %(tenant)s and flow = %(flow)s
              and (%(after)s::uuid is null or id < %(after)s::uuid)
            order by id desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "flow": flow, "after": after, "limit": limit})
