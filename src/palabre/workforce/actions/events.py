"""What planners know and history does not: campaigns, holidays, closed days. Lunar ones by their dates."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from palabre.foundations import limits
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.routing.actions.queues import all_queues
from palabre.tenants.actions.audit import record
from palabre.workforce.actions.forecasts import ask_again
from palabre.workforce.actions.queues import EDIT, VIEW, queue_of
from palabre.workforce.problems import EventImpossible, EventUnknown
from palabre.workforce.store import demand as store

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=limits.NAME_CHARACTERS_MAX)]


class EventWanted(msgspec.Struct, forbid_unknown_fields=True):
    """`percent`: of what would have come, -100 to 900; of no meaning where it is closed. `queue` None: of all."""

    name: Name
    first: date
    last: date
    kind: Literal["change", "closed"] = "change"
    percent: Annotated[float, msgspec.Meta(ge=-100, le=900)] = 0.0
    queue: str | None = None


class KeptEvent(msgspec.Struct):
    id: str
    name: str
    first: date
    last: date
    kind: str
    percent: float
    queue: str | None


async def list_events(tx: Transaction) -> list[KeptEvent]:
    tx.scope.require(VIEW)
    return [_kept(row) for row in await store.events(tx, None, None, limits.WORKFORCE_EVENTS_MAX)]


async def put_event(tx: Transaction, wanted: EventWanted, id: str | None = None) -> KeptEvent:
    """Forecasts that it concerns are made again. Raises EventImpossible, EventUnknown, QueueUnknown."""
    tx.scope.require(EDIT)
    _judge(wanted)
    before = await store.event(tx, id) if id else None
    if id and before is None:
        raise EventUnknown()
    if not id and await store.count_events(tx) >= limits.WORKFORCE_EVENTS_MAX:
        raise EventImpossible(field="name", reason="too_many")
    if wanted.queue:
        await queue_of(tx, wanted.queue)
    values = {**msgspec.structs.asdict(wanted), "name": wanted.name.strip(), "id": id or new_id(), "now": now_ms()}
    await store.put_event(tx, values)
    await record(tx, "workforce.put_event", f"event:{values['id']}", kind=wanted.kind, percent=wanted.percent)
    concerned = {wanted.queue, str(before["queue"]) if before and before["queue"] else None if before else wanted.queue}
    await _again(tx, concerned, f"event:{values['id']}:{values['now']}")
    return KeptEvent(**{f: values[f] for f in KeptEvent.__struct_fields__})


async def remove_event(tx: Transaction, id: str) -> None:
    tx.scope.require(EDIT)
    before = await store.event(tx, id)
    if before is None:
        raise EventUnknown()
    await store.delete_event(tx, id)
    await record(tx, "workforce.remove_event", f"event:{id}")
    await _again(tx, {str(before["queue"]) if before["queue"] else None}, f"event:{id}:gone:{now_ms()}")


def _judge(wanted: EventWanted) -> None:
    if not wanted.name.strip():
        raise EventImpossible(field="name", reason="empty")
    if wanted.last < wanted.first:
        raise EventImpossible(field="last", reason="before_first")
    if (wanted.last - wanted.first).days >= limits.WORKFORCE_EVENT_DAYS_MAX:
        raise EventImpossible(field="last", reason="too_long")
    if not 1971 <= wanted.first.year <= 9_990:
        raise EventImpossible(field="first", reason="out_of_bounds")


async def _again(tx: Transaction, concerned: set[str | None], origin: str) -> None:
    known = await store.extents(tx)
    for queue in await all_queues(tx):
        if queue.id in known and (None in concerned or queue.id in concerned):
            await ask_again(tx, queue.id, origin)


def _kept(row: dict) -> KeptEvent:
    return KeptEvent(str(row["id"]), row["name"], row["first_day"], row["last_day"], row["kind"], row["percent"],
                     str(row["queue"]) if row["queue"] else None)  # fmt: skip
