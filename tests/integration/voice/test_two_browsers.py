"""One person at two places: her call rings where she accepted it, stays there, and moves when she asks for it."""

from __future__ import annotations

import asyncio

import pytest
from voice_stage import in_queue, ivr, judge, wait_for

from palabre.channels.ports import Prompt
from palabre.channels.voice.commands import HangUp, MoveLeg
from palabre.channels.voice.drivers.line import VoiceLine
from palabre.channels.voice.facts import EffectEnded, LegLost
from palabre.foundations.problems import Refused
from palabre.processes.robots.hearing import ADVISOR_HERTZ as V
from palabre.processes.robots.hearing import CALLER_HERTZ as C
from palabre.processes.robots.hearing import MUSIC_HERTZ as M
from palabre.processes.robots.hearing import OUTSIDE_HERTZ as V2
from palabre.processes.robots.hearing import statements
from palabre.routing import commands as routing

TONES = (C, V, V2, M)


async def up(stage, conversation: str, session: str) -> None:
    def is_up(world) -> bool:
        leg = world["voice"].calls[conversation].legs[stage.advisor]
        return (leg.state, leg.session) == ("up", session)

    await stage.until(is_up, 10)


async def test_a_call_stays_where_it_was_accepted_until_she_takes_it_over(stage):
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver() as node:
        office, laptop = await stage.sign_in(), await stage.sign_in()
        there, here = await asyncio.gather(stage.telephone(office), stage.telephone(laptop))
        await stage.ask(routing.SignIn(stage.advisor))
        await stage.ask(routing.ChangeStatus(stage.advisor, "available"))
        caller = await in_queue(stage)
        await caller.speak()
        await stage.accept(laptop)
        first = await stage.outside.answers(here)
        conversation = next(iter(stage.world["voice"].calls))
        await up(stage, conversation, laptop)
        await first.speak()
        # the other one registers anew, from another page: that is no reason to move or to end this call
        registered = node.phones.of(there).registered_at
        page = await stage.register_again(there)
        await wait_for(lambda: node.phones.of(there).registered_at > registered, 10)
        await caller.window("accepted", 1.6)
        assert not first.gone.done() and stage.outside.expect_ring(page).empty()
        assert not [f for f in stage.facts if isinstance(f, LegLost)]
        # taken over: both are called one after the other, and the former ends once the latter talks
        await stage.ask(MoveLeg(conversation, stage.advisor, office))
        await stage.ask(MoveLeg(conversation, stage.advisor, office))
        second = await stage.outside.answers(page)
        await up(stage, conversation, office)
        await first.wait_gone(3)
        await second.speak(V2)
        await second.listen()
        await caller.window("taken over", 2.0)
        await caller.stop_listening()
        await second.stop_listening()
        # a telephone that does not answer: she talks on where she is
        await stage.ask(MoveLeg(conversation, stage.advisor, laptop))
        await (await stage.outside.rings(here)).hang_up(cause=17)
        await stage.told(EffectEnded, outcome="failed", detail="busy")
        await up(stage, conversation, office)
        assert not second.gone.done()
        await stage.ask(HangUp(conversation, stage.advisor))
        await stage.nothing_left()
        with pytest.raises(Refused, match=r"voice\.not_on_this_call"):
            await stage.ask(MoveLeg(conversation, stage.advisor, laptop))
    judge(
        statements("accepted", "caller", caller.heard("accepted"), (V,), TONES),
        statements("taken over", "caller", caller.heard("taken over"), (V2,), TONES),
        statements("taken over", "advisor", second.heard("taken over", caller.windows), (C,), TONES),
    )


def waiting(lock: asyncio.Lock) -> int:
    """How many wait for their turn."""
    return len(lock._waiters or ())


async def test_a_message_of_the_queue_that_comes_late_takes_nobody_out_of_a_talk(stage):
    """The queue looks, finds her waiting, and its turn comes when she talks already: no music, no message any more.

    (Hold music was heard once in a talk after a hand-over: the look came before the wait for the turn.)"""
    await stage.prompts()
    await stage.flow(ivr(stage))
    async with stage.driver() as node:
        await stage.advisor_available()
        caller = await in_queue(stage)
        call = next(iter(node.calls))
        line = VoiceLine(node, call)
        await wait_for(lambda: call.place == "holding")
        async with call.lock:  # both look now; then the talk has its turn first
            await stage.accept()
            advisor = await stage.outside.answers(stage.phone)
            await wait_for(lambda: waiting(call.lock) == 1, 5)
            late = [asyncio.create_task(line.wait_begin(music="", language="fr"))]
            late.append(asyncio.create_task(line.wait_say([Prompt("text", "Vous êtes numéro un.")], language="fr")))
            await wait_for(lambda: waiting(call.lock) == 3, 5)
        await asyncio.gather(*late)
        await up(stage, call.conversation, "")
        await advisor.speak()
        await caller.window("talk", 2.0)
        await caller.stop_listening()
        assert call.place == "talk"
        await caller.hang_up()
        await stage.nothing_left()
    judge(statements("talk", "caller", caller.heard("talk"), (V,), TONES))
