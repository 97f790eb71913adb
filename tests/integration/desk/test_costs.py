"""A fact costs what it touches: never a message to everybody, and one wall is written once for all who see it."""

from __future__ import annotations

import time

from random_journals import QUEUES

from palabre.desk.actions.tenant_desk import WALL_SECONDS


async def test_a_change_goes_to_those_it_concerns_alone(short_beat, front) -> None:
    desk = await front.available("advisor2")
    others = [await front.desk(f"advisor{n}") for n in (0, 1, 3)]
    for other in others:
        await other.until(lambda d: d.held["me"]["status"] == "away")
        other.messages.clear()
    desk.messages.clear()
    await front.arrive("chat", QUEUES[3])
    offer = await desk.shown("offer")
    await desk.post(f"/api/desk/offers/{offer['offer']}/accept", status=200)
    await desk.until(lambda d: not d.of("offer"))
    for other in others:
        await other.until(lambda d: d.messages)  # a beat says that nothing is on its way any more
        assert {m["kind"] for m in other.messages} == {"beat"}
    assert all(len(m["set"]) + len(m["unset"]) <= 3 for m in desk.messages if m["kind"] == "changes")


async def test_a_wall_is_gathered(short_beat, front) -> None:
    wall = await front.desk("supervisor")
    await front.desk("advisor2")
    await wall.until(lambda d: d.of("advisor"))
    wall.messages.clear()
    before, began = front.follower.number, time.monotonic()
    for _ in range(20):
        await front.call("POST", "/api/desk/status", "advisor2", {"status": "meeting"}, status=204)
        await front.call("POST", "/api/desk/status", "advisor2", {"status": "pause"}, status=204)
    await wall.until(lambda d: any(m["kind"] == "beat" for m in d.messages))
    changes = [m for m in wall.messages if m["kind"] == "changes"]
    gathered = (time.monotonic() - began) / WALL_SECONDS
    assert front.follower.number - before >= 40 and len(changes) <= gathered + 2
    assert all(set(m["set"]) <= set(wall.held) for m in changes)
