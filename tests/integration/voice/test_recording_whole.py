"""One file per conversation: on the clock whatever is silent, by rule, paused, without secrets, on a full disk."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import wave

import numpy as np
import pytest
from voice_stage import CALLED, CALLER, ivr, judge, wait_for

from palabre.channels.voice.actions import recording_rules, recordings
from palabre.channels.voice.actions.recording_rules import RecordingRule
from palabre.channels.voice.commands import HangUp, Hold, PauseRecording, ReportRecordingTrouble
from palabre.channels.voice.drivers import recorder
from palabre.channels.voice.facts import RecordingBegan, RecordingKept, RecordingMended, RecordingTroubled
from palabre.channels.voice.problems import RecordingHeld
from palabre.foundations.problems import Refused
from palabre.processes.robots.hearing import ADVISOR_HERTZ as V
from palabre.processes.robots.hearing import CALLER_HERTZ as C
from palabre.processes.robots.hearing import MUSIC_HERTZ as M
from palabre.processes.robots.hearing import PRESENT_DB, RATE, level_db, statements

TONES = (C, V, M)
ALIGNED_SECONDS = 0.04
WINDOW_SECONDS = 1.1  # half a second of it is judged
STOPPED_SECONDS, PIECE = 0.3, RATE // 10


async def rule(stage, place: str, subject: str, mode: str, *, whole: bool = False) -> None:
    async with stage.web.transaction(stage.scope) as tx:
        await recording_rules.put_rule(tx, RecordingRule(place, subject, mode, whole))


async def card(stage, kept):
    async with stage.web.transaction(stage.scope) as tx:
        return await recordings.card_of(tx, kept.recording)


async def sound(stage, kept) -> np.ndarray:
    """(frames, 2), floats."""
    async with stage.web.transaction(stage.scope) as tx:
        row = await recordings.find_recording(tx, kept.recording)
    data = b"".join([chunk async for chunk in recordings.listen(stage.services, stage.tenant, row)])
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, RATE)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2) / 32_768


async def talking(stage, steps: dict | None = None):
    """A caller straight in the queue, answered; she and the advisor's party."""
    await stage.flow(steps or {"queue": ivr(stage)["queue"], "bye": {"kind": "hang_up"}})
    await stage.advisor_available()
    caller = await stage.outside.call(CALLED, CALLER)
    conversation, advisor = await stage.joined()
    return caller, conversation, advisor


def part(both: np.ndarray, began: float, caller, window: str, side: int) -> np.ndarray:
    first, last = caller.windows[window]
    return both[int((first + 0.3 - began) * RATE) : int((last - 0.3 - began) * RATE), side]


async def test_silence_of_both_never_shifts_what_follows(stage):
    """Neither party sends a packet for one and a half seconds, twice; both speak at one instant; the clock agrees."""
    await stage.prompts()
    await rule(stage, "tenant", "", "always")
    async with stage.driver() as node:
        caller, conversation, advisor = await talking(stage)
        call = node.calls.of(conversation)
        note = await wait_for(lambda: call.recording and all(call.recording.began.values()) and call.recording)
        began = {side: at / 1000 for side, at in note.began.items()}
        await caller.window("silent", 1.5)
        await asyncio.gather(advisor.speak(), caller.speak())
        await caller.window("both", WINDOW_SECONDS)
        await asyncio.gather(advisor.fall_silent(), caller.fall_silent())
        await caller.window("silent again", 1.5)
        ended = {}
        for side in recorder.SIDES:
            finished = node.ari.expect("RecordingFinished", note.name(side))
            await node.ari.ask("POST", "recordings", "live", note.name(side), "stop")
            event = await node.ari.within(finished, 5)
            ended[side] = recorder._milliseconds(event) / 1000
        await stage.ask(HangUp(conversation, stage.advisor))
        kept = await stage.told(RecordingKept, 10, conversation=conversation)
        await stage.nothing_left()
    clock = max(ended[side] - began[side] for side in recorder.SIDES)
    print(f"{node.counted['recording_end_unwritten']} told; {kept.seconds:.3f} s kept of {clock:.3f} s of clock")
    assert abs(kept.seconds - clock) < ALIGNED_SECONDS, "a gap was left out instead of being silent"
    both = await sound(stage, kept)
    begins = [heard_from(both[:, side], hertz) for side, hertz in ((0, C), (1, V))]
    print(f"heard from {begins}")
    assert abs(begins[0] - begins[1]) < 0.15, "the two were asked to speak at one instant"


def heard_from(samples: np.ndarray, hertz: int) -> float:
    """Seconds to the first 20 ms in which anything sounds."""
    frames = np.abs(samples[: len(samples) // 160 * 160]).reshape(-1, 160).max(axis=1)
    return float(np.flatnonzero(frames > 0.02)[0]) * 0.02


async def test_a_pause_and_a_hold_are_silent_and_told(stage):
    await stage.prompts()
    await rule(stage, "queue", stage.queue, "always")
    async with stage.driver():
        caller, conversation, advisor = await talking(stage)
        await stage.told(RecordingBegan, 5, conversation=conversation)
        await asyncio.gather(caller.speak(), advisor.speak())
        await caller.window("talk", WINDOW_SECONDS)
        await stage.ask(PauseRecording(conversation, stage.advisor, True))
        await stage.until(lambda w: w["voice"].calls[conversation].recording_paused, 5)
        await caller.window("paused", WINDOW_SECONDS)
        await stage.ask(Hold(conversation, stage.advisor, True))
        await stage.until(lambda w: w["voice"].calls[conversation].held, 5)
        await stage.ask(PauseRecording(conversation, None, False))  # by a program
        await stage.until(lambda w: not w["voice"].calls[conversation].recording_paused, 5)
        await caller.window("held", WINDOW_SECONDS)
        await stage.ask(Hold(conversation, stage.advisor, False))
        await stage.until(lambda w: not w["voice"].calls[conversation].held, 5)
        await caller.window("again", WINDOW_SECONDS)
        ended = caller.windows["again"][1]
        await stage.ask(HangUp(conversation, stage.advisor))
        kept = await stage.told(RecordingKept, 10, conversation=conversation)
        await stage.nothing_left()
    both, told = await sound(stage, kept), await card(stage, kept)
    began = ended - len(both) / RATE
    expected = {"talk": ((C,), (V,)), "paused": ((), ()), "held": ((), ()), "again": ((C,), (V,))}
    judge(*(statements(w, side, part(both, began, caller, w, n), expected[w][n], TONES)
            for w in expected for n, side in enumerate(("left", "right"))))  # fmt: skip
    why = {s.why: (s.until - s.since) / 1000 for s in told.silences}
    assert {"pause", "hold"} <= set(why) and min(why["pause"], why["hold"]) > WINDOW_SECONDS
    assert why.get("alone", 0) < 0.5, "between her advisor's leaving and her own"
    assert len(told.peaks) % 2 == 0 and max(told.peaks[::2]) > 30 and max(told.peaks[1::2]) > 30
    assert told.sha256 and len(told.sha512) == 128
    await outlives_its_time_only_by_law(stage, kept)


async def test_music_that_is_told_late_is_not_in_the_talk_after_it(stage):
    """Asterisk is stopped for a moment, as on a starved machine: from then on a snoop tells late what it hears."""
    await stage.prompts()
    await rule(stage, "tenant", "", "always")
    asterisk = stage.telephony.centre.child.pid
    async with stage.driver():
        caller, conversation, advisor = await talking(stage)
        await stage.told(RecordingBegan, 5, conversation=conversation)
        await asyncio.gather(caller.speak(), advisor.speak())
        await caller.window("talk", 0.7)
        os.kill(asterisk, signal.SIGSTOP)
        try:
            await asyncio.sleep(STOPPED_SECONDS)
        finally:
            os.kill(asterisk, signal.SIGCONT)
        await stage.ask(Hold(conversation, stage.advisor, True))
        await stage.until(lambda w: w["voice"].calls[conversation].held, 10)
        await caller.window("held", 0.5)
        await stage.ask(Hold(conversation, stage.advisor, False))
        await stage.until(lambda w: not w["voice"].calls[conversation].held, 10)
        await caller.window("again", WINDOW_SECONDS)
        ended = caller.windows["again"][1]
        await stage.ask(HangUp(conversation, stage.advisor))
        kept = await stage.told(RecordingKept, 10, conversation=conversation)
        await stage.nothing_left()
    both = await sound(stage, kept)
    pieces = [both[at : at + PIECE, 1] for at in range(0, len(both) - PIECE, PIECE)]
    music = [round(at * PIECE / RATE, 1) for at, piece in enumerate(pieces) if level_db(piece, M) > PRESENT_DB]
    assert not music, f"music at {music} s"
    began = ended - len(both) / RATE
    judge(statements("again", "right", part(both, began, caller, "again", 1), (V,), TONES))


async def outlives_its_time_only_by_law(stage, kept) -> None:
    """What the retention job does half a year later."""
    half_a_year = 184 * 86_400_000
    long_ago = f"update recording set began_at = began_at - {half_a_year} where tenant = %(tenant)s returning id"
    assert await recordings.erase_due(stage.services, stage.tenant) == 0
    await stage.row(long_ago)
    async with stage.web.transaction(stage.scope) as tx:
        await recordings.hold(tx, kept.recording, True)
    assert await recordings.erase_due(stage.services, stage.tenant) == 0, "held for the law"
    with pytest.raises(RecordingHeld):
        await recordings.erase(stage.services, stage.scope, kept.recording)
    async with stage.web.transaction(stage.scope) as tx:
        await recordings.hold(tx, kept.recording, False)
    assert await recordings.erase_due(stage.services, stage.tenant) == 1
    row = await stage.row("select blob, erased_at, peaks from recording where tenant = %(tenant)s")
    assert row["blob"] is None and row["erased_at"] and not row["peaks"]
    assert not [f for f in (stage.folder / "blobs").rglob("*") if f.is_file()], "its bytes are gone"
    audit = "select codes->>'why' as why from audit where tenant = %(tenant)s and verb = 'recordings.erase'"
    assert (await stage.row(audit))["why"] == "time"


async def test_never_is_never_and_nothing_can_be_paused(stage):
    await stage.prompts()
    await rule(stage, "tenant", "", "always")
    await rule(stage, "queue", stage.queue, "never")
    async with stage.driver() as node:
        caller, conversation, _ = await talking(stage)
        assert node.calls.of(conversation).recording is None
        with pytest.raises(Refused, match=r"voice\.not_recorded"):
            await stage.ask(PauseRecording(conversation, stage.advisor, True))
        await caller.hang_up()
        await stage.nothing_left()
    assert not list(node.place.recordings.glob(f"rec-{conversation}*"))


async def test_a_whole_call_is_recorded_but_its_secret(stage):
    """By rule from the first answer on: what is said in a secret step is on neither side."""
    await stage.prompts()
    await rule(stage, "number", "+33140001000", "always", whole=True)
    steps = {
        "hello": {"kind": "say", "prompts": ["hello"], "next": {"done": "card"}},
        "card": {"kind": "collect", "prompts": ["card"], "secret": True, "length_min": 4, "length_max": 4, "tries": 1,
                 "seconds": 5.0, "next": dict.fromkeys(("collected", "silence", "wrong"), "queue")},
        "queue": ivr(stage)["queue"],
        "bye": {"kind": "hang_up"},
    }  # fmt: skip
    async with stage.driver() as node:
        await stage.flow(steps)
        await stage.advisor_available()
        caller = await stage.outside.call(CALLED, CALLER)
        conversation = (await stage.told(RecordingBegan, 10)).conversation
        call = node.calls.of(conversation)
        await wait_for(lambda: call.secret, 10)
        await wait_for(lambda: "secret" in call.recording.silent, 5)
        await caller.speak()
        await caller.window("secret", WINDOW_SECONDS)
        await caller.fall_silent()
        await caller.press("1234")
        await stage.until(lambda w: w["routing"].items, 10)
        await wait_for(lambda: call.recording.silent == [], 5)
        await caller.speak()
        await caller.window("waits", WINDOW_SECONDS)
        await caller.fall_silent()
        await stage.joined()
        await caller.hang_up()
        kept = await stage.told(RecordingKept, 10, conversation=conversation)
        await stage.nothing_left()
    both, told = await sound(stage, kept), await card(stage, kept)
    began = caller.gone_at - len(both) / RATE
    judge(
        statements("secret", "left", part(both, began, caller, "secret", 0), (), TONES),
        statements("secret", "right", part(both, began, caller, "secret", 1), (), TONES),
        statements("waits", "left", part(both, began, caller, "waits", 0), (C,), TONES),
        statements("waits", "right", part(both, began, caller, "waits", 1), (M,), TONES),
    )
    assert [s.why for s in told.silences] == ["secret"]


async def test_a_full_disk_lets_the_call_go_on_and_is_told(stage, monkeypatch):
    """The two files lead to a device that is always full."""
    monkeypatch.setattr(recorder, "LEAVING_SECONDS_MAX", 0.5)  # nobody hangs up here
    await stage.prompts()
    await rule(stage, "tenant", "", "always")
    async with stage.driver() as node:
        await stage.flow({"queue": ivr(stage)["queue"], "bye": {"kind": "hang_up"}})
        await stage.advisor_available()
        caller = await stage.outside.call(CALLED, CALLER)
        await stage.until(lambda w: w["voice"].calls, 10)
        conversation = next(iter(stage.world["voice"].calls))
        for side in recorder.SIDES:
            os.symlink("/dev/full", node.place.recordings / f"rec-{conversation}-{side}.wav")
        _, advisor = await stage.joined()
        await caller.listen()
        await asyncio.gather(caller.speak(), advisor.speak())
        trouble = await stage.told(RecordingTroubled, 25)
        assert (trouble.node, stage.world["voice"].troubles["one"].why) == ("one", trouble.why)
        await caller.window("after", WINDOW_SECONDS)
        await caller.stop_listening()
        judge(statements("after", "caller hears", caller.heard("after"), (V,), TONES))
        assert not stage.world["voice"].calls[conversation].recorded
        assert node.counted["recording_failed"] and node.recorder.room.why == trouble.why
        await stage.ask(HangUp(conversation, stage.advisor))
        await stage.nothing_left()
    await stage.ask(ReportRecordingTrouble("one", ""))
    await stage.told(RecordingMended, 5)
    assert not stage.world["voice"].troubles
