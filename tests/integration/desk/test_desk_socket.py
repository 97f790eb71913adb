"""Real sockets, a real owner, real facts: what an advisor and a supervisor see, and that it is never more."""

from __future__ import annotations

import asyncio

import pytest
import websockets
from random_journals import ADVISORS, QUEUES

from palabre.channels.voice.commands import ReportEffect
from palabre.channels.voice.facts import ConnectRequested, HoldRequested
from palabre.conversations.commands import CustomerLeaves


async def test_first_socket_signs_in_and_a_second_tab_is_the_same_presence(front) -> None:
    first = await front.desk("advisor0")
    await first.until(lambda d: d.held["me"]["status"] == "away")
    second = await front.desk("advisor0")
    assert second.held["me"] == first.held["me"]
    await second.post("/api/desk/status", {"status": "available"}, status=204)
    for desk in (first, second):
        await desk.until(lambda d: d.held["me"]["status"] == "available")
    facts = front.follower.number
    await first.close()
    await front.arrive(queue=QUEUES[3])  # a fact later, nothing says that she left
    assert front.follower.world["routing"].advisors[ADVISORS[0]].present
    assert front.follower.number > facts


async def test_an_offer_travels_from_queue_to_wrap_up(front) -> None:
    desk = await front.available("advisor2")
    supervisor = await front.desk("supervisor")
    conversation = await front.arrive("voice", QUEUES[2])
    offer = await desk.shown("offer")
    assert (offer["conversation"], offer["channel"], offer["shown"]) == (conversation, "voice", False)
    assert desk.held[f"conversation:{conversation}"]["state"] == "offered"
    await desk.say({"shown": offer["offer"]})
    await desk.until(lambda d: d.of("offer")[0]["shown"])
    accepted = await desk.post(f"/api/desk/offers/{offer['offer']}/accept", status=200)
    assert accepted == {"item": offer["item"], "conversation": conversation}
    await desk.until(lambda d: not d.of("offer") and d.held[f"conversation:{conversation}"]["state"] == "talking")
    await supervisor.until(lambda d: d.held["tiles"]["talking"] == 1)
    assert supervisor.held[f"advisor:{ADVISORS[2]}"]["activity"] == "talking"
    await desk.post(f"/api/desk/conversations/{conversation}/hang-up", status=204)
    await desk.until(lambda d: d.held.get(f"conversation:{conversation}", {}).get("state") == "wrap_up")
    await desk.post(f"/api/desk/work-items/{offer['item']}/wrap-up/extend", status=204)
    refused = await desk.post(f"/api/desk/work-items/{offer['item']}/wrap-up/extend", status=409)
    assert refused["code"] == "routing.wrap_up_already_extended"
    await desk.post(f"/api/desk/work-items/{offer['item']}/wrap-up/end", status=204)
    await desk.until(lambda d: not d.of("conversation"))


def effects_of(world, kind: type) -> list:
    return [e for e in world["voice"].effects.values() if isinstance(e, kind)]


async def test_a_hold_pressed_before_the_line_is_up_is_done_once_it_is(front) -> None:
    """Until then the desk says that it is being joined, and no key is refused."""
    desk = await front.available("advisor2")
    conversation = await front.arrive("voice", QUEUES[2])
    mine = f"conversation:{conversation}"
    await desk.post(f"/api/desk/offers/{(await desk.shown('offer'))['offer']}/accept", status=200)
    await desk.until(lambda d: d.held[mine]["state"] == "talking")
    assert desk.held[mine]["connected"] is False
    holding = asyncio.create_task(desk.post(f"/api/desk/conversations/{conversation}/hold", {"on": True}, status=204))
    await front.follower.until(lambda w: effects_of(w, ConnectRequested), 5)
    [asked] = effects_of(front.follower.world, ConnectRequested)
    await front.commander.ask(front.tenant, ReportEffect(asked.effect, "done"))
    await holding
    await desk.until(lambda d: d.held[mine]["connected"])
    await front.follower.until(lambda w: [e.on for e in effects_of(w, HoldRequested)] == [True], 5)


async def test_a_desk_resumes_by_number_and_misses_nothing(front) -> None:
    desk = await front.available("advisor2")
    at = desk.at
    await desk.close()
    conversation = await front.arrive("chat", QUEUES[3])
    await front.follower.until(lambda w: w["routing"].offers, 5)
    back = await front.desk("advisor2", resume=at)
    assert back.messages[0]["kind"] == "changes"
    fresh = await front.desk("advisor2")
    assert fresh.messages[0]["kind"] == "snapshot"
    assert f"conversation:{conversation}" in back.messages[0]["set"]
    assert {k: v for k, v in fresh.held.items() if k != "me"} == {k: v for k, v in back.held.items() if k != "me"}


@pytest.mark.parametrize("resume", ["0.1", "999.3", "1.99999999", "garbage", "1.", "1.٣"])
async def test_a_position_nobody_knows_gets_a_snapshot(front, resume: str) -> None:
    desk = await front.desk("advisor0", resume=resume)
    assert desk.messages[0]["kind"] == "snapshot"


async def test_a_wall_that_resumes_equals_a_fresh_one(front) -> None:
    wall = await front.desk("supervisor")
    at = wall.at
    await wall.close()
    desk = await front.available("advisor2")
    conversation = await front.arrive("chat", QUEUES[3])
    await desk.shown("offer")
    back = await front.desk("supervisor", resume=at)
    fresh = await front.desk("supervisor")
    held = {**wall.held, **back.messages[0]["set"]}
    assert held == fresh.held
    await front.commander.ask(front.tenant, CustomerLeaves(conversation, "closed"))
    for each in (back, fresh):
        await each.until(lambda d: d.held["tiles"]["waiting"] == 0)


async def test_an_advisor_sees_nothing_of_others_and_a_partner_only_its_own(front) -> None:
    own = await front.available("advisor2")
    theirs = await front.available("advisor3")
    partner = await front.desk("partner")
    supervisor = await front.desk("supervisor")
    await supervisor.until(lambda d: len(d.of("advisor")) == 2)
    await partner.until(lambda d: len(d.of("advisor")) == 1)
    assert {k.split(":")[0] for k in own.held} <= {"me", "offer", "conversation"}
    assert partner.of("advisor")[0]["advisor"] == ADVISORS[3]
    assert ADVISORS[2] not in str(partner.messages)
    assert theirs.held["me"]["advisor"] == ADVISORS[3]


async def test_another_sites_page_is_turned_away(front) -> None:
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        with pytest.raises(websockets.InvalidStatus) as refused:
            await front.desk("advisor0", **headers)
        assert refused.value.response.status_code == 403


async def test_nobody_and_who_has_no_desk_are_told_why(front) -> None:
    front.person("operator", ADVISORS[4], "operator")
    for cookie, code in (("nobody", 4401), ("operator", 4403)):
        desk = await front.desk(cookie, wait=False)
        await desk.until(lambda d, code=code: d.closed == code)
        assert not desk.messages


async def test_a_session_that_ends_closes_its_socket(front, monkeypatch) -> None:
    desk = await front.desk("advisor0")
    front.ended.add("advisor0")
    front.gateway._verify = {s: (0.0, verify) for s, (_, verify) in front.gateway._verify.items()}  # its minute is over
    await front.gateway._look_at_sessions()
    await desk.until(lambda d: d.closed == 4401)


async def test_what_is_not_understood_closes_the_socket_and_harms_nobody(front) -> None:
    other = await front.desk("advisor2")
    for text in ("", "{", '{"shown": 3}', "[]", '{"shown": "' + "x" * 70_000 + '"}'):
        desk = await front.desk("advisor0")
        await desk.socket.send(text)
        await desk.until(lambda d: d.closed in (1007, 1009))
    late = await front.desk("advisor0")
    await late.say({"shown": "1.1"})  # over, or never was
    await late.post("/api/desk/status", {"status": "available"}, status=204)
    await late.until(lambda d: d.held["me"]["status"] == "available")
    assert other.closed is None


async def test_typing_goes_to_who_holds_the_conversation(front) -> None:
    desk, other = await front.available("advisor2"), await front.desk("advisor0")
    conversation = await front.arrive("chat", QUEUES[3])
    await desk.shown("offer")
    said = f'{{"conversation":"{conversation}","who":"customer"}}'.encode()
    await front.bus.publish(f"live.{front.tenant}.typing", b"nonsense")
    await front.bus.publish(f"live.{front.tenant}.typing", said)
    await desk.until(lambda d: d.messages[-1]["kind"] == "typing")
    assert desk.messages[-1]["who"] == "customer"
    await asyncio.wait_for(other.socket.ping(), 5)
    assert all(m["kind"] != "typing" for m in other.messages)


async def test_orders_for_what_is_not_hers_are_refused(front) -> None:
    desk, other = await front.available("advisor2"), await front.desk("advisor0")
    conversation = await front.arrive("chat", QUEUES[3])
    offer = await desk.shown("offer")
    await desk.say({"shown": offer["offer"]})  # else it is withdrawn, and not by those who may not
    await desk.until(lambda d: d.of("offer")[0]["shown"])
    for path, body in (
        (f"/api/desk/offers/{offer['offer']}/accept", None),
        (f"/api/desk/offers/{offer['offer']}/decline", {"reason": ""}),
        (f"/api/desk/work-items/{offer['item']}/finish", None),
        (f"/api/desk/conversations/{conversation}/hang-up", None),
        (f"/api/desk/conversations/{conversation}/hold", {"on": True}),
    ):
        answer = await other.post(path, body)
        assert "code" in answer, (path, answer)
    await front.call("POST", "/api/desk/status", "supervisor", {"status": "NOT A CODE"}, status=422)
    assert f"offer:{offer['offer']}" in desk.held
