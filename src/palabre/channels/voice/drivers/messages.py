"""A voice message from the customer's line: a tone, what she says, nothing where she said nothing."""

from __future__ import annotations

import asyncio
import logging

import numpy as np

from palabre.channels.ports import CustomerGone, Taken
from palabre.channels.voice.drivers import waves
from palabre.channels.voice.drivers.ari import AriError, AriSilent
from palabre.channels.voice.drivers.calls import Call
from palabre.channels.voice.drivers.driver import Driver

log = logging.getLogger("palabre.voice")

FRAME = waves.RATE // 50
LOUD = 260  # of 32,767, about -42 dB: a quiet voice is above, a line's noise below
SAID_SECONDS_MIN = 0.6  # of loud frames: a click and a breath are no message
TAIL_SECONDS = 0.5  # kept after the last word
PEAKS = 400
END_KEY = "#"
LATE_SECONDS = 5.0


async def take(node: Driver, call: Call, key: str, seconds_max: int, silence_seconds: int) -> Taken | None:
    """None where it could not be written, which supervisors are told. What she said before hanging up is a message too.

    Answered before, where she has not been: who may leave a message is served, and heard from here on.
    """
    name = f"msg-{key.replace(':', '-')}"
    ended = node.ari.expect(("RecordingFinished", "RecordingFailed"), name)
    node.recorder.messages.add(name)
    try:
        await node.early.answer(call)
        await node.ari.ask(
            "POST", "channels", call.line, "record", name=name, format="wav", ifExists="overwrite", beep="true",
            maxDurationSeconds=seconds_max, maxSilenceSeconds=silence_seconds, terminateOn=END_KEY)  # fmt: skip
        event = await node.ari.within(ended, seconds_max + LATE_SECONDS)
        failed = event["type"] == "RecordingFailed"
        found = await asyncio.to_thread(_read, node, name)
    except AriError as error:
        if error.status == 404 or call.has_left:
            raise CustomerGone from error
        failed, found = True, None
    except AriSilent:
        failed, found = True, None
    finally:
        ended.cancel()
        node.recorder.messages.discard(name)
    if failed or found is None:
        node.counted["message_failed"] += 1
        log.error("voice message not recorded", extra={"conversation": call.conversation})
        await node.recorder.room.trouble("disk_full" if node.recorder.room.is_full() else "cut")
        return None
    return found


def _read(node: Driver, name: str) -> Taken | None:
    """None: not even the head of a file could be written; Asterisk says that all went well even then."""
    path = node.place.recordings / f"{name}.wav"
    try:
        whole = path.is_file() and path.stat().st_size >= waves.HEADER_BYTES
        return taken(waves.read_recorded(path)) if whole else None
    finally:
        path.unlink(missing_ok=True)


def taken(samples: np.ndarray) -> Taken:
    """Without the silence at its end; empty where too little was said."""
    frames = np.abs(samples[: len(samples) // FRAME * FRAME].astype(np.int32)).reshape(-1, FRAME).mean(axis=1)
    loud = np.flatnonzero(frames > LOUD)
    if len(loud) * FRAME < SAID_SECONDS_MIN * waves.RATE:
        return Taken(b"", 0.0, b"")
    kept = samples[: (int(loud[-1]) + 1) * FRAME + int(TAIL_SECONDS * waves.RATE)]
    stretch = max(FRAME, -(-len(kept) // PEAKS))
    padded = np.pad(np.abs(kept.astype(np.int32)), (0, -len(kept) % stretch)).reshape(-1, stretch)
    peaks = (padded.max(axis=1) >> 7).clip(0, 255).astype(np.uint8).tobytes()
    return Taken(waves.encode(kept), len(kept) / waves.RATE, peaks)
