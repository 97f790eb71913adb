"""A voice message: said after the tone, kept, listed, played, called back, done; nothing said is nothing kept."""

from __future__ import annotations

import io
import wave

import numpy as np
from voice_stage import CALLED, CALLER, judge, wait_for

from palabre.foundations.ids import AdvisorId
from palabre.foundations.scope import Scope
from palabre.processes.robots.hearing import CALLER_HERTZ as C
from palabre.processes.robots.hearing import RATE, statements
from palabre.tenants.model.permissions import permissions_of
from palabre.voicemail import wiring as _voicemail  # noqa: F401  registers its step
from palabre.voicemail.actions import messages


def flow(stage) -> dict:
    return {
        "message": {"kind": "voicemail", "queue": stage.queue, "prompts": ["hello"], "seconds_max": 20,
                    "silence_seconds": 2, "next": {"left": "bye", "empty": "bye", "failed": "bye"}},
        "bye": {"kind": "hang_up", "prompts": ["bye"]},
    }  # fmt: skip


async def listed(stage, **more):
    wanted = {"queue": None, "done": None, "after": "", "limit": 10, **more}
    return (await messages.list_messages(stage.services, stage.scope, **wanted)).rows


async def leaves(stage, node, seconds: float):
    """Calls, and says something once she is being recorded."""
    caller = await stage.outside.call(CALLED, CALLER)
    await wait_for(lambda: list(node.place.recordings.glob("msg-*")), 15)
    await caller.window("tone", 1.0)  # the beep
    await caller.speak()
    await caller.window("message", seconds)
    return caller


async def test_a_message_is_kept_played_called_back_and_done(stage):
    await stage.prompts()
    await stage.flow(flow(stage))
    async with stage.driver() as node:
        caller = await leaves(stage, node, 2.0)
        await caller.hang_up()  # as most people end a message
        await stage.nothing_left()
    [message] = await listed(stage)
    assert (message.queue, message.number, message.done_at) == (stage.queue, "+33612345678", None)
    assert 1.8 < message.seconds < 4 and max(message.peaks) > 30
    data = b"".join([c async for c in await messages.listen(stage.services, stage.scope, message.id)])
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getnchannels(), file.getframerate()) == (1, RATE)
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32_768
    judge(statements("message", "kept", heard[-RATE:], (C,), (C, 1000)))
    done = await messages.mark_done(stage.services, stage.scope, message.id, True)
    assert done.done_at and not await listed(stage, done=False)
    assert not (await messages.mark_done(stage.services, stage.scope, message.id, False)).done_at
    asked = await messages.call_back(stage.services, stage.scope, message.id)
    assert (await listed(stage))[0].callback == asked.callback
    hers = Scope(stage.tenant, person=AdvisorId(stage.advisor), permissions=permissions_of(["advisor"]))
    stranger = Scope(stage.tenant, person=AdvisorId(stage.queue), permissions=permissions_of(["advisor"]))
    for who, expected in ((hers, [message.id]), (stranger, [])):
        page = await messages.list_messages(stage.services, who, queue=None, done=None, after="", limit=10)
        assert [m.id for m in page.rows] == expected, "of the queues she answers"
    verbs = await stage.row("select array_agg(verb order by at, id) as verbs from audit where tenant = %(tenant)s")
    assert {"voicemail.listen", "voicemail.done", "voicemail.not_done"} <= set(verbs["verbs"])


async def test_nothing_said_is_nothing_kept(stage):
    await stage.prompts()
    await stage.flow(flow(stage))
    async with stage.driver() as node:
        caller = await stage.outside.call(CALLED, CALLER)
        await stage.outside.ari.ask("POST", "channels", caller.channel, "silence")  # packets, as of any telephone
        await caller.wait_gone(20)  # two seconds of silence end it, then good bye
        await stage.nothing_left()
        assert not list(node.place.recordings.glob("msg-*"))
    assert await listed(stage) == []
