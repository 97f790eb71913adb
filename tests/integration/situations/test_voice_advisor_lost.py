"""Her telephone vanishes, refuses, or comes back on another page: the customer is kept company and never left alone."""

from __future__ import annotations

import asyncio
import os
import signal
import time

import pytest
from voice_stage import in_queue, ivr, judge, stage, telephony, wait_for

from palabre.channels.voice.commands import HangUp
from palabre.channels.voice.drivers import phone
from palabre.channels.voice.drivers.calls import HOLDING
from palabre.channels.voice.facts import ConnectRequested, EffectEnded, LegLost, WaitRequested
from palabre.processes.robots.hearing import ADVISOR_HERTZ as V
from palabre.processes.robots.hearing import CALLER_HERTZ as C
from palabre.processes.robots.hearing import MUSIC_HERTZ as M
from palabre.processes.robots.hearing import loudness_db, statements
from palabre.routing.facts import WorkItemInterrupted

__all__ = ["stage", "telephony"]
TONES = (C, V, M)


async def test_a_page_that_is_reloaded_takes_its_call_up_again(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver():
        await stage.advisor_available(registers=True)
        caller = await in_queue(stage)
        await caller.speak()
        conversation, before = await stage.joined()
        # the new page registers; the leg of the old one is dead, whatever Asterisk still believes
        next_page = f"{stage.phone}-next"
        stage.outside.expect_ring(next_page)
        await stage.outside.register(stage.given.user, stage.given.password, page=next_page)
        after = await stage.outside.answers(next_page, 20)
        lost = await stage.told(LegLost, conversation=conversation)
        await stage.until(lambda w: w["voice"].calls[conversation].legs[stage.advisor].state == "up", 5)
        back_ms = max(f.at for f in stage.facts if isinstance(f, EffectEnded)) - lost.at
        await before.wait_gone(2)
        await after.listen()
        await after.speak()
        await caller.window("talk again", 2.0)
        await caller.stop_listening()
        await after.stop_listening()
        await stage.ask(HangUp(conversation, stage.advisor))
        await stage.nothing_left()
    judge(
        statements("talk again", "caller", caller.heard("talk again"), (V,), TONES),
        statements("talk again", "advisor", after.heard("talk again", caller.windows), (C,), TONES),
    )
    print(f"lost to joined again: {back_ms} ms")
    assert back_ms < 4000


async def test_a_leg_cut_by_the_network_is_comforted_and_joined_again(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver() as node:
        await stage.advisor_available(registers=True)
        caller = await in_queue(stage)
        conversation, advisor = await stage.joined()
        call = node.calls.of(conversation)
        await wait_for(lambda: call.leg_of(stage.advisor))
        await advisor.hang_up(cause=38)
        await stage.told(LegLost, conversation=conversation)
        begin = time.monotonic()
        await wait_for(lambda: call.place == HOLDING, 20)  # the word is over; its voice may take its time to come
        caller.windows["a word"] = (begin, time.monotonic())
        await caller.window("comfort", 2.0)
        assert conversation in stage.world["conversations"].conversations
        next_page = f"{stage.phone}-next"
        await stage.outside.register(stage.given.user, stage.given.password, page=next_page)
        again = await stage.outside.answers(next_page, 20)
        await stage.until(lambda w: w["voice"].calls[conversation].legs[stage.advisor].state == "up", 5)
        await again.speak()
        await caller.window("talk again", 2.0)
        await caller.stop_listening()
        await caller.hang_up()
        await again.wait_gone(3)
        await stage.nothing_left()
    assert loudness_db(caller.heard("a word")) > -40
    judge(
        statements("comfort", "caller", caller.heard("comfort"), (M,), TONES),
        statements("talk again", "caller", caller.heard("talk again"), (V,), TONES),
    )


async def test_the_time_to_come_back_counts_from_her_last_sound(stage, monkeypatch):
    """Her network is gone, and nobody says so: Asterisk misses her sound after a while."""
    monkeypatch.setattr(phone, "RTP_SECONDS", 2)
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver():
        await stage.advisor_available()
        caller = await in_queue(stage)
        conversation, _ = await stage.joined()
        outside = stage.outside.engine.child
        os.kill(outside.pid, signal.SIGSTOP)
        try:
            lost = await stage.told(LegLost, conversation=conversation)
        finally:
            os.kill(outside.pid, signal.SIGCONT)
        await caller.hang_up()
        await stage.nothing_left()
    assert lost.deadline - lost.at == 28_000


@pytest.mark.parametrize("cause", [16, 31])
async def test_a_desk_telephone_put_down_ends_the_talk(stage, cause):
    """`cause`: desk telephones differ in what they say of it (31 unspecified); the network's causes are a loss."""
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver() as node:
        await stage.advisor_available()
        caller = await in_queue(stage)
        conversation, advisor = await stage.joined()
        await wait_for(lambda: node.calls.of(conversation).leg_of(stage.advisor))
        await advisor.hang_up(cause)
        await caller.wait_gone(3)
        await stage.nothing_left()
    assert not [f for f in stage.facts if isinstance(f, LegLost)]


async def test_a_telephone_that_refuses_sends_the_customer_back_to_the_head(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver():
        await stage.advisor_available()
        caller = await in_queue(stage)
        ringing = asyncio.create_task(stage.outside.rings(stage.phone))
        await stage.accept()
        await (await ringing).hang_up(cause=17)
        ended = await stage.told(EffectEnded, outcome="failed")
        assert ended.detail == "busy"
        await stage.told(WorkItemInterrupted)
        await stage.told(WaitRequested)
        await caller.window("told", 1.5)
        call = next(iter(stage.node.calls))
        await wait_for(lambda: not call.playback, 15)
        await caller.window("waiting again", 1.6)
        await caller.stop_listening()
        assert len(stage.world["routing"].items) == 1
        await caller.hang_up()
        await stage.nothing_left()
    assert loudness_db(caller.heard("told")) > -40
    judge(statements("waiting again", "caller", caller.heard("waiting again"), (M,), TONES))


async def test_nothing_registered_is_said_at_once(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver() as node:
        await stage.advisor_available()
        caller = await in_queue(stage)
        node.phones.of_advisor(stage.tenant, stage.advisor).registered = False
        await stage.accept()
        ended = await stage.told(EffectEnded, outcome="failed")
        asked = await stage.told(ConnectRequested)
        assert ended.detail == "not_registered" and ended.at - asked.at < 500
        await caller.hang_up()
        await stage.nothing_left()
