"""Sound as numbers: reading, resampling and writing wav files, eight thousand samples a second."""

from __future__ import annotations

import io
import struct
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np

RATE = 8_000
HEADER_BYTES = 44
PCM, FLOAT, G711_A, G711_MU, EXTENSIBLE = 1, 3, 6, 7, 0xFFFE  # what a wav's samples are
SIT_HERTZ, SIT_SECONDS = (950, 1_400, 1_800), 0.33
CHANNELS_MAX, RATE_LEAST, RATE_MOST = 16, 1_000, 400_000
STROKE_HERTZ, STROKE_SECONDS = 1_000, 0.1  # of the speaking clock


def decode(data: bytes) -> np.ndarray:
    """Any wav as 8 kHz mono samples (int16): PCM of 8 to 32 bits, floats, G.711; any rate, any number of channels.

    A length that its maker did not know yet (0, or more than there is) is what there is. Raises ValueError.
    """
    if len(data) < 12 or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError("not a wav file")
    at, heading = 12, None
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8
        if name == b"fmt ":
            heading = data[at : at + size]
        elif name == b"data":
            if heading is None:
                raise ValueError("a wav file whose samples come before what they are")
            return _samples(heading, data[at : at + size] if size else data[at:])
        at += size + size % 2
    raise ValueError("a wav file without sound")


def _samples(heading: bytes, raw: bytes) -> np.ndarray:
    if len(heading) < 16:
        raise ValueError("a wav file that does not say what it is")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", heading)
    if kind == EXTENSIBLE and len(heading) >= 26:
        kind = int.from_bytes(heading[24:26], "little")
    if not 1 <= channels <= CHANNELS_MAX or not RATE_LEAST <= rate <= RATE_MOST:
        raise ValueError("a wav file of an impossible rate or number of channels")
    read = READERS.get((kind, bits))
    if read is None:
        raise ValueError(f"a wav file of kind {kind} with {bits} bits")
    frame = channels * bits // 8
    samples = read(raw[: len(raw) // frame * frame])
    return resample(samples.reshape(-1, channels).mean(axis=1), rate)


def _of_24_bits(raw: bytes) -> np.ndarray:
    parts = np.frombuffer(raw, "u1").reshape(-1, 3)
    return (parts[:, 1].astype("u2") | parts[:, 2].astype("u2") << 8).view("<i2")  # the upper two of three bytes


def _of_floats(raw: bytes) -> np.ndarray:
    return np.clip(np.nan_to_num(np.frombuffer(raw, "<f4")) * 32_767, -32_768, 32_767)


def _expanded_alaw() -> np.ndarray:
    """ITU-T G.711, table 1a: what each of the 256 codes stands for."""
    code = np.arange(256) ^ 0x55
    exponent, mantissa = (code >> 4) & 7, code & 15
    level = np.where(exponent == 0, (mantissa << 4) + 8, ((mantissa << 4) + 264) << np.maximum(exponent - 1, 0))
    return np.where(code & 0x80, level, -level).astype("<i2")


def _expanded_mulaw() -> np.ndarray:
    """ITU-T G.711, table 2a."""
    code = ~np.arange(256) & 0xFF
    level = ((((code & 15) << 3) + 132) << ((code >> 4) & 7)) - 132
    return np.where(code & 0x80, -level, level).astype("<i2")


ALAW, MULAW = _expanded_alaw(), _expanded_mulaw()
READERS: dict[tuple[int, int], Callable[[bytes], np.ndarray]] = {
    (PCM, 8): lambda raw: (np.frombuffer(raw, "u1").astype("<i2") - 128) * 256,
    (PCM, 16): lambda raw: np.frombuffer(raw, "<i2"),
    (PCM, 24): _of_24_bits,
    (PCM, 32): lambda raw: (np.frombuffer(raw, "<i4") >> 16).astype("<i2"),
    (FLOAT, 32): _of_floats,
    (G711_A, 8): lambda raw: ALAW[np.frombuffer(raw, "u1")],
    (G711_MU, 8): lambda raw: MULAW[np.frombuffer(raw, "u1")],
}


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


def information_tone() -> np.ndarray:
    """The special information tone (ITU-T E.180, 3.3): three tones, a third of a second each, then a second of
    nothing; twice. Whoever hears it knows in any language that it does not go on."""
    times = np.arange(round(SIT_SECONDS * RATE)) / RATE
    tones = [np.sin(2 * np.pi * hertz * times) * 8_000 for hertz in SIT_HERTZ]
    return np.tile(np.concatenate([*tones, np.zeros(RATE)]), 2).astype("<i2")


def nothing() -> np.ndarray:
    return np.zeros(0, "<i2")
