"""Presence is proved by answered pings; tabs, silences, reloads and the gateway's own restart."""

from __future__ import annotations

import asyncio

import pytest
from random_journals import ADVISORS, QUEUES, SITE

from palabre.desk.actions import gateway, tenant_desk, work
from palabre.desk.actions.presence import Presence
from palabre.desk.model import presence, sites
from palabre.foundations.problems import Problem
from palabre.plumbing.partition.commander import Commander
from palabre.plumbing.postgres import Database
from palabre.processes.rooms import ROOMS
from palabre.routing.model import offering
from palabre.routing.problems import AdvisorNotSignedIn

SECONDS_MAX = 10.0
QUICK = {"ws_ping_interval": 0.2}


@pytest.fixture
def short_silence(monkeypatch) -> None:
    monkeypatch.setattr(presence, "PRESENCE_SECONDS", 1.5)
    monkeypatch.setattr(presence, "GONE_SECONDS", 3.0)


def advisor(stage, n: int):
    return stage.follower.world["routing"].advisors[ADVISORS[n]]


async def until(test) -> None:
    async with asyncio.timeout(SECONDS_MAX):
        while not test():
            await asyncio.sleep(0.02)


async def test_a_silent_desk_gets_no_offers_until_it_is_heard_again(stage, short_silence) -> None:
    async with stage.front(**QUICK):
        desk = await stage.available("advisor2")
        desk.socket.transport.pause_reading()  # the network swallows everything, and nobody says so
        await stage.follower.until(lambda w: not advisor(stage, 2).present, 10)
        await stage.arrive("chat", QUEUES[3])
        assert not advisor(stage, 2).offers
        desk.socket.transport.resume_reading()
        await desk.shown("offer")
        assert advisor(stage, 2).present and desk.held["me"]["status"] == "available"


async def test_an_offer_that_is_not_painted_waits_for_the_next_ping(stage, monkeypatch) -> None:
    monkeypatch.setattr(offering, "SHOWN_SECONDS", 1)
    async with stage.front(**QUICK):
        desk = await stage.available("advisor2")
        await stage.arrive("chat", QUEUES[3])
        first = await desk.shown("offer")
        await desk.until(lambda d: d.of("offer") and d.of("offer")[0]["offer"] != first["offer"])
        again = desk.of("offer")[0]
        await desk.say({"shown": again["offer"]})
        await desk.until(lambda d: d.held.get(f"offer:{again['offer']}", {}).get("shown"))


async def test_a_page_that_paints_nothing_is_not_believed_for_ever(stage, monkeypatch) -> None:
    """A frozen page answers pings: after three offers in a row the customers are spared it, until it speaks."""
    monkeypatch.setattr(offering, "SHOWN_SECONDS", 1)
    async with stage.front(**QUICK):
        desk = await stage.available("advisor2")
        await stage.arrive("chat", QUEUES[3])
        await desk.until(lambda d: sum("offer:" in k for m in d.messages for k in m.get("unset", ())) == 3, 20)
        await stage.follower.until(lambda w: advisor(stage, 2).held, 5)
        seen = (await stage.gateway.of(stage.tenant)).presence.seen[ADVISORS[2]]
        heard = seen.ponged
        await desk.until(lambda d: seen.ponged > heard + 1)  # beats come, pings are answered, nothing is offered
        assert not desk.of("offer")
        other = await stage.desk("advisor2")  # she reloads
        await other.shown("offer")


async def test_all_tabs_gone_is_a_loss_then_a_sign_out(stage, short_silence) -> None:
    async with stage.front(**QUICK):
        first, second = await stage.available("advisor2"), await stage.desk("advisor2")
        await first.close()
        await second.close()
        await stage.follower.until(lambda w: not advisor(stage, 2).present, 10)
        await stage.follower.until(lambda w: not advisor(stage, 2).signed_in, 10)


async def test_a_site_that_falls_silent_is_one_line_of_every_wall_until_it_is_back(stage, short_silence, monkeypatch):
    monkeypatch.setattr(sites, "SILENT_MIN", 1)
    monkeypatch.setattr(gateway, "SWEEP_SECONDS", 0.1)

    def lost(desk) -> list[tuple[str, int]]:
        return [(one["site"], one["lost"]) for one in desk.held["tiles"]["sites_lost"]]

    async with stage.front(**QUICK):
        desk, wall = await stage.available("advisor2"), await stage.desk("supervisor")
        assert lost(wall) == []
        desk.socket.transport.pause_reading()
        await wall.until(lambda d: lost(d) == [(SITE, 1)])
        back = await stage.desk("supervisor", resume=wall.at)
        assert back.messages[0]["kind"] == "changes" and lost_in(back.messages[0]) == [SITE]
        partner = await stage.desk("partner")
        assert lost(partner) == [], "none of its people are there"
        desk.socket.transport.resume_reading()
        for each in (wall, back):
            await each.until(lambda d: lost(d) == [])


def lost_in(message: dict) -> list[str]:
    return [one["site"] for one in message["set"]["tiles"]["sites_lost"]]


async def test_a_reload_changes_nothing(stage, short_silence, short_beat) -> None:
    async with stage.front(**QUICK):
        desk = await stage.available("advisor2")
        number, at = stage.follower.number, desk.at
        await desk.close()
        back = await stage.desk("advisor2", resume=at)
        await back.until(lambda d: d.messages[-1]["kind"] == "beat")
        assert stage.follower.number == number and advisor(stage, 2).status == "available"


async def test_signing_out_stands_though_the_socket_is_open(stage, short_beat) -> None:
    async with stage.front(**QUICK):
        desk = await stage.available("advisor2")
        await desk.post("/api/desk/sign-out", status=204)
        await desk.until(lambda d: d.held["me"]["status"] == "signed_out")
        await desk.until(lambda d: d.messages[-1]["kind"] == "beat")
        assert not advisor(stage, 2).signed_in
        await stage.desk("advisor2")
        await stage.follower.until(lambda w: advisor(stage, 2).signed_in, 5)


async def test_the_gateway_restarts_and_calls_the_roll(stage, short_silence) -> None:
    """Who comes back keeps her status; who does not is lost, then signed out, though she had no socket here."""
    async with stage.front(**QUICK):
        staying, at = await stage.available("advisor2"), ""
        await stage.available("advisor0")
        at = staying.at
    async with stage.front(**QUICK):
        back = await stage.desk("advisor2", resume=at)
        assert back.messages[0]["kind"] == "snapshot"
        await stage.follower.until(lambda w: not advisor(stage, 0).present, 10)
        await stage.follower.until(lambda w: not advisor(stage, 0).signed_in, 10)
        assert advisor(stage, 2).signed_in and advisor(stage, 2).present and advisor(stage, 2).status == "available"


async def test_an_advisor_at_one_gateway_is_not_lost_to_another(stage, monkeypatch) -> None:
    """Several nodes: each gateway hears its own desks alone, and is told on the bus of the others'."""
    monkeypatch.setattr(presence, "PRESENCE_SECONDS", 0.8)
    monkeypatch.setattr(presence, "GONE_SECONDS", 1.0)
    monkeypatch.setattr(gateway, "NAMED_SECONDS", 0.2)
    async with stage.front(**QUICK):
        await stage.available("advisor2")
        number = stage.follower.number
        async with stage.front(**QUICK):  # another one, which she is not connected to
            there = (await stage.gateway.of(stage.tenant)).presence
            began = there.loop.time()
            await until(lambda: there.seen[ADVISORS[2]].elsewhere > began + 2.5)
            assert stage.follower.number == number and advisor(stage, 2).present


async def test_a_gateway_that_dies_loses_its_advisors_to_the_eyes_of_the_others(stage, monkeypatch) -> None:
    monkeypatch.setattr(presence, "PRESENCE_SECONDS", 1.0)
    monkeypatch.setattr(gateway, "NAMED_SECONDS", 0.2)
    async with stage.front(**QUICK):
        here = stage.gateway
        await stage.available("advisor2")
        async with stage.front(**QUICK):
            for task in here._tasks:  # its loops end, as with its process
                task.cancel()
            await stage.follower.until(lambda w: not advisor(stage, 2).present, 10)


async def test_whoever_signs_out_by_one_gateway_is_not_signed_in_by_another(stage, short_beat) -> None:
    async with stage.front(**QUICK):
        first = stage.port
        desk = await stage.available("advisor2")
        here = (await stage.gateway.of(stage.tenant)).presence
        async with stage.front(**QUICK):
            assert stage.port != first
            await stage.call("POST", "/api/desk/sign-out", "advisor2", status=204)
            await until(lambda: here.seen[ADVISORS[2]].left)
            await desk.until(lambda d: d.held["me"]["status"] == "signed_out")
            await desk.until(lambda d: d.messages[-1]["kind"] == "beat")
            assert not advisor(stage, 2).signed_in


async def test_a_gateway_that_slept_takes_nobody_for_lost(stage) -> None:
    async with stage.front(**QUICK):
        await stage.available("advisor2")
        here = (await stage.gateway.of(stage.tenant)).presence
        seen = here.seen[ADVISORS[2]]
        here._swept -= 30.0  # as after a stop of the process: no sweep for half a minute, and no ping heard
        seen.heard -= 30.0
        here.sweep()
        assert here.loop.time() - seen.heard < 1.0 and not here._tasks


@pytest.fixture
def refusals(monkeypatch) -> list[str]:
    """Codes of what the owner refused, as they come."""
    codes, ask = [], Commander.ask

    async def asked(*what, **how):
        try:
            return await ask(*what, **how)
        except Problem as problem:
            codes.append(problem.code)
            raise

    monkeypatch.setattr(Commander, "ask", asked)
    return codes


async def test_a_status_asked_before_she_is_signed_in_waits_for_it(stage, refusals) -> None:
    """Her page holds its first snapshot; that she is there is asked again later, for the owner had been away."""
    async with stage.front(**QUICK):
        here = (await stage.gateway.of(stage.tenant)).presence
        here._quiet_until[ADVISORS[2]] = here.loop.time() + 60.0
        desk = await stage.desk("advisor2")
        asked = asyncio.create_task(desk.post("/api/desk/status", {"status": "available"}, status=204))
        await until(lambda: AdvisorNotSignedIn.code in refusals)
        assert not advisor(stage, 2).signed_in
        here._quiet_until.clear()
        await asked
        await desk.until(lambda d: d.held["me"]["status"] == "available")


async def test_a_status_is_refused_at_once_to_whoever_left_and_in_the_end_to_whoever_does_not_come(
    stage, refusals, monkeypatch
) -> None:
    async with stage.front(**QUICK):
        desk = await stage.available("advisor2")
        await desk.post("/api/desk/sign-out", status=204)
        await desk.post("/api/desk/status", {"status": "available"}, status=409)
        monkeypatch.setattr(work, "SIGNING_IN_SECONDS_MAX", 0.2)
        await stage.call("POST", "/api/desk/status", "advisor0", {"status": "available"}, status=409)
        assert refusals == [AdvisorNotSignedIn.code] * 2


async def test_a_database_that_is_away_is_asked_again(stage) -> None:
    """Where the partition is has to be looked up at first."""
    gone = await Database.open(stage.database.dsn("web"), size_max=1)
    await gone.close()
    here = Presence(stage.tenant, Commander(gone, stage.bus, ROOMS))
    here.begin(tenant_desk.TenantDesk(stage.follower, here.follow))
    here.opened(ADVISORS[2])
    (failed,) = here._tasks
    await asyncio.wait({failed})
    assert failed.exception() is None
    here._commander = stage.commander
    here._quiet_until.clear()  # two seconds later
    here.sweep()
    await stage.follower.until(lambda w: advisor(stage, 2).signed_in, 5)
    here.desk.close()


async def test_a_slow_reader_is_let_go_and_resumes(stage, monkeypatch) -> None:
    monkeypatch.setattr(tenant_desk, "BACKLOG_BYTES_MAX", 20_000)
    async with stage.front():
        wall = await stage.desk("supervisor")
        at = wall.at
        wall.socket.transport.pause_reading()
        here = await stage.gateway.of(stage.tenant)
        slow = next(iter(here.desk.walls[None].sockets))
        slow.link.transport.set_write_buffer_limits(high=1)
        for _ in range(3_000):  # until the network's own buffers are full too
            slow.push(b'{"kind":"beat","at":"' + b"x" * 4_000 + b'"}')
            if slow.link.close_sent:
                break
        assert slow.link.close_sent
        wall.socket.transport.resume_reading()
        await wall.until(lambda d: d.closed == tenant_desk.TOO_SLOW)
        back = await stage.desk("supervisor", resume=at)
        assert back.messages[0]["kind"] == "changes"
