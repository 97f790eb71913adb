"""Within a wait: comfort, a key that leaves, what is announced meanwhile, over a real queue."""

from __future__ import annotations

import asyncio

from palabre.flows.steps import queue
from palabre.information import wiring  # noqa: F401  what it announces
from palabre.information.actions.announcements import announce, withdraw
from palabre.plumbing.identity import now_ms

BYE = {"kind": "hang_up"}


def waits(centre, **more) -> dict:
    exits = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "bye")
    leaving = {key["exit"]: "left" for key in more.get("keys", ())}
    return {"kind": "queue", "queue": centre.queue, **more, "next": exits | leaving}


async def typing(line) -> asyncio.Queue:
    """The line's customer types what is put there."""
    typed: asyncio.Queue[str] = asyncio.Queue()

    async def wait_key() -> str:
        return await typed.get()

    line.wait_key = wait_key
    return typed


async def waiting(centre, **more):
    await centre.rules()
    await centre.sign_in("away")
    left = {"kind": "hang_up", "prompts": [{"say": "digits", "value": "{waiting_since}"}]}
    await centre.flow({"wait": waits(centre, **more), **({"left": left} if more.get("keys") else {}), "bye": BYE})
    line = await centre.line()
    typed = await typing(line)
    run = centre.begin(line)
    await line.until("music")
    return line, typed, run


async def test_comfort_is_said_at_its_distances_and_a_key_leaves(centre):
    await centre.prompts(stay="Restez.", one="Tapez un.")
    comfort = [{"prompts": ["stay"], "after_seconds": 0.1, "every_seconds": 0.3},
               {"prompts": ["one"], "after_seconds": 0.2}]  # fmt: skip
    line, typed, run = await waiting(centre, comfort=comfort, keys=[{"key": "1", "exit": "left"}])
    follower = await centre.services.followers.of(centre.tenant)
    await follower.until(lambda w: w["routing"].items, 5)
    item = next(iter(follower.world["routing"].items.values()))
    await line.until("Tapez un.")
    while sum("Restez." in heard for heard in line.heard) < 3:
        await line.until("Restez.")
        await asyncio.sleep(0.02)
    typed.put_nowait("7")
    typed.put_nowait("1")
    async with asyncio.timeout(5):
        await run
    assert line.heard[-2:] == [f"say fr: {centre.queue} {item.since}", "hung up: flow"]
    assert sum("Tapez un." in heard for heard in line.heard) == 1
    await follower.until(lambda w: not w["routing"].items, 5)


async def test_who_was_just_accepted_is_not_torn_away_by_a_key(centre):
    line, typed, run = await waiting(centre, keys=[{"key": "1", "exit": "left"}])
    await centre.sign_in()
    await centre.accept()
    typed.put_nowait("1")  # at the same moment
    follower = await centre.services.followers.of(centre.tenant)
    await follower.until(lambda w: any(i.state == "talking" for i in w["routing"].items.values()), 5)
    await asyncio.sleep(0.3)
    assert not run.done() and any(i.state == "talking" for i in follower.world["routing"].items.values())
    assert not any("say" in heard for heard in line.heard)


async def test_who_waits_already_hears_an_announcement_once(centre, monkeypatch):
    monkeypatch.setattr(queue, "ANNOUNCED_SECONDS", 0.2)
    line, _, run = await waiting(centre)
    async with centre.web.transaction(centre.scope) as tx:
        made = await announce(tx, target="queue", subject=centre.queue, texts={"fr": "Alerte.", "ar": "إنذار."},
                              hangs_up=True, ends_at=now_ms() + 60_000)  # fmt: skip
    await line.until("while waiting fr: Alerte.")
    later = await centre.line()
    await centre.begin(later)  # who comes now is told before the queue, and goes no further
    assert later.heard == ["say fr: Alerte.", "hung up: announcement"]
    assert not run.done() and sum("Alerte." in heard for heard in line.heard) == 1, "who waits is not torn away"
    async with centre.web.transaction(centre.scope) as tx:
        await withdraw(tx, made.id)
    again = await centre.line()
    centre.begin(again)
    await again.until("music")
    assert not any("Alerte." in heard for heard in again.heard)
