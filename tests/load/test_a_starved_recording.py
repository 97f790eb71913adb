"""A recording on a machine that is starved now and then: what is said stands where the clock says, on both sides."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
import time
import wave
from pathlib import Path

import numpy as np
import pytest
from carrier import free
from voice_stage import CALLED, ivr, stage, telephony, wait_for  # noqa: F401  fixtures too

from palabre.channels.voice.actions import phones, recording_rules, recordings
from palabre.channels.voice.actions.recording_rules import RecordingRule
from palabre.channels.voice.commands import HangUp
from palabre.channels.voice.facts import RecordingKept
from palabre.processes.robots.hearing import RATE
from palabre.routing import commands as routing

ALIGNED_SECONDS, ALIGNED_SHARE = 0.04, 0.8
LAST_BEEPS = 4
QUIET_SECONDS, STARVED_SECONDS, LOOPS = 12.0, 4.0, 2
BUSY = [sys.executable, "-c", "while True: pass"]


@pytest.mark.seconds_max(3_600)
async def test_what_is_said_stands_where_the_clock_says(stage, request):  # noqa: F811
    lasting = min(request.config.getoption("--seconds"), 1_800.0)
    await stage.prompts()
    async with stage.web.transaction(stage.scope) as tx:
        await recording_rules.put_rule(tx, RecordingRule("tenant", "", "always", False))
    async with stage.driver() as node:
        await stage.flow({"queue": ivr(stage)["queue"], "bye": {"kind": "hang_up"}})
        port = free("127.0.0.3", 2)
        await phones.issue_phone(
            stage.services, stage.tenant, stage.advisor, kind="sip", contact=f"sip:phone@127.0.0.3:{port}")
        await stage.ask(routing.SignIn(stage.advisor))
        await stage.ask(routing.ChangeStatus(stage.advisor, "available"))
        command = [sys.executable, str(Path(__file__).with_name("beeping.py")), str(stage.telephony.centre.sip_port),
                   CALLED, str(port)]  # fmt: skip
        beeping = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220
        try:
            await stage.accept()
            call = await wait_for(lambda: next(iter(node.calls), None))
            note = await wait_for(lambda: call.recording and all(call.recording.began.values()) and call.recording)
            await starved_now_and_then(lasting)
            await stage.ask(HangUp(call.conversation, stage.advisor))
            kept = await stage.told(RecordingKept, 60, conversation=call.conversation)
        finally:
            told, _ = beeping.communicate("")
        await stage.nothing_left(30)
    async with stage.web.transaction(stage.scope) as tx:
        row = await recordings.find_recording(tx, kept.recording)
    data = b"".join([chunk async for chunk in recordings.listen(stage.services, stage.tenant, row)])
    with wave.open(io.BytesIO(data)) as file:
        both = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    began = min(note.began.values()) / 1000
    off = [off_the_clock(both[:, side], began) for side in (0, 1)]
    for side, found in zip(("left", "right"), off, strict=True):
        print(f"{side}: {len(found)} beeps, {min(found) * 1000:.0f} to {max(found) * 1000:.0f} ms off")
    print(f"{note.reel + 1} reels; {told.strip()} packets not sent in time")
    common = min(map(len, off))
    apart = off[0][:common] - off[1][:common]
    for found in (*off, apart):
        assert len(found) > 0.9 * lasting
        assert np.abs(found[-LAST_BEEPS:]).max() < ALIGNED_SECONDS, "once the machine is well it is as it was at first"
        assert np.mean(np.abs(found) < ALIGNED_SECONDS) > ALIGNED_SHARE, "what starves it shifts only what is said then"


async def starved_now_and_then(lasting: float) -> None:
    until = time.monotonic() + lasting
    while time.monotonic() < until:
        await asyncio.sleep(QUIET_SECONDS)
        loops = [subprocess.Popen(BUSY) for _ in range(LOOPS)]  # noqa: ASYNC220
        try:
            await asyncio.sleep(STARVED_SECONDS)
        finally:
            for loop in loops:
                loop.kill()
                loop.wait()
    await asyncio.sleep(QUIET_SECONDS)


def off_the_clock(samples: np.ndarray, began: float) -> np.ndarray:
    """Seconds by which each beep stands off its full second, but for what the way always takes."""
    loud = np.flatnonzero(np.abs(samples.astype(int)) > 1_500)
    begins = loud[np.concatenate(([True], np.diff(loud) > RATE // 2))] / RATE + began
    off = begins - np.round(begins)
    return off - np.median(off[:8])
