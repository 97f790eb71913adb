"""The checklist before a centre goes live: what the rows say now, and what people have answered for."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import msgspec

from palabre.channels.voice.actions import dial_plans, emergencies, recording_rules, trunks, voices
from palabre.channels.voice.actions.moving import list_moves
from palabre.channels.voice.actions.music import music
from palabre.channels.voice.problems import PhoneUnavailable
from palabre.flows.actions.calendars import list_calendars
from palabre.flows.actions.flows import list_entries
from palabre.flows.actions.judging import Judged, judge_published
from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.problems import NotFound
from palabre.foundations.scope import Scope
from palabre.moving.actions.rehearsals import PERMISSION, last_of_numbers
from palabre.moving.model import checklist as model
from palabre.moving.model.checklist import TICKS, Called, Check, Flow, Number, Queue
from palabre.moving.problems import ChecklistTooLong
from palabre.moving.store import ticks as store
from palabre.outbound.actions.campaigns import list_campaigns
from palabre.outbound.actions.do_not_call import list_numbers as list_do_not_call
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Page
from palabre.routing.actions.queues import all_queues
from palabre.routing.model.views import able
from palabre.tenants.actions import invitations, totp
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.people import list_people
from palabre.tenants.actions.places import list_sites

POINTS_MAX = 100


class Tick(msgspec.Struct):
    """`point`: one of moving.model.checklist.TICKS, or the id of one of theirs, which `words` say."""

    point: str
    words: str = ""
    done: bool = False
    note: str = ""
    changed_at: Instant | None = None
    changed_by: str | None = None


class Checklist(msgspec.Struct):
    """As of `at`. The gravest first within each group."""

    at: Instant
    checks: list[Check]
    ticks: list[Tick]


async def checklist(services: Services, who: Scope) -> Checklist:
    who.require(PERMISSION)
    states = await _states(services, who)
    own_music = await music(services, who) is not None
    speaking = await voices.voices(services, who.tenant)
    relays = len(services.settings.turn_urls.split()) if services.settings else 0
    world = (await services.followers.of(who.tenant)).world
    async with services.database.transaction(who) as tx:
        rows = await trunks.list_trunks(tx)
        by_trunk = {str(r["id"]): (states or {}).get(r["endpoint"], "unknown") for r in rows}
        judged = await judge_published(tx, services.voices)
        found = [
            *await _numbers(tx, by_trunk, judged),
            *[model.of_flow(Flow(one.flow, one.name, True, one.changed, one.faults)) for one in judged],
            *[model.of_queue(Queue(q.id, q.name, len(able(world["routing"], q.id)), q.calendar is not None))
              for q in await all_queues(tx) if q.channel == "voice"],
            *await _people(tx),
            *_lines(rows, states), model.of_relay(relays), *model.of_voices((v.language, v.why) for v in speaking),
            *await _safety(tx), *_disk(services),
            *await _rules(tx, own_music),
        ]  # fmt: skip
        made = await _ticks(tx)
    weight = {model.RED: 0, model.AMBER: 1, model.GREEN: 2}
    order = {group: place for place, group in enumerate(model.GROUPS)}
    found.sort(key=lambda c: (order[c.group], weight[c.state], c.name, c.subject, c.code))
    return Checklist(now_ms(), found, made)


async def _states(services: Services, who: Scope) -> dict[str, str] | None:
    try:
        return await trunks.states(services, who.tenant)
    except PhoneUnavailable:
        return None


async def _numbers(tx: Transaction, by_trunk: dict[str, str], judged: list[Judged]) -> list[Check]:
    calls, now, versions = await last_of_numbers(tx), now_ms(), {one.flow: one.version for one in judged}
    entries = {one.entry: one.flow async for one in _all(list_entries, tx) if one.channel == "voice"}
    found: list[Check] = []
    for row in await list_moves(tx):
        flow = str(row["flow"]) if row["flow"] else entries.get(row["number"])
        call, trunk = calls.get(row["number"]), str(row["trunk"] or "")
        made = Called(tuple(call.problems), call.version, call.ended_at or 0, call.flow) if call else None
        found += model.of_number(Number(
            row["number"], row["name"], versions.get(flow) if flow else None, bool(row["rescue_number"]), made, trunk,
            by_trunk.get(trunk, ""), 100 if row["share"] is None else row["share"],
            row["return_seconds"] or 0, flow, row["trunk_at"] or 0), now)  # fmt: skip
    return found


async def _people(tx: Transaction) -> list[Check]:
    administrators = [p async for p in _all(list_people, tx, role="administrator")]
    waiting = 0
    async for people in _pages(list_people, tx):
        waiting += len(await invitations.waiting(tx, [p.id for p in people]))
    alone = await totp.passwords_alone(tx, [p.id for p in administrators])
    return [*model.of_people(len(administrators), waiting, alone)]


def _disk(services: Services) -> list[Check]:
    """Where this process keeps nothing there is nothing to look at."""
    folder = services.settings.data if services.settings else ""
    return [model.of_disk(shutil.disk_usage(folder).free // 1_000_000)] if folder else []


def _lines(rows: list[dict], states: dict[str, str] | None) -> list[Check]:
    """Ours, and those that the installation gives to all."""
    if states is None:
        return [*model.of_trunks(None)]
    ours = {str(r["id"]): (r["name"], states.get(r["endpoint"], "unknown")) for r in rows}
    given = {name: (name, state) for name, state in sorted(states.items()) if not name.startswith("trunk-")}
    return [*model.of_trunks(ours | given)]


async def _safety(tx: Transaction) -> list[Check]:
    sites = {s.id: s.name async for s in _all(list_sites, tx)}
    plan = await dial_plans.get_plan(tx)
    known = await emergencies.site_addresses(tx)
    return [*model.of_sites(sites, known), *model.of_dial_plan(plan.classes, plan.calls_max, plan.day_micros_max)]


async def _rules(tx: Transaction, own_music: bool) -> list[Check]:
    today = datetime.datetime.fromtimestamp(now_ms() / 1000, datetime.UTC).date()
    calendars = {k.id: (k.name, [d.date for d in k.calendar.days]) async for k in _all(list_calendars, tx)}
    campaigns = [c for c in await list_campaigns(tx) if c.state != "ended"]
    nobody = not (await list_do_not_call(tx, number=None, after="", limit=1)).rows
    modes = [r.mode for r in await recording_rules.list_rules(tx)]
    return [
        model.of_recording(modes, (await recording_rules.get_keeping(tx)).days),
        model.of_music(own_music),
        *model.of_hours(calendars, today),
        *model.of_do_not_call(len(campaigns), not nobody),
    ]


async def _pages(listed: Callable[..., Awaitable[Page]], tx: Transaction, **more: Any) -> AsyncIterator[list]:
    after: str | None = ""
    while after is not None:
        page = await listed(tx, after=after, limit=limits.PAGE_ROWS_MAX, **more)
        yield page.rows
        after = page.next


async def _all(listed: Callable[..., Awaitable[Page]], tx: Transaction, **more: Any) -> AsyncIterator[Any]:
    async for rows in _pages(listed, tx, **more):
        for row in rows:
            yield row


# -- what people answer for


async def _ticks(tx: Transaction) -> list[Tick]:
    known = {row["point"]: Tick(**row) for row in await store.ticks(tx, POINTS_MAX)}
    return [known.pop(point, Tick(point)) for point in TICKS] + [*known.values()]


async def put_tick(tx: Transaction, point: str, *, done: bool, note: str) -> Tick:
    tx.scope.require(PERMISSION)
    before = next((t for t in await _ticks(tx) if t.point == point), None)
    if before is None:
        raise NotFound(what="checklist_point")
    return await _put(tx, Tick(point, before.words, done, note))


async def add_point(tx: Transaction, words: str) -> Tick:
    tx.scope.require(PERMISSION)
    if len(await _ticks(tx)) >= POINTS_MAX:
        raise ChecklistTooLong(points_max=POINTS_MAX)
    return await _put(tx, Tick(new_id(), words))


async def _put(tx: Transaction, tick: Tick) -> Tick:
    tick.changed_at, tick.changed_by = now_ms(), tx.scope.person
    row = {"point": tick.point, "words": tick.words, "done": tick.done, "note": tick.note}
    await store.put(tx, {**row, "now": tick.changed_at, "by": tick.changed_by})
    await record(tx, "moving.tick", f"checklist:{tick.point}", done=tick.done)
    return tick


async def remove_point(tx: Transaction, point: str) -> None:
    tx.scope.require(PERMISSION)
    if point in TICKS or not await store.delete(tx, point):
        raise NotFound(what="checklist_point")
    await record(tx, "moving.remove_point", f"checklist:{point}")
