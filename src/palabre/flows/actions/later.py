"""A flow published later: the draft as it stands when it is planned, judged then and again when its time comes."""
from __future__ import annotations

import datetime
from typing import Any

import msgspec

from palabre.flows.actions.flows import check_draft, get_flow, put_in_service
from palabre.flows.actions.wall_clock import instant_of
from palabre.flows.problems import FlowInvalid, FlowUnreadable, PublicationUnknown
from palabre.flows.store import designing as store
from palabre.flows.store import flows
from palabre.foundations.clock import HOUR, Instant
from palabre.foundations.ids import FlowId, PersonId
from palabre.foundations.problems import Invalid
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.tenants import get_tenant

AHEAD_DAYS_MAX = 400
AT_ONCE_MAX = 20


class Planned(msgspec.Struct, frozen=True):
    """`state`: waiting, published (as `version`), cancelled, refused (`faults`: what was wrong by then)."""

    id: str
    flow: FlowId
    at: Instant
    state: str
    version: int | None
    faults: list[Any]
    note: str
    planned_at: Instant
    planned_by: PersonId | None


class WhenPlanned(msgspec.Struct, frozen=True):
    """`zone`: the tenant's, in which the time was said."""

    id: str
    at: Instant
    zone: str


async def plan_publication(
    tx: Transaction, id: FlowId, local: datetime.datetime, *, voices: frozenset[str] = frozenset(), note: str = ""
) -> WhenPlanned:
    """`local`: as the tenant's wall clock says it. Raises FlowInvalid where it could not be published now."""
    tx.scope.require("flows.publish")
    zone = (await get_tenant(tx)).time_zone
    at, now = instant_of(local, zone), now_ms()
    if not now < at <= now + AHEAD_DAYS_MAX * 24 * HOUR:
        raise Invalid(field="at", reason="not_ahead")
    flow = await get_flow(tx, id)
    if faults := await check_draft(tx, id, voices=voices):
        raise FlowInvalid(faults=[[f.code, f.where, f.what] for f in faults])
    made = new_id()
    row = {"id": made, "flow": id, "document": flow.draft, "note": note, "at": at, "now": now}
    await store.insert_planned(tx, {**row, "person": tx.scope.person})
    await record(tx, "flows.plan_publication", f"flow:{id}", publication=made, at=at)
    return WhenPlanned(made, at, zone)


async def cancel_publication(tx: Transaction, id: str) -> None:
    """Raises PublicationUnknown where it is no longer waiting."""
    tx.scope.require("flows.publish")
    row = await store.settle_planned(tx, id, "cancelled")
    if row is None:
        raise PublicationUnknown(publication=id)
    await record(tx, "flows.cancel_publication", f"flow:{row['flow']}", publication=id)


async def list_planned(tx: Transaction, id: FlowId, *, after: str, limit: int) -> Page[Planned]:
    """The latest first."""
    tx.scope.require("flows.view")
    key = key_of(after, tuple[str])
    rows = await store.list_planned(tx, id, key[0] if key else None, limit + 1)
    return page_of(rows, limit, lambda row: Planned(**row), "id")


async def publish_due(tx: Transaction, voices: frozenset[str]) -> int:
    """Put in service what has come due, in its order; how many. What is wrong by now is kept as refused."""
    due = await store.due_planned(tx, now_ms(), AT_ONCE_MAX)
    if due:
        await flows.lock_publications(tx)
    for row in due:
        flow = await flows.find(tx, row["flow"], lock=True)
        assert flow is not None
        try:
            version = await put_in_service(
                tx, row["flow"], row["document"], flow["published"], row["planned_by"], voices=voices, note=row["note"])
        except (FlowInvalid, FlowUnreadable) as problem:
            faults = problem.details.get("faults") or [["flow_unreadable", "", str(problem.details.get("why", ""))]]
            await store.settle_planned(tx, row["id"], "refused", None, list(faults))
            await record(tx, "flows.refuse_publication", f"flow:{row['flow']}", publication=row["id"])
            continue
        await store.settle_planned(tx, row["id"], "published", version)
    return len(due)
