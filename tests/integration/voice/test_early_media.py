"""A number that is free until answered, where our process is restarted in the midst of the wait."""

from __future__ import annotations

from voice_stage import CALLED, CALLER, NUMBER, ivr, wait_for

from palabre.channels.voice.actions.numbers import change_number, list_numbers
from palabre.channels.voice.drivers import early
from palabre.processes.robots.hearing import ADVISOR_HERTZ, CALLER_HERTZ, statements
from palabre.routing.commands import ChangeStatus


async def free(stage) -> None:
    await stage.prompts()
    await stage.flow({k: v for k, v in ivr(stage).items() if k in ("queue", "bye")})
    async with stage.web.transaction(stage.scope) as tx:
        number = next(n for n in await list_numbers(tx) if n["number"] == NUMBER)
        await change_number(tx, str(number["id"]), free_until_answered=True)


async def state_of(node) -> str:
    call = next(iter(node.calls))
    return (await node.ari.ask("GET", "channels", call.line))["state"]


async def test_a_restart_in_the_wait_answers_nobody(stage, monkeypatch):
    monkeypatch.setattr(early, "PROGRESS_SECONDS", 0.2)  # the repeated progress answers nobody either
    await free(stage)
    async with stage.driver() as node:
        await stage.advisor_available(status="away")
        caller = stage.outside.dial(CALLED, CALLER)
        await stage.until(lambda w: w["routing"].items, 10)
        call = await wait_for(lambda: next(iter(node.calls), None))
        assert call.free and await state_of(node) != "Up" and not caller.up.done()
        assert not node.hearing.is_there_for(call), "nobody hears her"
    async with stage.driver() as node:  # another process finds her
        call = await wait_for(lambda: next(iter(node.calls), None))
        await wait_for(lambda: call.place == "holding")
        assert call.free and await state_of(node) != "Up" and not caller.up.done()
        await stage.ask(ChangeStatus(stage.advisor, "available"))
        _, advisor = await stage.joined()
        await caller.answered(5)
        await caller.listen()
        await advisor.listen()
        await caller.speak()
        await advisor.speak()
        await caller.window("talk", 1.2)
        assert not call.free and await state_of(node) == "Up"
        await caller.stop_listening()
        await advisor.stop_listening()
        await caller.hang_up()
        await stage.nothing_left()
    hears = [*statements("talk", "caller", caller.heard("talk"), (ADVISOR_HERTZ,), (CALLER_HERTZ, ADVISOR_HERTZ)),
             *statements("talk", "advisor", advisor.heard("talk", caller.windows), (CALLER_HERTZ,),
                         (CALLER_HERTZ, ADVISOR_HERTZ))]  # fmt: skip
    assert all(s.true for s in hears), hears
