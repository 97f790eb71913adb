"""Sound as numbers: reading, resampling and writing wav files, eight thousand samples a second."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np

RATE = 8_000
HEADER_BYTES = 44
STROKE_HERTZ, STROKE_SECONDS = 1_000, 0.1  # of the speaking clock


def decode(data: bytes) -> np.ndarray:
    """Any 16-bit PCM wav as 8 kHz mono samples (int16)."""
    with wave.open(io.BytesIO(data)) as file:
        if file.getsampwidth() != 2:
            raise ValueError("only wav files of 16 bits are understood")
        frames = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        rate, channels = file.getframerate(), file.getnchannels()
    return resample(frames.reshape(-1, channels).mean(axis=1), rate)


def resample(samples: np.ndarray, rate: int) -> np.ndarray:
    """To 8 kHz through the spectrum: what lies above 4 kHz is left out, so nothing folds back."""
    if rate == RATE or not len(samples):
        return samples.astype("<i2")
    wanted = max(1, round(len(samples) * RATE / rate))
    spectrum = np.fft.rfft(samples)[: wanted // 2 + 1]
    out = np.fft.irfft(spectrum, wanted) * (wanted / len(samples))
    return np.clip(out, -32_768, 32_767).astype("<i2")


def encode(samples: np.ndarray) -> bytes:
    """A wav file; `samples` of shape (frames,) or (frames, channels)."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((samples.shape[1] if samples.ndim > 1 else 1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.astype("<i2").tobytes())
    return out.getvalue()


def read_recorded(path: Path) -> np.ndarray:
    """Samples of what Asterisk recorded. A killed one leaves 0 in the header: the size of the file counts."""
    data = path.read_bytes()[HEADER_BYTES:]
    return np.frombuffer(data[: len(data) // 2 * 2], "<i2")


def stereo(left: np.ndarray, right: np.ndarray, right_later_seconds: float) -> np.ndarray:
    """Two sides in one, on the time of whichever began first; missing beginnings and ends are silent."""
    shift = round(abs(right_later_seconds) * RATE)
    left_from, right_from = (0, shift) if right_later_seconds >= 0 else (shift, 0)
    both = np.zeros((max(left_from + len(left), right_from + len(right)), 2), "<i2")
    both[left_from : left_from + len(left), 0] = left
    both[right_from : right_from + len(right), 1] = right
    return both


def strokes(number: int) -> np.ndarray:
    """One short tone a second, each at the beginning of its second, and nothing after the last."""
    out = np.zeros((number - 1) * RATE + round(STROKE_SECONDS * RATE))
    beep = np.sin(2 * np.pi * STROKE_HERTZ * np.arange(round(STROKE_SECONDS * RATE)) / RATE)
    for n in range(number):
        out[n * RATE : n * RATE + len(beep)] = beep
    return (out * 8_000).astype("<i2")


def nothing() -> np.ndarray:
    return np.zeros(0, "<i2")
