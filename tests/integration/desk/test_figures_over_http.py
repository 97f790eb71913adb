"""From a customer's arrival to a figure on a wall: stream, reader, tables, HTTP."""

from __future__ import annotations

import asyncio
import csv
import io

import pytest
from random_journals import ADVISORS, QUEUES

from palabre.conversations.commands import CustomerLeaves
from palabre.plumbing.bus import Bus
from palabre.processes.rooms import ROOMS
from palabre.reporting import wiring as reporting

PARIS = "tz=Europe/Paris"


@pytest.fixture
async def projected(front):
    """A projector beside the front."""
    bus = await Bus.open(front.nats.url("core"), "projector")
    tasks = [asyncio.create_task(reader.run()) for reader in reporting.readers(front.projector, bus, ROOMS)]
    yield front
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await bus.close()


async def figures(front, cookie: str, query: str = PARIS) -> dict[str, dict]:
    report = await front.call("GET", f"/api/reporting/today?{query}", cookie, status=200)
    return {m["key"]: m for m in report["measures"]}


async def able_but_away(front) -> None:
    """Somebody is signed in for the second queue, so that it lets customers in; nobody will answer."""
    desk = await front.desk("advisor1")
    await desk.until(lambda d: d.held["me"]["status"] == "away")


async def until_told(front, key: str, value: float) -> dict[str, dict]:
    async with asyncio.timeout(10):
        while (told := await figures(front, "supervisor"))[key]["value"] != value:
            await asyncio.sleep(0.05)
    return told


async def test_a_day_of_three_customers(projected) -> None:
    front = projected
    desk = await front.available("advisor2")
    conversation = await front.arrive("chat", QUEUES[3])
    offer = await desk.shown("offer")
    await desk.say({"shown": offer["offer"]})
    await desk.post(f"/api/desk/offers/{offer['offer']}/accept", status=200)
    await desk.post(f"/api/desk/work-items/{offer['item']}/finish", status=204)
    await until_told(front, "answered", 1)
    await able_but_away(front)
    gone = await front.arrive("chat", QUEUES[1])  # too short a wait to be an abandon
    await front.commander.ask(front.tenant, CustomerLeaves(gone, "closed"))
    told = await until_told(front, "short_abandoned", 1)
    assert (told["offered"]["value"], told["service_level"]["value"], told["service_level"]["n"]) == (2, 1.0, 1)
    assert told["service_level_of_offered"]["value"] == 0.5
    assert told["service_level"]["threshold_seconds"] == 20.0 and told["wait_from_arrival"]["value"] >= 1.0
    one = await figures(front, "supervisor", f"{PARIS}&queue={QUEUES[3]}&seconds=0")
    assert one["offered"]["value"] == 1 and one["service_level"]["threshold_seconds"] == 0
    assert conversation and one["occupancy_at_event"]["value"] is None  # an idle advisor belongs to no queue


async def test_live_and_definitions_and_csv(projected) -> None:
    front = projected
    await able_but_away(front)
    await front.arrive("chat", QUEUES[1])
    live = await front.call("GET", "/api/reporting/live", "supervisor", status=200)
    assert live["tiles"]["waiting"] == 1 and [q["queue"] for q in live["queues"]] == QUEUES
    described = await front.call("GET", "/api/reporting/definitions", "supervisor", status=200)
    told = await figures(front, "supervisor")
    assert [d["key"] for d in described] == list(told)
    assert all(
        d["names"][language] and d["definitions"][language] for d in described for language in ("fr", "en", "ar")
    )
    text = await front.call("GET", f"/api/reporting/today.csv?{PARIS}", "supervisor", status=200)
    lines = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    assert [line["key"] for line in lines] == list(told)
    assert "20 s" in next(line["definition"] for line in lines if line["key"] == "service_level")


async def test_a_partner_sees_figures_of_its_own_people(projected) -> None:
    front = projected
    desk = await front.available("advisor2")
    await front.arrive("chat", QUEUES[3])
    offer = await desk.shown("offer")
    await desk.post(f"/api/desk/offers/{offer['offer']}/accept", status=200)
    await until_told(front, "answered", 1)
    assert front.people["advisor2"].person == ADVISORS[2]
    told = await figures(front, "partner")
    assert told["answered"]["value"] == 0 and "offered" not in told and "abandoned" not in told


@pytest.mark.parametrize(
    "query",
    ["tz=Mars/Olympus", "tz=../../etc/passwd", f"{PARIS}&queue=x", f"{PARIS}&seconds=-1", f"{PARIS}&seconds=nan"],
)
async def test_what_does_not_fit_is_said(front, query: str) -> None:
    refused = await front.call("GET", f"/api/reporting/today?{query}", "supervisor", status=422)
    assert refused["code"].startswith(("reporting.", "invalid"))


async def test_an_advisor_has_no_wall(front) -> None:
    for path in ("/api/reporting/today", "/api/reporting/today.csv", "/api/reporting/live"):
        refused = await front.call("GET", path, "advisor0", status=403)
        assert refused["code"] == "forbidden"
