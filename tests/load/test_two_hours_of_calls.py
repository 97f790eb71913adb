"""Calls alone, for as long as one wants: `pytest tests/load/test_two_hours_of_calls.py --seconds 7200`.

Callers by SIPp come to a queue all the time; some are answered by advisors, others leave it. Under one of a thousand
may fail, and when all is still no channel, bridge, descriptor or memory is left of them: measured at rest, after a
first stretch that fills what is filled once, and at the end.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack

import pytest
from people import Person
from robots import sipp
from robots.advisor import AdvisorRobot
from robots.installation import MARKS, Installation
from robots.ledger import Ledger
from robots.pulse import Sample, left_in_exchange, sample

NUMBER, CALLED = "+33199005996", "0199005996"
PASSWORD = "une phrase de passe longue"
ADVISORS, RATE, STAY_SECONDS = 4, 2.0, 4.0  # fewer than would be needed: somebody always leaves the queue
STRETCH_SECONDS = 60.0
WARM_SHARE = 0.25  # of the time, before what grows is a leak
STILL_SECONDS_MAX = 60.0
FAILED_MAX = 0.001
DESCRIPTORS_MORE, MEGABYTES_MORE_SHARE, MEGABYTES_MORE = 12, 0.10, 16.0


def furnish(nadia: Person) -> list[tuple[str, str]]:
    """A number straight to a queue, and those who serve it."""
    skill = nadia.post("/api/skills", {"name": "Endurance"})["id"]
    rings = [{"after_seconds": 0, "requirement": {"kind": "skill", "skill": skill, "level": 1}}]
    rules = {"wrap_up_seconds": 0, "offer_seconds": 15, "wait_seconds_max": 600}
    asked = {"name": "Endurance", "channel": "voice", "rings": rings, "options": rules}
    queue = nadia.post("/api/queues", asked)["id"]
    nadia.post("/api/routing/publish")
    ways = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "end")
    steps = {"wait": {"kind": "queue", "queue": queue, "next": ways}, "end": {"kind": "hang_up"}}
    draft = {"languages": ["fr"], "channels": ["voice"], "start": "wait", "steps": steps}
    flow = nadia.post("/api/flows", {"name": "Endurance", "draft": draft})["id"]
    nadia.post(f"/api/flows/{flow}/publish")
    nadia.post("/api/numbers", {"number": NUMBER, "flow": flow})
    made = []
    for n in range(ADVISORS):
        email = f"endurance{n}@demo-telecom.example"
        body = {"name": f"Endurance {n}", "email": email, "roles": ["advisor"], "password": PASSWORD}
        person = nadia.post("/api/people", body)["id"]
        nadia.put(f"/api/people/{person}/abilities", {"skills": {skill: 5}, "capacities": {"voice": 1}})
        made.append((email, PASSWORD))
    return made


def held(at: Installation) -> dict[str, Sample]:
    """Of each process: descriptors and memory."""
    found = {name: sample(at.pids(name)[0], 0.0) for name in MARKS}
    return {name: one for name, one in found.items() if one}


async def stretch(callers: sipp.Sipp, seconds: float, told: list[sipp.Told]) -> None:
    """Batch after batch."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 1.0:
        calls = max(4, round(RATE * min(STRETCH_SECONDS, left)))
        batch = await callers.begin(calls, RATE, STAY_SECONDS)
        told.append(await batch.over(calls / RATE + STAY_SECONDS + 60.0))


async def still(at: Installation) -> None:
    """Nothing is left in Asterisk, and no conversation open."""
    deadline = time.monotonic() + STILL_SECONDS_MAX
    while left := left_in_exchange(at):
        assert time.monotonic() < deadline, left
        await asyncio.sleep(0.5)
    await asyncio.sleep(3.0)


@pytest.mark.seconds_max(20_000)
async def test_calls_leave_nothing_behind(request, capsys, tmp_path):
    seconds = request.config.getoption("--seconds", 0.0)
    if seconds <= 0:
        pytest.skip("two hours are not for every day: pytest tests/load/test_two_hours_of_calls.py --seconds 7200")
    if sipp.missing():
        pytest.fail("SIPp calls here: apt-get install sip-tester")
    told: list[sipp.Told] = []
    ledger = Ledger()
    with Installation() as at:
        nadia = Person(at.url, *at.sign_in("nadia"))
        sign_ins = furnish(nadia)
        callers = sipp.Sipp(tmp_path, (at.told["sip"]["host"], at.told["sip"]["port"]), CALLED)
        try:
            telephones = await callers.telephone(25_100, 31_000)
            desks = [AdvisorRobot(at.url, *s, ledger, contact=f"sip:e{n}@{telephones}") for n, s in enumerate(sign_ins)]
            async with AsyncExitStack() as stack:
                for desk in desks:
                    await stack.enter_async_context(desk)
                await stretch(callers, seconds * WARM_SHARE, told)
                await still(at)
                before = held(at)
                await stretch(callers, seconds * (1 - WARM_SHARE), told)
                await still(at)
                after = held(at)
        finally:
            await callers.stop()
        talks = at.rows("select count(*)::int as n from segment where kind = 'talk'")[0]["n"]
        rows = at.rows("select count(*)::int as n from conversation where state <> 'closed' and channel = 'voice'")
    placed, failed = sum(t.placed for t in told), sum(t.failed for t in told)
    with capsys.disabled():
        print(f"\n{placed} calls, {failed} failed, {talks} answered by advisors", *(t.why for t in told if t.failed))
        for name in before:
            was, now = before[name], after[name]
            grown = f"{was.megabytes:.1f} MB -> {now.megabytes:.1f}"
            print(f"{name}: {was.descriptors} descriptors -> {now.descriptors}, {grown}")
    assert placed > seconds * RATE * 0.5 and talks > 0
    assert failed <= placed * FAILED_MAX
    assert rows[0]["n"] == 0, "conversations left open"
    for name, was in before.items():
        now, most = after[name], was.megabytes * (1 + MEGABYTES_MORE_SHARE) + MEGABYTES_MORE
        assert now.descriptors <= was.descriptors + DESCRIPTORS_MORE, f"{name} kept descriptors"
        assert now.megabytes <= most, f"{name} kept memory"
