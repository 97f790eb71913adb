"""Workstations at home: tested by their owner through our own relay, read by her and by technicians, by nobody else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from palabre.channels.voice.actions.quality import bad_calls_of
from palabre.foundations import limits
from palabre.foundations.clock import HOUR, Instant
from palabre.foundations.ids import AdvisorId, PersonId
from palabre.foundations.problems import Invalid
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.tenants import get_tenant
from palabre.workforce.model.telework import workstation as model
from palabre.workforce.model.telework.workstation import Dated, Judged, Measured, Qualification
from palabre.workforce.problems import IncidentOver, TooManyIncidents
from palabre.workforce.store import workstations as store

DAY_MS = 24 * HOUR


class KeptTest(msgspec.Struct, frozen=True):
    id: str
    tested_at: Instant
    judged: Judged


class Incident(msgspec.Struct, frozen=True):
    """`answer`: of who closed it; '' while it is open."""

    id: str
    person: PersonId
    words: str
    told_at: Instant
    answer: str
    closed_at: Instant | None


class Workstation(msgspec.Struct, frozen=True):
    """Newest first. `bad_calls`: of the last seven days."""

    person: PersonId
    qualification: Qualification
    tests: list[KeptTest]
    incidents: list[Incident]
    bad_calls: int


async def my_workstation(tx: Transaction) -> Workstation:
    tx.scope.require("workforce.telework.own")
    return await _workstation(tx, _herself(tx))


async def keep_test(tx: Transaction, measured: Measured) -> Workstation:
    """Judged here, whatever the page thinks of it."""
    tx.scope.require("workforce.telework.own")
    person, id, judged = _herself(tx), new_id(), model.judge_test(measured)
    await store.insert_test(tx, id, person, now_ms(), await _today(tx), msgspec.to_builtins(measured),
                            msgspec.to_builtins(judged))  # fmt: skip
    await store.forget_tests(tx, person, limits.WORKSTATION_TESTS_MAX)
    await record(tx, "workforce.test_workstation", f"workstation_test:{id}", verdict=judged.verdict)
    return await _workstation(tx, person)


async def tell_incident(tx: Transaction, words: str) -> Workstation:
    """To the technicians alone. Raises TooManyIncidents."""
    tx.scope.require("workforce.telework.own")
    person, words = _herself(tx), words.strip()
    if not words:
        raise Invalid(field="words", reason="none")
    if await store.count_open(tx, person) >= limits.INCIDENTS_OPEN_MAX:
        raise TooManyIncidents(open=limits.INCIDENTS_OPEN_MAX)
    id = new_id()
    await store.insert_incident(tx, id, person, words, now_ms())
    await record(tx, "workforce.tell_line_incident", f"line_incident:{id}")
    return await _workstation(tx, person)


# -- the technicians'


async def list_workstations(tx: Transaction, after: str, limit: int) -> Page[Workstation]:
    """Of everybody who has tested hers."""
    tx.scope.require("workforce.workstations.view")
    key = key_of(after, tuple[str])
    rows = await store.people_tested(tx, key[0] if key else None, limit + 1)
    page = page_of(rows, limit, lambda row: row["person"], "person")
    return Page([await _workstation(tx, PersonId(person)) for person in page.rows], page.next)


async def list_incidents(tx: Transaction, after: str, limit: int) -> Page[Incident]:
    """Open ones, those told longest ago first."""
    tx.scope.require("workforce.workstations.view")
    rows = await store.open_incidents(tx, key_of(after, tuple[int, str]), limit + 1)
    return page_of(rows, limit, _incident, "told_at", "id")


async def close_incident(tx: Transaction, id: str, answer: str) -> Incident:
    """She reads the answer. Raises IncidentOver."""
    tx.scope.require("workforce.workstations.view")
    row = await store.close_incident(tx, id, answer.strip(), now_ms(), tx.scope.person)
    if row is None:
        raise IncidentOver(incident=id)
    await record(tx, "workforce.close_line_incident", f"line_incident:{id}")
    return _incident(row)


# -- what they share


async def _workstation(tx: Transaction, person: PersonId) -> Workstation:
    rows, today = await store.tests_of(tx, person, limits.WORKSTATION_TESTS_MAX), await _today(tx)
    dated = [Dated(row["tested_on"], msgspec.convert(row["measured"], Measured)) for row in rows]
    newest = rows[0]["tested_at"] if rows else 0
    week = now_ms() - model.BAD_CALLS_DAYS * DAY_MS
    bad = await bad_calls_of(tx, AdvisorId(person), max(week, newest), model.BAD_MOS)
    return Workstation(
        person,
        model.qualify(dated, today, bad),
        [KeptTest(str(row["id"]), row["tested_at"], msgspec.convert(row["judged"], Judged)) for row in rows[:20]],
        [_incident(row) for row in await store.incidents_of(tx, person, 20)],
        bad,
    )


def _incident(row: dict[str, Any]) -> Incident:
    return Incident(
        str(row["id"]), PersonId(str(row["person"])), row["words"], row["told_at"], row["answer"], row["closed_at"])


def _herself(tx: Transaction) -> PersonId:
    if tx.scope.person is None:
        raise Invalid(field="person", reason="none")
    return tx.scope.person


async def _today(tx: Transaction) -> date:
    return datetime.fromtimestamp(now_ms() / 1000, ZoneInfo((await get_tenant(tx)).time_zone)).date()
