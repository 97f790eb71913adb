"""A telephone that is being called is let go, at each step of its calling: it rings no more, nothing stays asked."""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager

import pytest
from voice_parties import OUTSIDE_NUMBER, second_advisor, talking
from voice_stage import in_queue, ivr, stage, telephony, wait_for

from palabre.channels.voice.commands import (
    AnswerColleague,
    CallColleague,
    EndInternalCall,
    EndSupervision,
    HangUp,
    Supervise,
)
from palabre.channels.voice.drivers.ari import AriSilent
from palabre.channels.voice.drivers.calls import leg_id
from palabre.channels.voice.facts import LegLost, StandbyRequested, StandDownRequested
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId
from palabre.plumbing.identity import new_id, now_ms

__all__ = ["stage", "telephony"]

SOON = 4.0  # a telephone rings for twelve seconds, an outside number for longer


@contextmanager
def when_answered(node, method: str, path: str, do):
    """`do` is called once, at the moment at which Asterisk's answer to such a request is read and nobody has it yet:
    the order that a busy machine makes once in a while. Yields an event: it was."""
    ari, numbers, met = node.ari, set(), asyncio.Event()
    answered, send = ari._answered, ari._socket.send_str

    async def sending(text: str) -> None:
        request = json.loads(text)
        if request["method"] == method and request["uri"].startswith(path):
            numbers.add(request["request_id"])
        await send(text)

    def answering(event) -> None:
        answered(event)
        if event["request_id"] in numbers and not met.is_set():
            met.set()
            do()

    ari._answered, ari._socket.send_str = answering, sending
    try:
        yield met
    finally:
        del ari._answered, ari._socket.send_str


def let_go_all(node, conversation):
    for calling in node.calls.of(conversation).connecting.values():
        calling.stop()


async def silent(stage, user: str, seconds_max: float = SOON) -> None:
    """Nothing rings at this telephone any more."""

    async def rings() -> list:
        channels = await stage.node.ari.ask("GET", "channels")
        return [c["id"] for c in channels if user in c["name"] or c["id"].startswith(("inner-", "sup-", "far-"))]

    deadline = asyncio.get_running_loop().time() + seconds_max
    while (left := await rings()) and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.05)
    assert not left


async def nothing_asked(stage) -> None:
    await stage.until(lambda w: not w["voice"].effects, SOON)


@pytest.mark.parametrize("request_", [("GET", "channels/leg-"), ("POST", "channels?")], ids=["looked for", "made"])
async def test_let_go_as_asterisk_answers_about_her_telephone(stage, request_):
    """The cancel and the answer come in one moment: it was the answer that won, and the telephone rang on."""
    async with talking(stage) as talk:
        node = stage.node
        with when_answered(node, *request_, lambda: let_go_all(node, talk.conversation)) as met:
            await talk.advisor.hang_up(38)  # the network: she is called again
            await stage.told(LegLost, advisor=stage.advisor)
            await asyncio.wait_for(met.wait(), 10)
        await nothing_asked(stage)
        await silent(stage, stage.phone)
        await stage.ask(HangUp(talk.conversation, stage.advisor))
        await stage.nothing_left(SOON)


async def test_she_hangs_up_between_her_telephones_answer_and_the_join(stage):
    """Neither ringing nor in the talk: nobody was found to let go, and she came to stand in a call that was over."""
    stage.outside.expect_ring(OUTSIDE_NUMBER)
    async with talking(stage) as talk:
        await talk.begin("number", OUTSIDE_NUMBER)
        await talk.join(await stage.outside.answers(OUTSIDE_NUMBER))
        await talk.joined()
        await talk.settled()
        call = stage.node.calls.of(talk.conversation)
        await talk.advisor.hang_up(38)
        again = await stage.outside.rings(stage.phone, 10)
        async with call.lock:  # who moves a channel just then
            await again.answer()
            await wait_for(lambda: not call.ringing and call.connecting, 5)
            await stage.ask(HangUp(talk.conversation, stage.advisor))
            await stage.until(lambda w: len(w["voice"].effects) > 1, 5)
            await asyncio.sleep(0)
        await again.wait_gone(SOON)
        await talk.settled()
        assert stage.advisor not in call.legs and stage.advisor not in talk.call.legs
        await talk.caller.hang_up()
        await talk.second.wait_gone(SOON)
        await stage.nothing_left()


@pytest.mark.parametrize("asterisk", ["answers late", "does not answer"])
async def test_her_customer_leaves_while_her_telephone_is_let_go(stage, asterisk):
    """Let go twice at once, or by an Asterisk that says nothing: what was asked is answered all the same."""
    async with talking(stage) as talk:
        node, gate = stage.node, asyncio.Event()
        call, hang_up = node.calls.of(talk.conversation), node.hang_up_leg
        await talk.advisor.hang_up(38)
        again = await stage.outside.rings(stage.phone, 10)
        waiting = asyncio.Event()

        async def late(call, channel: str) -> None:
            waiting.set()
            await gate.wait()
            await hang_up(call, channel)
            if asterisk == "does not answer":
                raise AriSilent("DELETE channels")

        node.hang_up_leg = late
        let_go_all(node, talk.conversation)
        await asyncio.wait_for(waiting.wait(), 5)
        await talk.caller.hang_up()
        await wait_for(lambda: call.has_left, 5)
        await asyncio.sleep(0)
        gate.set()
        await again.wait_gone(SOON)
        await stage.nothing_left()


async def test_an_outside_number_is_let_go_as_its_trunk_fails(stage):
    """The end of the first attempt is read after we have hung up: no other trunk is tried."""
    stage.outside.expect_ring(OUTSIDE_NUMBER)
    async with talking(stage) as talk:
        node, held = stage.node, []
        await talk.begin("number", OUTSIDE_NUMBER)
        await stage.outside.rings(OUTSIDE_NUMBER)
        [going] = node.outside._going.values()
        going.rang, going.left = False, [*going.permit.routes]  # not rung yet, and another trunk

        def first(event) -> bool:
            """Read later."""
            ours = event.get("channel", {}).get("id") == going.channel
            if ours and event["type"] in ("ChannelDestroyed", "ChannelHangupRequest"):
                held.append(event)
                return True
            return False

        node.ari.holds_back.insert(0, first)
        await talk.cancel()
        await wait_for(lambda: any(e["type"] == "ChannelDestroyed" for e in held), 5)
        node.ari.holds_back.remove(first)
        for event in [e | {"cause": 34} for e in held if e["type"] == "ChannelDestroyed"]:
            if not any(back(event) for back in node.ari.holds_back):
                node.ari.tell(event)
        assert not node.counted["trunk_failed_over"]
        await talk.settled()
        await silent(stage, OUTSIDE_NUMBER)
        await talk.caller.hang_up()
        await stage.nothing_left()


async def test_who_gives_a_colleague_up_lets_no_telephone_ring_on(stage):
    """Hers while it rings, then the other's."""
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver():
        await stage.advisor_available()
        colleague = await second_advisor(stage)
        for answers in (False, True):
            call = (await stage.ask(CallColleague(stage.advisor, colleague.id)))["call"]
            hers = await stage.outside.rings(stage.phone)
            if answers:
                await hers.answer()
                await stage.until(lambda w: not w["voice"].effects, 5)
                await stage.ask(AnswerColleague(call, colleague.id, ""))
                await stage.outside.rings(colleague.phone)
            await stage.ask(EndInternalCall(call, stage.advisor))
            await nothing_asked(stage)
            await silent(stage, colleague.phone)
            await hers.wait_gone(SOON)


async def test_who_is_kept_no_more_is_not_rung_on(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver() as node:
        await stage.advisor_available()
        seat, effect = ConversationId(new_id()), EffectId(new_id())
        node.effects.take(stage.tenant, StandbyRequested(now_ms(), effect, seat, AdvisorId(stage.advisor)))
        rung = await stage.outside.rings(stage.phone)
        down = StandDownRequested(now_ms(), EffectId(new_id()), seat, AdvisorId(stage.advisor))
        node.effects.take(stage.tenant, down)
        await rung.wait_gone(SOON)
        await wait_for(lambda: not node.standby.holds(leg_id(effect)), 2)
        await silent(stage, stage.phone)


async def test_a_supervisor_who_is_rung_is_let_go_and_all_she_asked_is_answered(stage):
    """Two effects of one telephone: the first rings, the second waits for it."""
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver():
        await stage.advisor_available()
        other = await second_advisor(stage, status="pause")
        caller = await in_queue(stage)
        conversation, _ = await stage.joined()
        await stage.ask(Supervise(conversation, stage.advisor, other.id, "listen"))
        rung = await stage.outside.rings(other.phone)
        await stage.ask(Supervise(conversation, stage.advisor, other.id, "whisper"))
        await stage.ask(EndSupervision(conversation, other.id))
        await rung.wait_gone(SOON)
        await nothing_asked(stage)
        await caller.hang_up()
        await stage.nothing_left()
