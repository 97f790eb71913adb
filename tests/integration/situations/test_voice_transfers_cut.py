"""The voice process or Asterisk goes in the middle of a transfer: who was in it goes on, or it ends honestly."""

from __future__ import annotations

import asyncio
import os
import signal

from voice_parties import OUTSIDE_NUMBER, C, M, V, X, second_advisor, talking
from voice_stage import in_queue, stage, telephony, wait_for

from palabre.channels.voice.commands import HangUp
from palabre.channels.voice.drivers.calls import HOLDING
from palabre.channels.voice.facts import LegLost, TransferEnded
from palabre.conversations.facts import CustomerLeft

__all__ = ["stage", "telephony"]


async def test_a_conference_and_a_number_that_still_rings_survive_the_driver(stage):
    stage.outside.expect_ring(OUTSIDE_NUMBER)
    async with talking(stage) as talk:
        colleague = await second_advisor(stage)
        await talk.begin("advisor", colleague.id)
        await talk.join(await colleague.accept())
        await talk.joined()
        await talk.hold(False)
    await talk.hears("conference, nobody drives", caller=(V, X), advisor=(C, X), second=(C, V))
    async with stage.driver():
        await stage.ask(HangUp(talk.conversation, colleague.id))
        await talk.second.wait_gone(3)
        await talk.settled()
        await talk.hears("hers alone", caller=(V,), advisor=(C,))
        await talk.begin("number", OUTSIDE_NUMBER, blind=True)
        far = await stage.outside.rings(OUTSIDE_NUMBER)
        await talk.advisor.wait_gone(3)
    await talk.hears("rung, nobody drives", caller=(M,))
    async with stage.driver():
        await talk.hears("rung", caller=(M,))
        await far.answer()
        await far.listen()
        await far.speak(X)
        await stage.until(lambda w: w["voice"].calls[talk.conversation].outside, 10)
        talk.second = far
        await talk.hears("the outside's", caller=(X,), second=(C,))
        await talk.judge()
        await talk.caller.hang_up()
        await far.wait_gone(3)
        await stage.nothing_left()
    assert [f.outcome for f in stage.facts if isinstance(f, TransferEnded)] == ["left", "handed_over"]


async def test_a_swap_survives_the_driver_and_her_line(stage):
    stage.outside.expect_ring(OUTSIDE_NUMBER)
    async with talking(stage) as talk:
        await talk.begin("number", OUTSIDE_NUMBER)
        await talk.join(await stage.outside.answers(OUTSIDE_NUMBER))
        await talk.joined()
        await talk.settled()
        await talk.swap()
    await talk.hears("swapped, nobody drives", caller=(V,), advisor=(C,), second=(M,))
    async with stage.driver() as node:
        await wait_for(lambda: node.calls.of(talk.conversation).aside_for == stage.advisor, 5)
        await talk.hears("swapped, found again", caller=(V,), advisor=(C,), second=(M,))
        await talk.advisor.hang_up(38)  # the network
        await stage.told(LegLost, advisor=stage.advisor)
        await wait_for(lambda: node.calls.of(talk.conversation).place == HOLDING, 10)
        await talk.hears("her line lost", caller=(M,), second=(M,))
        again = await stage.outside.answers(stage.phone, 20)
        await stage.until(lambda w: w["voice"].calls[talk.conversation].legs[stage.advisor].state == "up", 10)
        await again.listen()
        await again.speak()
        talk.advisor = again
        await talk.hears("hers again", caller=(V,), advisor=(C,), second=(M,))
        await stage.ask(HangUp(talk.conversation, stage.advisor))
        await again.wait_gone(3)
        await talk.settled()
        await talk.hears("handed over", caller=(X,), second=(C,))
        await talk.judge()
        await talk.second.hang_up()
        await talk.caller.wait_gone(3)
        await stage.nothing_left()


async def test_who_is_consulted_has_music_while_the_line_of_who_consults_is_lost(stage):
    stage.outside.expect_ring(OUTSIDE_NUMBER)
    async with talking(stage) as talk:
        await talk.begin("number", OUTSIDE_NUMBER)
        await talk.join(await stage.outside.answers(OUTSIDE_NUMBER))
        await talk.joined()
        await talk.settled()
    await talk.advisor.hang_up(38)  # the network, while nobody drives
    async with stage.driver() as node:
        await stage.told(LegLost, advisor=stage.advisor)
        again = await stage.outside.rings(stage.phone, 10)
        await wait_for(lambda: node.calls.of(talk.conversation).comforted, 5)
        await talk.hears("lost", caller=(M,), second=(M,))
    async with stage.driver() as node:
        await again.answer()
        await stage.until(lambda w: w["voice"].calls[talk.conversation].legs[stage.advisor].state == "up", 10)
        await again.listen()
        await again.speak()
        talk.advisor = again
        await talk.hears("back", caller=(M,), advisor=(X,), second=(V,))
        await again.hang_up(38)
        await wait_for(lambda: node.calls.of(talk.conversation).comforted, 10)
        await talk.hears("lost anew", caller=(M,), second=(M,))
        await stage.ask(HangUp(talk.conversation, stage.advisor))  # by her desk: the second has the customer
        await stage.told(TransferEnded)
        await talk.settled()
        await talk.hears("handed over", caller=(X,), second=(C,))
        await talk.judge()
        await talk.caller.hang_up()
        await talk.second.wait_gone(3)
        await stage.nothing_left()


async def test_asterisk_killed_in_a_consultation_ends_it_and_both_work_again(stage):
    async with talking(stage) as talk:
        colleague = await second_advisor(stage)
        await talk.begin("advisor", colleague.id)
        await talk.join(await colleague.accept())
        await talk.joined()
        engine = stage.telephony.centre
        os.kill(engine.child.pid, signal.SIGKILL)
        await asyncio.to_thread(engine.child.wait)
        engine.launch()
        await stage.node.ari.ready(20)
        await stage.until(lambda w: talk.conversation not in w["conversations"].conversations, 15)
        await wait_for(stage.node.ready.is_set, 15)
        for party in (talk.caller, talk.advisor, talk.second):
            await party.hang_up()  # who puts a dead line down
        assert not stage.world["routing"].items and talk.conversation not in stage.world["voice"].calls
        caller = await in_queue(stage)
        await stage.until(lambda w: w["routing"].offers, 15)  # one of the two is free for the next one
        await caller.hang_up()
        await stage.nothing_left()
    assert next(f.reason for f in stage.facts if isinstance(f, CustomerLeft)) == "cut"
    assert [f.outcome for f in stage.facts if isinstance(f, TransferEnded)] == ["customer_left"]
