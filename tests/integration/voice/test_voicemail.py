"""A voice message: said after the tone, kept, listed, played, called back, done; nothing said is nothing kept."""

from __future__ import annotations

import asyncio
import io
import os
import wave

import numpy as np
import pytest
from voice_stage import CALLED, CALLER, NUMBER, judge, wait_for

from palabre.channels.voice.actions.numbers import change_number, list_numbers
from palabre.channels.voice.commands import ReportRecordingTrouble
from palabre.channels.voice.facts import RecordingTroubled
from palabre.foundations.ids import AdvisorId
from palabre.foundations.scope import Scope
from palabre.processes.robots.hearing import CALLER_HERTZ as C
from palabre.processes.robots.hearing import RATE, statements
from palabre.tenants.model.permissions import permissions_of
from palabre.voicemail import wiring as _voicemail  # noqa: F401  registers its step
from palabre.voicemail.actions import messages
from palabre.voicemail.problems import MessageHeld


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
        await only_what_nobody_writes_is_swept(node)
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
    await outlives_its_time_only_by_law(stage, message.id)
    verbs = await stage.row("select array_agg(verb order by at, id) as verbs from audit where tenant = %(tenant)s")
    assert {"voicemail.listen", "voicemail.done", "voicemail.not_done", "voicemail.hold", "voicemail.lift_hold",
            "voicemail.erase"} <= set(verbs["verbs"])  # fmt: skip


async def only_what_nobody_writes_is_swept(node) -> None:
    """Long quiet all of them, but one is being written and another was left a moment ago."""
    [being] = node.place.recordings.glob("msg-*")
    left = [node.place.recordings / name for name in ("msg-crash-1.wav", "rec-crash-left-2.wav", "prompt-crash.wav")]
    late = node.place.recordings / "msg-late-1.wav"
    for path in (*left, late):
        path.write_bytes(b"RIFF")
    for path in (*left, being):
        os.utime(path, (1_000, 1_000))
    for known in (True, False):  # by our own word, and by Asterisk's after a restart of ours
        node.recorder.messages = node.recorder.messages if known else set()
        await node.recorder.sweep()
    assert [p.exists() for p in (*left, late, being)] == [False, False, True, True, True]
    for path in (*left, late):
        path.unlink(missing_ok=True)


async def outlives_its_time_only_by_law(stage, message: str) -> None:
    services, who = stage.services, stage.scope
    assert (await messages.hold(services, who, message, True)).held
    await stage.row("update voice_message set left_at = 1 where tenant = %(tenant)s returning id")
    assert await messages.erase_due(services, stage.tenant) == 0, "held for the law"
    with pytest.raises(MessageHeld):
        await messages.erase(services, who, message)
    assert not (await messages.hold(services, who, message, False)).held
    await messages.erase(services, who, message)
    row = await stage.row("select blob, erased_at, number from voice_message where tenant = %(tenant)s")
    assert row["blob"] is None and row["erased_at"] and not row["number"] and not await listed(stage)
    assert not [f for f in (stage.folder / "blobs").rglob("*") if f.is_file()], "its bytes are gone"


async def test_a_full_disk_is_told_her_and_supervisors(stage):
    """She is told, by the flow's way for it, and the call goes on."""
    await stage.prompts()
    steps = flow(stage)
    steps["message"]["seconds_max"] = 5
    steps["message"]["next"]["failed"], steps["sorry"] = "sorry", {"kind": "hang_up", "prompts": ["place"]}
    await stage.flow(steps)
    async with stage.driver() as node:
        caller = stage.outside.dial(CALLED, CALLER)
        run = await wait_for_row(
            stage, "select id::text, visit from flow_run where tenant = %(tenant)s and step = 'message'")
        name = f"msg-{run['id']}-{run['visit']}.wav"
        os.symlink("/dev/full", node.place.recordings / name)
        await caller.answered(5)
        await wait_for(lambda: node.recorder.messages, 15)
        await caller.speak()
        trouble = await stage.told(RecordingTroubled, 20)
        assert trouble.node == "one" and node.counted["message_failed"] == 1
        await caller.wait_gone(15)
        await stage.nothing_left()
        assert not (node.place.recordings / name).is_symlink()
    await stage.ask(ReportRecordingTrouble("one", ""))
    assert await listed(stage) == []


async def wait_for_row(stage, sql: str) -> dict:
    async with asyncio.timeout(15):
        while not (row := await stage.row(sql)):
            await asyncio.sleep(0.02)
    return row


async def test_nothing_said_is_nothing_kept(stage):
    await stage.prompts()
    await stage.flow(flow(stage))
    async with stage.web.transaction(stage.scope) as tx:
        number = next(n for n in await list_numbers(tx) if n["number"] == NUMBER)
        await change_number(tx, str(number["id"]), free_until_answered=True)
    async with stage.driver() as node:
        caller = stage.outside.dial(CALLED, CALLER)
        call = await wait_for(lambda: next(iter(node.calls), None))
        assert call.free and not caller.up.done(), "what she hears before the tone costs nothing"
        await caller.answered(15)  # at the tone, for who is to speak must be heard
        await stage.outside.ari.ask("POST", "channels", caller.channel, "silence")  # packets, as of any telephone
        await caller.wait_gone(20)  # two seconds of silence end it, then good bye
        await stage.nothing_left()
        assert not list(node.place.recordings.glob("msg-*"))
    assert await listed(stage) == []
