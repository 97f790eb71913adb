"""Rehearsals asked for, watched, stopped: every number called by a robot, or every way through its flow."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import msgspec

from palabre.channels.voice.actions.numbers import list_numbers
from palabre.channels.voice.model.robots import Heard
from palabre.flows.actions.rehearsing import answering, ways_through
from palabre.flows.actions.wall_clock import instant_of
from palabre.flows.model.flow import Flow
from palabre.flows.model.ways import Passed
from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.ids import FlowId
from palabre.foundations.problems import Invalid, NotFound
from palabre.moving.model.rehearsing import CALLS, FLOWS
from palabre.moving.problems import NothingToRehearse, RehearsalTooLarge
from palabre.moving.store import rehearsals as store
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.tenants import get_tenant

PERMISSION = "voice.edit"
SHOWN_MAX = 50
NO_FLOW = "no_flow"


class Call(msgspec.Struct):
    """`state`: waiting, running, done, stopped. `problems`: moving.model.rehearsing.problems, or no_flow. `stale`:
    another flow, or another version, answers there since."""

    id: str
    rehearsal: str
    number: str
    name: str
    flow: str | None
    version: int | None
    keys: str
    expects: str
    as_if: Instant | None
    state: str
    came_to: str
    problems: list[str]
    ended_at: Instant | None
    heard: Heard | None = None
    path: list[Passed] = []
    stale: bool = False


class Rehearsal(msgspec.Struct):
    """`kind`: calls (each number once, its first words), flows (every way, with keys). `wrong`: calls with problems."""

    id: str
    kind: str
    state: str
    asked_at: Instant
    asked_by: str | None
    ended_at: Instant | None
    as_if: Instant | None
    calls: int
    over: int
    wrong: int


class Script(msgspec.Struct, frozen=True):
    """What is to be tried of a number beside what is found in its flow. `as_if`: at this instant (ms), for the flow."""

    id: str
    number: str
    name: str
    keys: str = ""
    expects: str = ""
    as_if: Instant | None = None


async def begin(
    tx: Transaction, kind: str, *, numbers: Sequence[str] | None = None, as_if: Instant | None = None
) -> str:
    """Its id; workers do it once this is committed and told (`live.TENANT.rehearsal`). `numbers` None: all of them."""
    tx.scope.require(PERMISSION)
    rows = await list_numbers(tx)
    wanted = [r for r in rows if numbers is None or r["number"] in set(numbers)]
    if not wanted:
        raise NothingToRehearse()
    answers = _Answers(tx)
    calls = [call for row in wanted for call in await _calls(tx, answers, kind, row, as_if)]
    return await _insert(tx, kind, calls, as_if)


async def again(tx: Transaction, id: str) -> str:
    """A new one, of the calls of this one that had a problem, were stopped, or met what answers no longer."""
    tx.scope.require(PERMISSION)
    before = await get(tx, id)
    rows = {r["number"]: r for r in await list_numbers(tx)}
    calls, answers = [], _Answers(tx)
    for call in await calls_of(tx, id):
        if (call.problems or call.stale or call.state == "stopped") and call.number in rows:
            calls.append(await _call(answers, rows[call.number], call.name, call.keys, call.expects, call.as_if))
    if not calls:
        raise NothingToRehearse()
    return await _insert(tx, before.kind, calls, before.as_if)


async def _insert(tx: Transaction, kind: str, calls: list[dict], as_if: Instant | None) -> str:
    if len(calls) > limits.REHEARSAL_CALLS_MAX:
        raise RehearsalTooLarge(calls=len(calls), calls_max=limits.REHEARSAL_CALLS_MAX)
    id, now = new_id(), now_ms()
    await store.forget_but(tx, limits.REHEARSALS_KEPT)
    row = {"id": id, "kind": kind, "as_if": as_if, "now": now, "by": tx.scope.person}
    await store.insert(tx, row, [call | {"place": place} for place, call in enumerate(calls)])
    await store.end_if_over(tx, id, now)
    await record(tx, "moving.rehearse", f"rehearsal:{id}", kind=kind, calls=len(calls))
    return id


async def _calls(
    tx: Transaction, answers: _Answers, kind: str, number: dict, as_if: Instant | None
) -> list[dict]:
    found = await answers.of(number) if kind == FLOWS else None
    if found is None:
        return [await _call(answers, number, "", "", "", as_if)]
    made = [
        await _call(answers, number, " › ".join(way.names), way.keys, "", as_if)
        for way in await ways_through(tx, found[2], most=limits.REHEARSAL_WAYS_MAX)
    ] or [await _call(answers, number, "", "", "", as_if)]
    scripts = [s for s in await list_scripts(tx) if s.number == number["number"]]
    return made + [await _call(answers, number, s.name, s.keys, s.expects, s.as_if or as_if) for s in scripts]


class _Answers:
    """What answers each number as of this transaction: a flow that many of them name is read once."""

    def __init__(self, tx: Transaction) -> None:
        self._tx, self._named = tx, dict[str, tuple[FlowId, int, Flow] | None]()

    async def of(self, number: dict) -> tuple[FlowId, int, Flow] | None:
        named = str(number["flow"]) if number["flow"] else ""
        if not named:
            return await answering(self._tx, "voice", number["number"], None)
        if named not in self._named:
            self._named[named] = await answering(self._tx, "voice", number["number"], FlowId(named))
        return self._named[named]


async def _call(
    answers: _Answers, number: dict, name: str, keys: str, expects: str, as_if: Instant | None
) -> dict[str, Any]:
    found = await answers.of(number)
    made = {"id": new_id(), "number": number["number"], "name": name[:200], "keys": keys[:100], "expects": expects,
            "as_if": as_if, "state": "waiting", "problems": [], "ended_at": None, "flow": None, "version": None}
    if found is None:  # nobody would answer: known without a call
        return made | {"state": "done", "problems": [NO_FLOW], "ended_at": now_ms()}
    return made | {"flow": found[0], "version": found[1]}


async def stop(tx: Transaction, id: str) -> list[str]:
    """Ids of the calls that are up, to be put down."""
    tx.scope.require(PERMISSION)
    await get(tx, id)
    up = await store.stop(tx, id, now_ms())
    await record(tx, "moving.stop_rehearsal", f"rehearsal:{id}")
    return up


# -- reading


async def get(tx: Transaction, id: str) -> Rehearsal:
    tx.scope.require(PERMISSION)
    row = await store.find(tx, id)
    if row is None:
        raise NotFound(what="rehearsal")
    return Rehearsal(**row)


async def latest(tx: Transaction) -> list[Rehearsal]:
    tx.scope.require(PERMISSION)
    return [Rehearsal(**row) for row in await store.latest(tx, SHOWN_MAX)]


async def calls_of(tx: Transaction, id: str) -> list[Call]:
    tx.scope.require(PERMISSION)
    rows = [_shown(row) for row in await store.calls(tx, id, limits.REHEARSAL_CALLS_MAX)]
    if any(row.state in ("waiting", "running") for row in rows):
        return rows  # watched each second: told once it is over
    answers = _Answers(tx)
    present = {number["number"]: await answers.of(number) for number in await list_numbers(tx)}
    for row in rows:
        found = present.get(row.number)
        row.stale = (row.flow, row.version) != ((str(found[0]), found[1]) if found else (None, None))
    return rows


async def last_of_numbers(tx: Transaction) -> dict[str, Call]:
    """What robots said last of each number: a call of its last rehearsal that went wrong, if one did; else the last
    that called it for its first words."""
    tx.scope.require(PERMISSION)
    return {row["number"]: _shown(row) for row in await store.last_of_numbers(tx, limits.PHONE_NUMBERS_MAX)}


def _shown(row: dict[str, Any]) -> Call:
    return msgspec.convert({k: v for k, v in row.items() if k != "key"}, Call)


# -- scripts


async def list_scripts(tx: Transaction) -> list[Script]:
    tx.scope.require(PERMISSION)
    return [Script(**row) for row in await store.scripts(tx, limits.REHEARSAL_SCRIPTS_MAX)]


async def put_script(tx: Transaction, script: Script) -> None:
    tx.scope.require(PERMISSION)
    known = await list_scripts(tx)
    if len(known) >= limits.REHEARSAL_SCRIPTS_MAX and script.id not in {s.id for s in known}:
        raise RehearsalTooLarge(calls=len(known), calls_max=limits.REHEARSAL_SCRIPTS_MAX)
    if script.number not in {r["number"] for r in await list_numbers(tx)}:
        raise NotFound(what="phone_number")
    await store.put_script(tx, {**msgspec.structs.asdict(script), "now": now_ms(), "by": tx.scope.person})
    await record(tx, "moving.put_script", f"rehearsal_script:{script.id}")


async def delete_script(tx: Transaction, id: str) -> None:
    tx.scope.require(PERMISSION)
    if not await store.delete_script(tx, id):
        raise NotFound(what="rehearsal_script")
    await record(tx, "moving.delete_script", f"rehearsal_script:{id}")


async def local_instant(tx: Transaction, text: str) -> Instant | None:
    """2026-12-25T10:00 by the tenant's clock; '' is now. Raises Invalid."""
    if not text:
        return None
    try:
        local = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(field="as_if", reason="not_a_time") from None
    return instant_of(local, (await get_tenant(tx)).time_zone)


__all__ = ["CALLS", "FLOWS", "PERMISSION", "Call", "Rehearsal", "Script", "again", "begin", "calls_of", "get", "stop"]
