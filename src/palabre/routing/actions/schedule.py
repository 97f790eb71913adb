"""Rules to be published at an instant: the drafts as they stand now. Cancelled until then, undone afterwards."""

from __future__ import annotations

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.ids import PersonId
from palabre.foundations.problems import Invalid, NotFound
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.routing.actions.queues import all_queues
from palabre.routing.actions.rules import check, put_in_force, queues_of
from palabre.routing.model.drafts import Warning
from palabre.routing.problems import RulesContradictory
from palabre.routing.store import changes as store
from palabre.routing.store.rules import lock_rules
from palabre.tenants.actions.audit import record

AHEAD_MS_MAX = 400 * 24 * 3_600_000
AT_ONCE_MAX = 20  # publications of one tenant taken up together


class Scheduled(msgspec.Struct, frozen=True):
    id: str
    at: Instant
    queues: int
    warnings: list[Warning]


class Publication(msgspec.Struct, frozen=True):
    """`state`: waiting, published (as `version`), cancelled, refused (`reason`: what contradicts itself by then)."""

    id: str
    at: Instant
    state: str
    queues: int
    scheduled_at: Instant
    scheduled_by: PersonId | None
    version: int | None = None
    reason: str | None = None


async def schedule_publication(tx: Transaction, at: Instant) -> Scheduled:
    """Refused now, with the queue and the reason, where the drafts contradict themselves."""
    tx.scope.require("routing.publish")
    if not now_ms() < at <= now_ms() + AHEAD_MS_MAX:
        raise Invalid(field="at", reason="not_ahead")
    checked = await check(tx)
    if checked.refused:
        raise RulesContradictory(**checked.refused)
    queues, id = await all_queues(tx), new_id()
    content = msgspec.json.encode(queues).decode()
    row = {"id": id, "at": at, "content": content, "now": now_ms(), "person": tx.scope.person}
    await store.insert_scheduled(tx, row)
    await record(tx, "routing.schedule_publication", f"publication:{id}", at=at)
    return Scheduled(id, at, len(queues), checked.warnings)


async def cancel_publication(tx: Transaction, id: str) -> None:
    tx.scope.require("routing.publish")
    if not await store.settle_scheduled(tx, id, "cancelled", None, None):
        raise NotFound(what="publication")
    await record(tx, "routing.cancel_publication", f"publication:{id}")


async def list_publications(tx: Transaction, *, after: str, limit: int) -> Page[Publication]:
    """The latest first."""
    tx.scope.require("routing.view")
    key = key_of(after, tuple[str])
    rows = await store.list_scheduled(tx, key and key[0], limit + 1)
    return page_of(rows, limit, lambda row: Publication(**row), "id")


async def publish_due(tx: Transaction) -> int:
    """Put in force what has come due, in its order; how many. What contradicts itself by now is kept as refused."""
    due = await store.due_scheduled(tx, now_ms(), AT_ONCE_MAX)
    if due:
        await lock_rules(tx)
    for row in await store.due_scheduled(tx, now_ms(), AT_ONCE_MAX) if due else ():
        try:
            published = await put_in_force(tx, queues_of(row), source=None)
        except RulesContradictory as problem:
            await store.settle_scheduled(tx, row["id"], "refused", None, str(problem.details.get("reason", "")))
            continue
        await store.settle_scheduled(tx, row["id"], "published", published.version, None)
        await record(tx, "routing.publish_rules", f"rules:{published.version}", publication=row["id"])
    return len(due)
