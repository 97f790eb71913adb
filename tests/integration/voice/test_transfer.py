"""From a flow to an outside number: answered, busy, never answered, refused; never recorded."""

from __future__ import annotations

import asyncio

import pytest
from voice_stage import CALLED, judge

from palabre.conversations.facts import CustomerLeft
from palabre.flows.facts import FlowEnded
from palabre.processes.robots.hearing import CALLER_HERTZ as C
from palabre.processes.robots.hearing import MUSIC_HERTZ as M
from palabre.processes.robots.hearing import OUTSIDE_HERTZ as X
from palabre.processes.robots.hearing import loudness_db, statements

OUTSIDE = "+33140205050"
TONES = (C, X, M)


def flow(number: str = OUTSIDE, seconds: float = 10.0) -> dict:
    exits = dict.fromkeys(("busy", "no_answer", "failed", "refused"), "bye")
    return {
        "out": {"kind": "transfer", "number": number, "seconds": seconds, "next": exits},
        "bye": {"kind": "hang_up", "prompts": ["bye"]},
    }


async def test_answered_they_talk_until_one_hangs_up(stage):
    await stage.prompts()
    await stage.flow(flow())
    async with stage.driver():
        stage.outside.expect_ring(OUTSIDE)
        caller = await stage.outside.call(CALLED)
        await caller.listen()
        far = await stage.outside.rings(OUTSIDE)
        await caller.window("ringing", 2.0)
        await far.answer()
        await far.listen()
        await caller.speak()
        await far.speak(X)
        await caller.window("talk", 2.0)
        await caller.stop_listening()
        await far.stop_listening()
        await far.hang_up()
        await caller.wait_gone(3)
        await stage.nothing_left()
    assert loudness_db(caller.heard("ringing")) > -45
    judge(
        statements("talk", "caller", caller.heard("talk"), (X,), TONES),
        statements("talk", "outside number", far.heard("talk", caller.windows), (C,), TONES),
    )
    assert [f.reason for f in stage.facts if isinstance(f, FlowEnded)] == ["transferred"]
    assert not list(stage.node.place.recordings.glob("rec-*"))


@pytest.mark.parametrize(("number", "cause"), [(OUTSIDE, 17), (OUTSIDE, 0), ("0899701234", None), ("112", None)])
async def test_what_is_not_answered_leaves_by_its_exit(stage, number, cause):
    await stage.prompts()
    await stage.flow(flow(number, seconds=2.0))
    async with stage.driver():
        stage.outside.expect_ring(OUTSIDE)
        caller = await stage.outside.call(CALLED)
        if cause is not None:
            far = await stage.outside.rings(OUTSIDE)
            if cause:
                await far.hang_up(cause)
        await caller.wait_gone(10)
        await stage.nothing_left()
    assert [f.reason for f in stage.facts if isinstance(f, FlowEnded)] == ["hung_up"]


async def test_a_caller_who_leaves_while_it_rings_takes_the_call_along(stage):
    await stage.prompts()
    await stage.flow(flow())
    async with stage.driver():
        stage.outside.expect_ring(OUTSIDE)
        caller = await stage.outside.call(CALLED)
        far = await stage.outside.rings(OUTSIDE)
        await asyncio.gather(caller.hang_up(), far.wait_gone(3))
        await stage.nothing_left()
    assert [f.reason for f in stage.facts if isinstance(f, CustomerLeft)] == ["hung_up"]
