"""Queues as drafts: nothing counts until the rules are published."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from psycopg.errors import UniqueViolation

from palabre.foundations import limits
from palabre.foundations.ids import QueueId
from palabre.foundations.problems import Invalid, NotFound
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.routing.model.drafts import Queue, QueueOptions, RingDraft, rules_of, skills_of
from palabre.routing.model.rules import check_rules
from palabre.routing.problems import QueueInUse, RoutingChangedMeanwhile, RoutingNameTaken
from palabre.routing.store import rules as store
from palabre.tenants.actions.audit import record
from palabre.tenants.model.words import clean_name

CHANNELS = ("voice", "chat", "email", "messaging", "visits", "kiosk", "ussd")


async def create_queue(
    tx: Transaction,
    *,
    name: str,
    channel: str,
    rings: Sequence[RingDraft],
    options: QueueOptions | None = None,
    calendar: str | None = None,
) -> Queue:
    """A new queue, in force once published. Refused with the reason where its rules contradict themselves."""
    tx.scope.require("routing.queues.edit")
    if channel not in CHANNELS:
        raise Invalid(field="channel", reason="unknown")
    queue = Queue(QueueId(new_id()), clean_name(name), channel, tuple(rings), options or QueueOptions(), calendar)
    await _check(tx, queue)
    try:
        await store.insert_queue(tx, _row(queue))
    except UniqueViolation:
        raise RoutingNameTaken() from None
    await record(tx, "routing.create_queue", f"queue:{queue.id}")
    return queue


async def edit_queue(tx: Transaction, queue: QueueId, version: int, **changes: object) -> Queue:
    """`changes`: any of name, calendar, rings, options, active."""
    tx.scope.require("routing.queues.edit")
    before = await get_queue(tx, queue)
    after = msgspec.structs.replace(before, **changes)  # type: ignore[arg-type]
    after = msgspec.structs.replace(after, name=clean_name(after.name))
    await _check(tx, after)
    if (
        before.active
        and not after.active
        and (users := [q.id for q in await all_queues(tx) if q.options.overflow == queue])
    ):
        raise QueueInUse(queues=users)
    try:
        done = await store.update_queue(tx, {**_row(after), "version": version})
    except UniqueViolation:
        raise RoutingNameTaken() from None
    if not done:
        raise RoutingChangedMeanwhile(version=before.version)
    await record(tx, "routing.edit_queue", f"queue:{queue}", changed=sorted(changes))
    return msgspec.structs.replace(after, version=version + 1)


async def _check(tx: Transaction, queue: Queue) -> None:
    """By itself: what it shares with other queues (overflow) is checked when all are published together."""
    check_rules([msgspec.structs.replace(rules_of(queue, None), overflow=None)])
    asked = skills_of(queue.rings)
    if unknown := asked - await store.known_skills(tx, sorted(asked)):
        raise Invalid(field="rings", reason="skill_unknown", skills=sorted(unknown))


def _row(queue: Queue) -> dict:
    def json(value: object) -> str:
        return msgspec.json.encode(value).decode()

    return {
        "id": queue.id,
        "name": queue.name,
        "channel": queue.channel,
        "calendar": queue.calendar,
        "rings": json(queue.rings),
        "options": json(queue.options),
        "active": queue.active,
        "now": now_ms(),
    }


def queue_of(row: dict) -> Queue:
    return msgspec.convert(row, Queue)


async def get_queue(tx: Transaction, queue: QueueId) -> Queue:
    tx.scope.require("routing.view")
    row = await store.read_queue(tx, queue)
    if row is None:
        raise NotFound(what="queue")
    return queue_of(row)


async def list_queues(tx: Transaction, *, active: bool | None, after: str, limit: int) -> Page[Queue]:
    tx.scope.require("routing.view")
    key = key_of(after, tuple[str])
    return page_of(
        await store.list_queues(tx, active=active, after=key and key[0], limit=limit + 1), limit, queue_of, "id"
    )


async def all_queues(tx: Transaction) -> list[Queue]:
    """The active ones, QUEUES_MAX at most."""
    return [queue_of(row) for row in await store.list_queues(tx, active=True, after=None, limit=limits.QUEUES_MAX)]


async def queues_asking(tx: Transaction, skill: str) -> list[str]:
    return [queue.id for queue in await all_queues(tx) if skill in skills_of(queue.rings)]
