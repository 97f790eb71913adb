"""Publishing the rules: checked as a whole, kept as a version, told to the partition; undone in one gesture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.ids import PersonId, QueueId
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.routing import ports
from palabre.routing.actions.queues import all_queues
from palabre.routing.actions.skills import all_abilities, configure_advisors
from palabre.routing.facts import QueueRules, RoutingRulesPublished
from palabre.routing.model.drafts import Queue, Warning, rules_of, warnings
from palabre.routing.model.requirements import level_of
from palabre.routing.model.rules import check_rules, circle_from, faults_of
from palabre.routing.problems import NothingToUndo, RulesContradictory
from palabre.routing.store import rules as store
from palabre.routing.store.changes import people_with_hours
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.tenants import get_tenant


class Published(msgspec.Struct, frozen=True):
    """`version`: in force now. `source`: itself, or the version an undo went back to. `warnings`: lawful, perhaps
    not meant."""

    version: int
    source: int
    warnings: list[Warning]


class Fault(msgspec.Struct, frozen=True):
    """What contradicts itself. `circle`: the queues that overflow into each other, the first again at the end."""

    queue: QueueId
    reason: str
    circle: list[QueueId] = []


class Checked(msgspec.Struct, frozen=True):
    """What publishing would refuse (`queue` and `reason`; null when nothing; `faults`: all of it, each at its queue)
    and warn about."""

    refused: dict[str, str] | None
    warnings: list[Warning]
    faults: list[Fault] = []


class DraftChecked(msgspec.Struct, frozen=True):
    """One queue as it is being written, beside the others. `able`: for each ring, how many advisors it admits by
    itself; `taking`: those of any ring who take its channel."""

    faults: list[Fault]
    warnings: list[Warning]
    able: list[int]
    taking: int


class RulesVersion(msgspec.Struct, frozen=True):
    version: int
    source: int
    published_at: int
    published_by: PersonId | None
    queues: int


async def publish_rules(tx: Transaction) -> Published:
    """Put the active queues' drafts in force. Raises RulesContradictory with the queue and the reason."""
    tx.scope.require("routing.publish")
    await store.lock_rules(tx)
    published = await put_in_force(tx, await all_queues(tx), source=None)
    await record(tx, "routing.publish_rules", f"rules:{published.version}")
    return published


async def undo_publish(tx: Transaction) -> Published:
    """Put in force again what stood before, as a version of its own; the drafts stay as they are."""
    tx.scope.require("routing.publish")
    await store.lock_rules(tx)
    last = await store.last_version(tx)
    before = await store.version_before(tx, last["source"]) if last else None
    if before is None:
        raise NothingToUndo()
    published = await put_in_force(tx, queues_of(before), source=before["version"])
    await record(tx, "routing.undo_publish", f"rules:{published.version}", source=before["version"])
    return published


async def refresh_hours(tx: Transaction, calendar: str | None = None) -> None:
    """Compile the hours again of what is in force and of advisors: after a calendar changed (only if it is used), and
    each night (None)."""
    await store.lock_rules(tx)
    last = await store.last_version(tx)
    queues = queues_of(last) if last else []
    if any(queue.calendar and calendar in (None, queue.calendar) for queue in queues):
        published = await put_in_force(tx, queues, source=last["source"])  # type: ignore[index]
        await record(tx, "routing.refresh_hours", f"rules:{published.version}", calendar=calendar)
    await configure_advisors(tx, await people_with_hours(tx, calendar, limits.ADVISORS_CHECKED_MAX))


async def queues_in_force(tx: Transaction) -> list[Queue]:
    """What a work item may ask for now: the queues of the version in force."""
    last = await store.last_version(tx)
    return queues_of(last) if last else []


async def check(tx: Transaction) -> Checked:
    """As publishing would, without doing it."""
    tx.scope.require("routing.view")
    rules = [await _rules(tx, queue) for queue in await all_queues(tx)]
    warned = warnings(rules, await all_abilities(tx))
    try:
        check_rules(rules)
    except RulesContradictory as problem:
        return Checked({k: str(v) for k, v in problem.details.items()}, warned, _faults(rules))
    return Checked(None, warned)


def _faults(rules: Sequence[QueueRules]) -> list[Fault]:
    by_id, found = {one.queue: one for one in rules}, []
    for fault in faults_of(rules):
        queue, reason = QueueId(str(fault.details["queue"])), str(fault.details["reason"])
        circle = circle_from(by_id[queue], rules) if reason == "overflow_circle" else []
        found.append(Fault(queue, reason, circle))
    return found


async def check_draft(tx: Transaction, queue: Queue) -> DraftChecked:
    """A queue as it is being written, kept or not, beside the others as they are kept."""
    tx.scope.require("routing.view")
    mine = rules_of(queue, None)
    others = [rules_of(one, None) for one in await all_queues(tx) if one.id != queue.id]
    advisors = await all_abilities(tx)
    faults = [fault for fault in _faults([*others, mine]) if fault.queue == queue.id]
    if any(fault.reason.startswith(("requirement", "skill_malformed")) for fault in faults):
        return DraftChecked(faults, [], [], 0)
    able = [sum(1 for a in advisors if level_of(ring.requirement, a.skills)) for ring in mine.rings]
    taking = [a for a in advisors if a.capacities.get(queue.channel)]
    rings = [ring.requirement for ring in mine.rings]
    return DraftChecked(
        faults, warnings([mine], advisors), able, sum(1 for a in taking if any(level_of(r, a.skills) for r in rings))
    )


async def list_versions(tx: Transaction, *, after: str, limit: int) -> Page[RulesVersion]:
    """The latest first."""
    tx.scope.require("routing.view")
    key = key_of(after, tuple[int])
    return page_of(
        await store.list_versions(tx, key and key[0], limit + 1), limit, lambda row: RulesVersion(**row), "version"
    )


async def put_in_force(tx: Transaction, queues: Sequence[Queue], source: int | None) -> Published:
    """After lock_rules. Raises RulesContradictory."""
    rules = [await _rules(tx, queue) for queue in queues]
    check_rules(rules)
    last = await store.last_version(tx)
    version, now = (last["version"] if last else 0) + 1, now_ms()
    content = msgspec.json.encode(queues).decode()
    await store.insert_version(
        tx, {"version": version, "source": source or version, "content": content, "now": now, "person": tx.scope.person}
    )
    timed = any(r.fairness == "least_occupied" for r in rules)
    days = _days((await get_tenant(tx)).time_zone, now, limits.HOURS_DAYS) if timed else ()
    tx.tell(RoutingRulesPublished(now, version, tuple(rules), days))
    return Published(version, source or version, warnings(rules, await all_abilities(tx)))


def days_of(time_zone: str, now: Instant, number: int) -> tuple[Instant, ...]:
    """Where so many days begin by this clock, from the one of `now` on; a day may have 23 or 25 hours."""
    zone = ZoneInfo(time_zone)
    today = datetime.fromtimestamp(now / 1000, zone).date()
    days = (today + timedelta(days=n) for n in range(number))
    return tuple(round(datetime(d.year, d.month, d.day, tzinfo=zone).timestamp() * 1000) for d in days)


async def _rules(tx: Transaction, queue: Queue) -> QueueRules:
    return rules_of(queue, await ports.hours_of(tx, queue.calendar) if queue.calendar else None)


def queues_of(row: dict) -> list[Queue]:
    return msgspec.convert(row["content"], list[Queue])


def _days(time_zone: str, now: Instant, number: int) -> tuple[Instant, ...]:
    """Where so many days begin by this clock, from the one of `now` on; a day may have 23 or 25 hours."""
    zone = ZoneInfo(time_zone)
    today = datetime.fromtimestamp(now / 1000, zone).date()
    days = (today + timedelta(days=n) for n in range(number))
    return tuple(round(datetime(d.year, d.month, d.day, tzinfo=zone).timestamp() * 1000) for d in days)
