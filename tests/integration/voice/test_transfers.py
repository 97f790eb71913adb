"""Two people and a customer: who hears whom while somebody is sought, consulted, joined, and after each ending."""

from __future__ import annotations

import asyncio

from voice_parties import OUTSIDE_NUMBER, C, M, V, X, second_advisor, talking

from palabre.channels.voice.commands import HangUp
from palabre.channels.voice.facts import LegLost, TransferEnded
from palabre.conversations.facts import ConversationClosed
from palabre.routing.facts import WorkItemEnded


async def test_a_colleague_is_consulted_joined_and_given_the_customer(stage):
    async with talking(stage) as talk:
        colleague = await second_advisor(stage)
        await talk.hears("talk", caller=(V,), advisor=(C,))
        await talk.begin("advisor", colleague.id)
        await talk.line_tone("sought")
        await talk.join(await colleague.accept())
        await talk.joined()
        assert talk.segments() == ["consult", "consult"]
        await talk.hears("consult", caller=(M,), advisor=(X,), second=(V,))
        await talk.hold(False)
        assert talk.segments() == ["talk", "talk"]
        await talk.hears("conference", caller=(V, X), advisor=(C, X), second=(C, V))
        await talk.swap()
        assert talk.segments() == ["hold", "talk"]
        await talk.hears("swapped", caller=(V,), advisor=(C,), second=(M,))
        await talk.hold(True)
        await talk.hears("apart again", caller=(M,), advisor=(X,), second=(V,))
        await talk.complete()
        await talk.settled()
        await talk.advisor.wait_gone(3)
        await talk.hears("handed over", caller=(X,), second=(C,))
        assert talk.segments() == ["talk"]
        await talk.judge()
        await stage.ask(HangUp(talk.conversation, colleague.id))
        await asyncio.gather(talk.caller.wait_gone(3), talk.second.wait_gone(3))
        await stage.told(ConversationClosed, conversation=talk.conversation)
        await stage.nothing_left()
    assert [f.reason for f in stage.facts if isinstance(f, WorkItemEnded)] == ["transferred", "handled"]
    assert [f.outcome for f in stage.facts if isinstance(f, TransferEnded)] == ["handed_over"]


async def test_an_outside_number_is_consulted_cancelled_and_called_again(stage):
    stage.outside.expect_ring(OUTSIDE_NUMBER)
    async with talking(stage) as talk:
        await talk.begin("number", OUTSIDE_NUMBER)
        far = await stage.outside.answers(OUTSIDE_NUMBER)
        await talk.join(far)
        await talk.joined()
        await talk.hears("consult", caller=(M,), advisor=(X,), second=(V,))
        await talk.cancel()
        await talk.settled()
        await far.wait_gone(3)
        await talk.hears("hers again", caller=(V,), advisor=(C,))
        await talk.begin("number", OUTSIDE_NUMBER)
        await talk.join(await stage.outside.answers(OUTSIDE_NUMBER))
        await talk.joined()
        await stage.ask(HangUp(talk.conversation, stage.advisor))  # who hangs up leaves her to the other
        await talk.advisor.wait_gone(3)
        await talk.settled()
        await talk.hears("handed over", caller=(X,), second=(C,))
        await talk.judge()
        await talk.second.hang_up()
        await talk.caller.wait_gone(3)
        await stage.nothing_left()


async def test_whoever_does_not_come_or_leaves_the_customer_stays_with_her_advisor(stage):
    """Busy, declined, gone in the middle: on hold with music, and her own again at one gesture."""
    stage.outside.expect_ring(OUTSIDE_NUMBER)
    async with talking(stage) as talk:
        colleague = await second_advisor(stage)
        await talk.begin("number", OUTSIDE_NUMBER)
        far = await stage.outside.rings(OUTSIDE_NUMBER)
        await talk.line_tone("number called")
        await far.hang_up(17)
        await stage.told(TransferEnded, outcome="busy")
        await talk.line_tone("busy", gone=True)
        await talk.begin("advisor", colleague.id)
        await colleague.declines()
        await stage.told(TransferEnded, outcome="not_taken")
        await talk.line_tone("nobody came", gone=True)
        await talk.begin("number", OUTSIDE_NUMBER)
        await talk.join(await stage.outside.answers(OUTSIDE_NUMBER))
        await talk.joined()
        await talk.second.hang_up()
        await stage.told(TransferEnded, outcome="left")
        assert talk.segments() == ["hold"]
        await talk.hold(False)
        await talk.hears("hers again", caller=(V,), advisor=(C,))
        await talk.judge()
        await talk.caller.hang_up()
        await talk.advisor.wait_gone(3)
        await stage.nothing_left()


async def test_given_at_once_to_a_colleague_then_to_an_outside_number(stage):
    stage.outside.expect_ring(OUTSIDE_NUMBER)
    async with talking(stage) as talk:
        colleague = await second_advisor(stage)
        await talk.begin("queue", stage.queue, blind=True)
        await talk.advisor.wait_gone(3)
        await talk.hears("sought", caller=(M,))
        await talk.join(await colleague.accept())
        await talk.settled()
        await talk.hears("the colleague's", caller=(X,), second=(C,))
        first, stage.advisor = stage.advisor, colleague.id
        await talk.begin("number", OUTSIDE_NUMBER, blind=True)
        stage.advisor = first
        far = await stage.outside.rings(OUTSIDE_NUMBER)
        await talk.second.wait_gone(3)
        await talk.hears("rung", caller=(M,))
        await far.answer()
        await far.listen()
        await far.speak(V)
        await stage.until(lambda w: w["voice"].calls[talk.conversation].outside, 5)
        talk.advisor = far
        await talk.hears("the outside's", caller=(V,), advisor=(C,))
        await talk.judge()
        await talk.caller.hang_up()
        await far.wait_gone(3)
        await stage.nothing_left()


async def test_a_flow_has_her_again(stage):
    async with talking(stage) as talk:
        flow = str((await stage.row("select id from palabre.flow where tenant = %(tenant)s"))["id"])
        await talk.begin("flow", flow, blind=True)
        await talk.advisor.wait_gone(3)
        await talk.caller.fall_silent()
        await stage.until(lambda w: talk.segments() == ["flow"], 10)
        await talk.caller.press("1")
        await stage.until(lambda w: any(i.state in ("waiting", "offered") for i in w["routing"].items.values()), 15)
        assert "queue" in talk.segments()
        await talk.caller.hang_up()
        await stage.nothing_left()


async def test_the_customer_leaves_or_the_first_line_is_lost_in_a_consultation(stage):
    async with talking(stage) as talk:
        colleague = await second_advisor(stage)
        await talk.begin("advisor", colleague.id)
        await talk.join(await colleague.accept())
        await talk.joined()
        await talk.advisor.hang_up(38)  # the network
        await stage.told(LegLost, advisor=stage.advisor)
        await talk.hears("first lost", caller=(M,), second=(M,))
        again = await stage.outside.answers(stage.phone, 20)
        await stage.until(lambda w: w["voice"].calls[talk.conversation].legs[stage.advisor].state == "up", 10)
        await again.listen()
        await again.speak()
        talk.advisor = again
        await talk.hears("back", caller=(M,), advisor=(X,), second=(V,))
        await talk.judge()
        await talk.caller.hang_up()
        await asyncio.gather(again.wait_gone(3), talk.second.wait_gone(3))
        await stage.nothing_left()
    assert [f.outcome for f in stage.facts if isinstance(f, TransferEnded)] == ["customer_left"]


async def test_a_consultation_survives_the_driver(stage):
    async with talking(stage) as talk:
        colleague = await second_advisor(stage)
        await talk.begin("advisor", colleague.id)
        await talk.join(await colleague.accept())
        await talk.joined()
        await talk.settled()
    await talk.hears("nobody drives", caller=(M,), advisor=(X,), second=(V,))
    async with stage.driver():
        await talk.hold(False)
        await talk.hears("conference", caller=(V, X), advisor=(C, X), second=(C, V))
        await talk.complete()
        await talk.settled()
        await talk.advisor.wait_gone(3)
        await talk.hears("handed over", caller=(X,), second=(C,))
        await talk.judge()
        await talk.caller.hang_up()
        await stage.nothing_left()
