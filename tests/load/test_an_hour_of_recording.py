"""An hour on the telephone, recorded: every minute both fall silent and send nothing; the file stays on the clock."""

from __future__ import annotations

import asyncio
import io
import time
import wave

import numpy as np
import pytest
from voice_stage import CALLED, CALLER, ivr, stage, telephony, wait_for  # noqa: F401  fixtures too

from palabre.channels.voice.actions import recording_rules, recordings
from palabre.channels.voice.actions.recording_rules import RecordingRule
from palabre.channels.voice.commands import HangUp
from palabre.channels.voice.drivers import recorder
from palabre.channels.voice.facts import RecordingKept
from palabre.processes.robots.hearing import RATE

ALIGNED_SECONDS = 0.04
ROUND_SECONDS, SILENT_SECONDS = 60.0, 2.0


@pytest.mark.seconds_max(3 * 3_600)
async def test_an_hour_stays_aligned(stage, request):  # noqa: F811
    lasting = request.config.getoption("--seconds")
    await stage.prompts()
    async with stage.web.transaction(stage.scope) as tx:
        await recording_rules.put_rule(tx, RecordingRule("tenant", "", "always", False))
    async with stage.driver() as node:
        await stage.flow({"queue": ivr(stage)["queue"], "bye": {"kind": "hang_up"}})
        await stage.advisor_available()
        caller = await stage.outside.call(CALLED, CALLER)
        conversation, advisor = await stage.joined()
        call = node.calls.of(conversation)
        note = await wait_for(lambda: call.recording and all(call.recording.began.values()) and call.recording)
        began, until, rounds = dict(note.began), time.monotonic() + lasting, 0
        truly = []
        while time.monotonic() < until:
            hers, theirs = await asyncio.gather(spoken(caller), spoken(advisor))
            truly.append(hers - theirs)
            await caller.window(f"talk {rounds}", min(ROUND_SECONDS, max(2.0, until - time.monotonic())))
            await asyncio.gather(caller.fall_silent(), advisor.fall_silent())
            await caller.window(f"silent {rounds}", SILENT_SECONDS)
            rounds += 1
        clock = {}
        for side in recorder.SIDES:
            finished = node.ari.expect("RecordingFinished", note.name(side))
            await node.ari.ask("POST", "recordings", "live", note.name(side), "stop")
            clock[side] = (recorder._milliseconds(await node.ari.within(finished, 10)) - began[side]) / 1000
        await stage.ask(HangUp(conversation, stage.advisor))
        kept = await stage.told(RecordingKept, 60, conversation=conversation)
        await stage.nothing_left(30)
    async with stage.web.transaction(stage.scope) as tx:
        row = await recordings.find_recording(tx, kept.recording)
    data = b"".join([chunk async for chunk in recordings.listen(stage.services, stage.tenant, row)])
    with wave.open(io.BytesIO(data)) as file:
        both = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    starts = [talk_starts(both[:, side]) for side in (0, 1)]
    assert len(starts[0]) == len(starts[1]) == rounds, "every round is there, on both sides"
    apart = [a - b - so for a, b, so in zip(*starts, truly, strict=True)]
    shift = max(apart) - min(apart)
    off = len(both) / RATE - max(clock.values())
    print(f"{lasting:.0f} s, {rounds} silences, {note.reel + 1} reels: {off:.3f} s off the clock, sides "
          f"{apart[0] * 1000:.0f} ms apart at first, {apart[-1] * 1000:.0f} ms at last, "
          f"{min(apart) * 1000:.0f} to {max(apart) * 1000:.0f} ms between")  # fmt: skip
    assert abs(off) < ALIGNED_SECONDS, "it lasts as long as the clock says"
    assert shift < ALIGNED_SECONDS, "they began to speak together, in the last round as in the first"


async def spoken(party) -> float:
    """She begins to speak: at which second, by the clock of her own Asterisk. Two requests never begin at once."""
    started = party.ari.expect("PlaybackStarted", f"voice-{party.channel}")
    await party.speak()
    return recorder._milliseconds(await party.ari.within(started, 10)) / 1000


def talk_starts(samples: np.ndarray) -> list[float]:
    """Seconds at which sound begins after at least a second of none."""
    frames = np.abs(samples[: len(samples) // 80 * 80].astype(np.int32)).reshape(-1, 80).max(axis=1) > 600
    loud = np.flatnonzero(frames)
    begins = loud[np.concatenate(([True], np.diff(loud) > RATE // 80))]
    return [int(n) * 80 / RATE for n in begins]
