"""Sounds of another system made into what a telephone plays: a wav as it is, an mp3 by miniaudio (MIT, no programs)."""

from __future__ import annotations

import io
import wave

import miniaudio

from palabre.flows.actions.prompts import checked_wav
from palabre.flows.problems import RecordingInvalid

RATE = 16_000


def as_wav(data: bytes) -> bytes | None:
    """None where it is neither, or what no telephone could play."""
    made = data if data[:4] == b"RIFF" else _decoded(data)
    try:
        if made is not None:
            checked_wav(made)
        return made
    except RecordingInvalid:
        return None


def _decoded(data: bytes) -> bytes | None:
    """One voice at 16 kHz."""
    try:
        sound = miniaudio.decode(data, miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=RATE)
    except miniaudio.MiniaudioError:
        return None
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.samples.tobytes())
    return out.getvalue()
