"""Two people and a customer: who hears whom while somebody is sought, consulted, joined, and after each ending."""

from __future__ import annotations

import asyncio

from voice_parties import OUTSIDE_NUMBER, C, M, V, X, second_advisor, talking

from palabre.channels.voice.commands import HangUp
from palabre.channels.voice.facts import TransferEnded
from palabre.conversations.facts import ConversationClosed
from palabre.routing.facts import WorkItemEnded


async def test_a_colleague_is_consulted_joined_and_given_the_customer(stage):
    async with talking(stage) as talk:
        colleague = await second_advisor(stage)
        await talk.hears("talk", caller=(V,), advisor=(C,))
        await talk.begin("advisor", colleague.id)
        await talk.settled()
        await talk.hears("sought", caller=(M,), advisor=())
        await talk.join(await colleague.accept())
        await talk.joined()
        assert talk.segments() == ["consult", "consult"]
        await talk.hears("consult", caller=(M,), advisor=(X,), second=(V,))
        await talk.hold(False)
        assert talk.segments() == ["talk", "talk"]
        await talk.hears("conference", caller=(V, X), advisor=(C, X), second=(C, V))
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
