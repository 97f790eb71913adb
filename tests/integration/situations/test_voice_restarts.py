"""The voice process or Asterisk restarts in the middle: talks go on, or end honestly; nobody is stuck."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest
from voice_stage import CALLED, in_queue, ivr, judge, stage, telephony, wait_for

from palabre.channels.voice.commands import HangUp, Hold
from palabre.channels.voice.drivers import record
from palabre.channels.voice.facts import CallArrived
from palabre.channels.voice.model import evolve
from palabre.conversations.facts import ConversationOpened, CustomerLeft
from palabre.processes.robots.hearing import ADVISOR_HERTZ as V
from palabre.processes.robots.hearing import CALLER_HERTZ as C
from palabre.processes.robots.hearing import MUSIC_HERTZ as M
from palabre.processes.robots.hearing import loudness_db, statements
from palabre.routing.commands import ChangeStatus

__all__ = ["stage", "telephony"]
TONES = (C, V, M)
RESCUE = "+33140205050"


async def test_a_talk_survives_the_driver(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver():
        await stage.advisor_available()
        caller = await in_queue(stage)
        await caller.speak()
        conversation, advisor = await stage.joined()
        await advisor.listen()
        await advisor.speak()
        await caller.window("before")
    await caller.window("nobody drives", 2.0)
    async with stage.driver():
        await caller.window("after")
        await stage.ask(Hold(conversation, stage.advisor, True))
        await stage.until(lambda w: w["voice"].calls[conversation].held, 5)
        await caller.window("hold")
        await stage.ask(Hold(conversation, stage.advisor, False))
        await stage.until(lambda w: not w["voice"].calls[conversation].held, 5)
        await caller.window("talk again")
        await caller.stop_listening()
        await advisor.stop_listening()
        await stage.ask(HangUp(conversation, stage.advisor))
        await asyncio.gather(caller.wait_gone(3), advisor.wait_gone(3))
        await stage.nothing_left()

    def there(window: str) -> tuple[int, ...]:
        return () if window == "hold" else (C,)

    hears = {"before": (V,), "nobody drives": (V,), "after": (V,), "hold": (M,), "talk again": (V,)}
    judge(
        *(statements(w, "caller", caller.heard(w), heard, TONES) for w, heard in hears.items()),
        *(statements(w, "advisor", advisor.heard(w, caller.windows), there(w), TONES) for w in hears),
    )


async def test_somebody_waiting_is_answered_by_the_next_driver(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver():
        await stage.advisor_available(status="pause")
        caller = await in_queue(stage)
    await caller.window("nobody drives")
    async with stage.driver():
        await stage.ask(ChangeStatus(stage.advisor, "available"))
        await caller.window("waiting")
        conversation, _ = await stage.joined()
        await caller.stop_listening()
        await stage.ask(HangUp(conversation, stage.advisor))
        await caller.wait_gone(3)
        await stage.nothing_left()
    judge(*(statements(w, "caller", caller.heard(w), (M,), TONES) for w in ("nobody drives", "waiting")))


@pytest.mark.parametrize("called", [False, True])
async def test_a_menu_is_asked_again(stage, monkeypatch, called):
    """`called`: of a customer whom we had called, and an advisor has given to a flow."""
    arrived = evolve.EVOLVE[CallArrived]

    def outbound(state, fact, number) -> None:
        arrived(state, fact, number)
        state.calls[fact.conversation].outbound = called

    monkeypatch.setitem(evolve.EVOLVE, CallArrived, outbound)
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver():
        await stage.advisor_available(status="pause")
        caller = await stage.outside.call(CALLED)
        await caller.listen()
        await asyncio.sleep(1.5)
    async with stage.driver():
        await caller.window("asked again", 1.5)
        await caller.press("1")
        await stage.until(lambda w: w["routing"].items, 10)
        await caller.stop_listening()
        await caller.hang_up()
        await stage.nothing_left()
    assert loudness_db(caller.heard("asked again")) > -40


async def test_who_left_meanwhile_is_found_out(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver():
        await stage.advisor_available()
        waiting = await in_queue(stage)
        talking = await in_queue(stage)
        _, advisor = await stage.joined()
    await asyncio.gather(waiting.hang_up(), talking.hang_up())
    await waiting.wait_gone(3)
    async with stage.driver():
        await advisor.wait_gone(5)
        await stage.nothing_left()
    assert {f.reason for f in stage.facts if isinstance(f, CustomerLeft)} == {"cut"}


async def test_asterisk_stops_and_dies_in_a_talk(stage):
    """SIGTERM, then kill -9: what was in progress ends honestly, the next call is served by telephones said again."""
    await stage.prompts()
    await stage.flow(ivr(stage))
    engine = stage.telephony.centre
    async with stage.driver() as node:
        await stage.advisor_available()
        for wanted in (signal.SIGTERM, signal.SIGKILL):
            caller = await in_queue(stage)
            conversation, _ = await stage.joined()
            os.kill(engine.child.pid, wanted)
            await asyncio.to_thread(engine.child.wait)
            engine.launch()
            await node.ari.ready(20)
            await stage.until(lambda w, c=conversation: c not in w["conversations"].conversations, 15)
            await wait_for(node.ready.is_set, 15)
            await caller.hang_up()
        caller = await in_queue(stage)
        conversation, advisor = await stage.joined()
        await caller.hang_up()
        await advisor.wait_gone(5)
        await stage.nothing_left()
    assert [f.reason for f in stage.facts if isinstance(f, CustomerLeft)][:2] == ["cut", "cut"]


async def test_a_call_without_us_hears_an_apology_is_rescued_and_entered_later(stage):
    await stage.prompts()
    await stage.flow(ivr(stage), rescue_number=RESCUE)
    async with stage.driver():
        pass
    stage.outside.expect_ring(RESCUE)
    caller = await stage.outside.call(CALLED, "0698765432")
    await caller.listen()
    await caller.window("apology", 2.0)
    await stage.outside.answers(RESCUE, 30)
    await caller.stop_listening()
    await caller.hang_up()
    assert loudness_db(caller.heard("apology")) > -40
    quiet, record.QUIET_MS = record.QUIET_MS, 0  # not to wait half a minute for the record to settle
    try:
        async with stage.driver():
            opened = await stage.told(ConversationOpened, 10)
            await stage.until(lambda w: opened.conversation in w["conversations"].closed, 10)
    finally:
        record.QUIET_MS = quiet
    assert opened.reconstructed and len([f for f in stage.facts if isinstance(f, ConversationOpened)]) == 1
    row = await stage.row("select address_value from palabre.conversation where tenant = %(tenant)s")
    assert row["address_value"] == "+33698765432"
