"""Recording: only where a flow may, only talks, each on its own side, silent during a hold and never shifted."""

from __future__ import annotations

import asyncio
import hashlib
import io
import wave

import numpy as np
import pytest
from voice_stage import CALLED, CALLER, ivr, judge, wait_for

from palabre.channels.voice.actions import recordings
from palabre.channels.voice.commands import HangUp, Hold
from palabre.channels.voice.facts import RecordingAllowed, RecordingKept
from palabre.conversations.actions.notes import list_attachments
from palabre.processes.robots.hearing import ADVISOR_HERTZ as V
from palabre.processes.robots.hearing import CALLER_HERTZ as C
from palabre.processes.robots.hearing import MUSIC_HERTZ as M
from palabre.processes.robots.hearing import RATE, level_db, statements

TONES = (C, V, M)
CONSENT = {
    "kind": "record_consent", "prompts": ["recorded"], "refuse_key": "2", "seconds": 0.5,
    "next": {"allowed": "hello", "refused": "hello"},
}  # fmt: skip


async def stereo(stage, recording: str) -> np.ndarray:
    """The kept wav as floats, (frames, 2)."""
    async with stage.web.transaction(stage.scope) as tx:
        row = await recordings.find_recording(tx, recording)
    data = b"".join([chunk async for chunk in recordings.listen(stage.services, stage.tenant, row)])
    assert hashlib.sha256(data).digest() == bytes(row["sha256"])
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, RATE)
        assert file.getnframes() / RATE == pytest.approx(row["seconds"])
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2) / 32_768


async def test_a_talk_is_kept_with_its_sides_apart(stage):
    await stage.prompts()
    await stage.flow({"consent": CONSENT, **ivr(stage)})
    async with stage.driver() as node:
        await stage.advisor_available()
        caller = await stage.outside.call(CALLED, CALLER)
        await stage.told(RecordingAllowed, 15, allowed=True)
        await asyncio.sleep(0.5)
        await caller.press("1")
        await caller.speak()
        conversation, advisor = await stage.joined()
        call = node.calls.of(conversation)
        note = await wait_for(lambda: call.recording and all(call.recording.began.values()) and call.recording)
        await caller.window("talk", 1.2)
        await advisor.speak()
        await caller.window("both talk", 1.2)
        await stage.ask(Hold(conversation, stage.advisor, True))
        await stage.until(lambda w: w["voice"].calls[conversation].held, 5)
        await caller.window("hold", 1.2)
        await stage.ask(Hold(conversation, stage.advisor, False))
        await stage.until(lambda w: not w["voice"].calls[conversation].held, 5)
        await caller.window("talk again", 1.2)
        ended = caller.windows["talk again"][1]
        await stage.ask(HangUp(conversation, stage.advisor))
        kept = await stage.told(RecordingKept, 10, conversation=conversation)
        await stage.nothing_left()
    both = await stereo(stage, kept.recording)
    async with stage.web.transaction(stage.scope) as tx:
        shown = [(one["id"], one["kind"], one["seconds"]) for one in await list_attachments(tx, conversation)]
    assert shown == [(kept.recording, "recording", pytest.approx(kept.seconds))], "in the customer's timeline"
    assert kept.seconds == pytest.approx(ended - caller.windows["talk"][0], abs=0.5)
    began = ended - len(both) / RATE  # the file ends when the talk does

    def side(window: str, channel: int) -> np.ndarray:
        first, last = caller.windows[window]
        return both[int((first + 0.3 - began) * RATE) : int((last - 0.3 - began) * RATE), channel]

    expected = {"talk": ((C,), ()), "both talk": ((C,), (V,)), "hold": ((), ()), "talk again": ((C,), (V,))}
    judge(
        *(statements(w, "left", side(w, 0), left, TONES) for w, (left, _) in expected.items()),
        *(statements(w, "right", side(w, 1), right, TONES) for w, (_, right) in expected.items()),
    )
    assert not list((stage.folder / "voice/recordings").glob("*.json")), "nothing is left to sweep"
    assert not list(node.place.recordings.glob(f"{note.name('left')}*"))
    assert abs(aligned(both)) < 0.12


def aligned(both: np.ndarray) -> float:
    """Seconds between the ends of the hold on the two sides, which began to be heard again at one moment."""
    step = RATE // 50
    heard = [
        [level_db(both[i : i + 1000, side], hertz) > -30 for i in range(0, len(both) - 1000, step)]
        for side, hertz in ((0, C), (1, V))
    ]
    returns = [max(i for i in range(1, len(h)) if h[i] and not h[i - 1]) for h in heard]
    return (returns[0] - returns[1]) * step / RATE


async def test_a_refusal_is_taken(stage):
    await stage.prompts()
    await stage.flow({"consent": CONSENT, **ivr(stage)})
    async with stage.driver() as node:
        await stage.advisor_available()
        caller = await stage.outside.call(CALLED, CALLER)
        await caller.press("2")
        await asyncio.sleep(0.3)
        await caller.press("1")
        conversation, _ = await stage.joined()
        assert node.calls.of(conversation).recording is None
        await caller.hang_up()
        await stage.nothing_left()
    assert not [f for f in stage.facts if isinstance(f, RecordingKept)]
    assert [f.allowed for f in stage.facts if isinstance(f, RecordingAllowed)] == [False]
    assert not list(node.place.recordings.glob("rec-*"))


async def test_what_a_killed_driver_left_is_merged_by_the_next(stage):
    await stage.prompts()
    await stage.flow({"consent": CONSENT, **ivr(stage)})
    async with stage.driver() as node:
        await stage.advisor_available()
        caller = await in_recorded_talk(stage)
        conversation = next(iter(stage.world["voice"].calls))
        call = node.calls.of(conversation)
        await wait_for(lambda: call.recording and all(call.recording.began.values()))
        await caller.window("talk", 1.5)
    # the driver is gone, Asterisk records on; the customer hangs up while nobody looks
    await caller.hang_up()
    await caller.wait_gone()
    async with stage.driver():
        kept = await stage.told(RecordingKept, 10, conversation=conversation)
        await stage.nothing_left()
    assert kept.seconds > 1.2, "nobody heard its end: it is as long as its file, whatever ticks a busy machine missed"


async def in_recorded_talk(stage):
    caller = await stage.outside.call(CALLED, CALLER)
    await stage.told(RecordingAllowed, 15, allowed=True)
    await asyncio.sleep(0.5)
    await caller.press("1")
    await stage.joined()
    return caller
