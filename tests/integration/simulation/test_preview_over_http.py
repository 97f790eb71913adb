"""The drafts of the queues tried on a recorded day: over HTTP, in a process of its own, told as it goes."""

from __future__ import annotations

import asyncio
import json
from datetime import date

import pytest
from web_rig import PASSWORD, open_web_rig

from palabre.foundations.scope import Scope
from palabre.plumbing.postgres import Database
from palabre.reporting.model.ledger import Ledger
from palabre.reporting.model.rows import Contact, Home, Interval
from palabre.reporting.store import rows
from palabre.simulation import http
from palabre.simulation.actions import previewing
from palabre.simulation.model.engine import START
from palabre.tenants.model.permissions import everything

DAY = "2023-11-15"                     # UTC, the day after START
BEGIN = START + 6_400_000              # its midnight
DAY_MS = 86_400_000


@pytest.fixture
async def rig(database, nats, tmp_path):
    async with open_web_rig(database, nats, tmp_path, routes=http.routes) as opened:
        yield opened


@pytest.fixture
async def projector(database):
    pool = await Database.open(database.dsn("projector"), size_max=1)
    yield pool
    await pool.close()


async def furnished(rig, projector, name: str) -> tuple:
    """A skill that one of two advisors has; a queue that asks for it, published; its draft asks for anybody.

    Sixty customers came in an hour, each needed 100 s: one advisor could not, two can."""
    tenant = (await rig.found(name, f"admin@{name}.test", time_zone="UTC")).tenant
    admin = await rig.signed_in(f"admin@{name}.test")
    skill = (await admin.post("/api/skills", {"name": "fr"}))["id"]
    people = []
    for who in ("Zara", "Amir"):
        body = {"name": who, "email": f"{who}@{name}.test", "roles": ["advisor"], "password": PASSWORD}
        people.append((await admin.post("/api/people", body))["id"])
    answer = await admin.ask("PUT", f"/api/people/{people[0]}/abilities", {"skills": {skill: 5}})
    assert answer.status_code < 300, answer.text
    ring = {"after_seconds": 0, "requirement": {"kind": "skill", "skill": skill}}
    queue = await admin.post("/api/queues", {"name": "Q", "channel": "voice", "rings": [ring]})
    await admin.post("/api/routing/publish")
    everybody = {"after_seconds": 0, "requirement": {"kind": "all", "parts": []}}
    answer = await admin.ask("PATCH", f"/api/queues/{queue['id']}", {"rings": [everybody], "version": queue["version"]})
    assert answer.status_code < 300, answer.text
    await _write(projector, tenant, queue["id"], people)
    return tenant, admin, queue["id"]


async def _write(projector, tenant, queue: str, people: list[str]) -> None:
    ledger = Ledger()
    for n in range(60):
        at, id = BEGIN + n * 60_000, f"0190b3a0-0000-7000-8000-{n:012d}"
        one = Contact(f"1.{n}", id, queue, "first", at, at)
        if n % 3:
            one.answered, one.ended, one.end, one.advisor = at + 20_000, at + 120_000, "handled", people[0]
            one.talk, one.offers, one.ring = 100_000, 1, 2_000
        else:
            one.ended, one.end = at + 40_000, "abandoned"
        ledger.new_contact(one)
    for number, person in enumerate(people, 1):
        ledger.homes[person] = ledger.changed_homes[person] = Home(person)
        ledger.begin(Interval(person, BEGIN, "available", number))
        ledger.end(person, BEGIN + 4_000_000)
    async with projector.transaction(Scope(tenant=tenant)) as tx:
        await rows.keep(tx, ledger)


async def test_a_draft_is_tried_on_a_day(rig, projector):
    _, admin, queue = await furnished(rig, projector, "one")
    told = await admin.post("/api/simulation/preview", {"day": DAY})
    by_key = {m["key"]: m for m in told["preview"]["measures"]}
    assert not told["cut"] and told["preview"]["customers"] == 60 and set(told["preview"]["queues"]) == {queue}
    assert by_key["abandoned"]["recorded"] == 20 and by_key["abandoned"]["before"] > 10
    assert by_key["abandoned"]["after"] < by_key["abandoned"]["before"] / 2
    assert by_key["service_level"]["after"] > by_key["service_level"]["before"]
    answer = await admin.http.post(
        "/api/simulation/preview", json={"day": DAY}, headers={"accept": "application/x-ndjson"})
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [x["progress"] for x in lines[:-1]][-1] == 1.0 and lines[-1]["preview"] == told["preview"]


async def test_another_day_stands_in_for_a_yesterday_that_held_too_few(rig, projector):
    tenant, _, _ = await furnished(rig, projector, "three")
    day, who = date(2023, 11, 15), everything(tenant)

    async def about(now: int, asked: date | None = None):
        work, told = await previewing.gather(rig.services, who, previewing.Asked(day=asked), now)
        return told.day, told.instead_of, told.held, len(work.yesterday.contacts)

    assert await about(BEGIN + DAY_MS + 1) == (day, None, 20, 60)
    assert await about(BEGIN + 31 * 60_000) == (day, date(2023, 11, 14), 20, 31), "today, as far as it has come"
    assert await about(BEGIN + 30 * DAY_MS) == (day, date(2023, 12, 14), 20, 60)
    assert await about(BEGIN + 32 * DAY_MS) == (date(2023, 12, 16), None, 0, 0), "nothing is invented"
    named = date(2023, 11, 16)
    assert await about(BEGIN + 30 * DAY_MS, named) == (named, None, 0, 0), "who names a day gets that day"


async def test_who_may_not_and_what_fails_is_told(rig, projector, monkeypatch):
    tenant, admin, _ = await furnished(rig, projector, "two")
    zara = await rig.signed_in("Zara@two.test")
    assert (await zara.ask("POST", "/api/simulation/preview", {})).status_code == 403
    assert (await admin.ask("POST", "/api/simulation/preview", {"day": "someday"})).status_code in (400, 422)
    async with previewing._at_once:
        refused = await admin.ask("POST", "/api/simulation/preview", {"day": DAY})
    assert refused.status_code == 503 and refused.json()["code"] == "simulation.preview_busy"
    empty = await admin.post("/api/simulation/preview")
    assert empty["preview"]["customers"] == 0 and (empty["held"], empty["instead_of"]) == (0, None)
    # a child that takes too long, or dies, is told
    asked = previewing.Asked(day=date(2023, 11, 15))
    work, cut = await previewing.gather(rig.services, everything(tenant), asked, BEGIN + 10**9)
    monkeypatch.setattr(previewing.limits, "PREVIEW_SECONDS_MAX", 0.01)
    with pytest.raises(previewing.PreviewTooLong):
        [line async for line in previewing.play(work, cut)]
    monkeypatch.setattr(previewing.limits, "PREVIEW_SECONDS_MAX", 60)
    work.before = [42]  # what the child cannot read
    with pytest.raises(previewing.PreviewFailed):
        [line async for line in previewing.play(work, cut)]
    assert not previewing._at_once.locked() and len(asyncio.all_tasks()) < 50
