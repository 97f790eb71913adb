"""Why still waiting, why her and why not me, asked over HTTP of a partition that lives; and who may ask."""

from __future__ import annotations

import pytest
from random_journals import ADVISORS, QUEUES


async def waiting(front) -> tuple[str, str]:
    """A customer in a queue whose only advisor is away; her work item and that queue."""
    desk = await front.desk("advisor1")
    await desk.until(lambda d: d.held["me"]["status"] == "away")
    conversation = await front.arrive("chat", QUEUES[1])
    await front.follower.until(lambda w: conversation in w["routing"].conversations, 10)
    return front.follower.world["routing"].conversations[conversation][0].id, QUEUES[1]


async def offered(front) -> tuple[dict, dict]:
    """An offer that advisor2 got, and who else was able."""
    desk = await front.available("advisor2")
    await front.arrive("chat", QUEUES[3])
    offer = await desk.shown("offer")
    return offer, front.people["advisor2"]


async def test_why_still_waiting(front):
    item, queue = await waiting(front)
    told = await front.call("GET", f"/api/routing/items/{item}/why", "supervisor", status=200)
    why = told["why"]
    assert (why["item"], why["queue"], why["ahead"]) == (item, queue, 0)
    kept = {p["advisor"]: [b["code"] for b in p["blockers"]] for p in why["people"]}
    assert kept[ADVISORS[1]] == ["status"] and why["by_blocker"]["status"] >= 1
    assert [n["code"] for n in why["next"]][-1:] == ["longest_wait"] and told["estimate"] is None
    mine = await front.call("GET", f"/api/routing/items/{item}/why-not/{ADVISORS[1]}", "advisor1", status=200)
    assert mine["blockers"][0] == {"code": "status", "until": 0, "detail": "away"} and mine["other"] is None


async def test_who_waits_is_listed_for_whom_it_concerns(front):
    item, queue = await waiting(front)
    listed = await front.call("GET", f"/api/routing/waiting?queue={queue}", "supervisor", status=200)
    mine = next(one for one in listed if one["item"] == item)
    assert mine["conversation"] and mine["offered_to"] is None and mine["kind"] == "first"
    told = await front.call("GET", "/api/routing/waiting", "advisor1", status=200)
    assert {one["conversation"] for one in told} == {""} and item in {one["item"] for one in told}


async def test_remove_what_it_names_and_she_is_offered_it(front):
    item, _ = await waiting(front)
    desk = await front.desk("advisor1")
    await desk.post("/api/desk/status", {"status": "available"}, status=204)
    assert (await desk.shown("offer"))["item"] == item


async def test_why_her_is_told_of_the_moment_before(front):
    offer, her = await offered(front)
    path = f"/api/routing/offers/{offer['offer']}"
    told = await front.call("GET", f"{path}/why", "supervisor", status=200)
    assert (told["advisor"], told["item"], told["decided_by"], told["urgency"]) == (
        her.person, offer["item"], "only", "only")
    assert told["free"] == 1 and told["runner_up"] is None
    other = await front.call("GET", f"{path}/why-not/{ADVISORS[0]}", "supervisor", status=200)
    assert {b["code"] for b in other["blockers"]} & {"signed_out", "not_able"}
    own = await front.call("GET", f"{path}/why", "advisor2", status=200)
    assert own["decided_by"] == "only"


async def test_nobody_asks_of_others(front):
    offer, _ = await offered(front)
    path = f"/api/routing/offers/{offer['offer']}"
    await front.call("GET", f"{path}/why", "advisor0", status=403)
    await front.call("GET", f"{path}/why-not/{ADVISORS[2]}", "advisor0", status=403)
    await front.call("GET", f"/api/routing/items/{offer['item']}/why", "advisor0", status=403)


@pytest.mark.parametrize("offer", ["", "x", "1.1", "999999.1", "0.0", "1.999999999", "-1.2", "1.2.3", "9" * 39])
async def test_what_is_no_offer_is_refused(front, offer):
    await front.call("GET", f"/api/routing/offers/{offer or '%20'}/why", "supervisor", status=404)


async def test_what_is_answered_waits_no_more(front):
    offer, _ = await offered(front)
    desk = await front.desk("advisor2")
    await desk.say({"shown": offer["offer"]})
    await desk.post(f"/api/desk/offers/{offer['offer']}/accept", status=200)
    told = await front.call("GET", f"/api/routing/items/{offer['item']}/why", "supervisor", status=404)
    assert told["code"] == "routing.work_item_unknown"
