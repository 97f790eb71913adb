"""Many wait in one bridge: each hears the music, none hears another, and it is there for whoever comes next."""

from __future__ import annotations

from voice_stage import CALLED, ivr, judge, wait_for

from palabre.channels.voice.drivers.calls import HOLDING
from palabre.processes.robots.hearing import CALLER_HERTZ as C
from palabre.processes.robots.hearing import MUSIC_HERTZ as M
from palabre.processes.robots.hearing import OUTSIDE_HERTZ as O
from palabre.processes.robots.hearing import statements

TONES = (C, O, M)


async def _waits(stage, hertz: int):
    """A caller who speaks while she waits."""
    there = {c.conversation for c in stage.node.calls}
    caller = await stage.outside.call(CALLED)
    caller.hertz = hertz
    await caller.listen()
    await caller.speak()
    await wait_for(lambda: any(c.place == HOLDING for c in stage.node.calls if c.conversation not in there), 10)
    return caller


async def _holding(stage) -> list[dict]:
    return [b for b in await stage.node.ari.ask("GET", "bridges") if b["bridge_type"] == HOLDING]


async def test_waiting_together(stage):
    await stage.prompts()
    await stage.flow({"queue": ivr(stage)["queue"], "bye": ivr(stage)["bye"]})
    async with stage.driver():
        await stage.advisor_available(status="pause")
        first = await _waits(stage, C)
        second = await _waits(stage, O)
        await second.window("together")
        bridges = await _holding(stage)
        assert [len(b["channels"]) for b in bridges] == [2], bridges
        await first.stop_listening()
        await first.hang_up()
        await first.wait_gone(3)
        third = await _waits(stage, C)
        await second.window("after the first")
        assert [b["id"] for b in await _holding(stage)] == [bridges[0]["id"]]
        for caller in (second, third):
            await caller.stop_listening()
            await caller.hang_up()
            await caller.wait_gone(3)
        await stage.nothing_left()
        last = await _waits(stage, C)
        await last.window("after everybody")
        await last.stop_listening()
        await last.hang_up()
        await stage.nothing_left()
    judge(
        statements("together", "first", first.heard("together", second.windows), (M,), TONES),
        *(statements(w, "second", second.heard(w), (M,), TONES) for w in second.windows),
        statements("after the first", "third", third.heard("after the first", second.windows), (M,), TONES),
        statements("after everybody", "last", last.heard("after everybody"), (M,), TONES),
    )
