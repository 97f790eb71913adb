"""Two recorded sides as one file of two channels, read and written in pieces: an hour is 115 MB and never in memory."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from palabre.channels.voice.drivers.waves import HEADER_BYTES, RATE

TICK = RATE // 50
MISSED_SHARE_MAX = 0.02
FRAME_BYTES = 4  # two channels of 16 bits
PEAKS = 1_000  # of the drawn wave, at most
PEAK_FRAMES_MIN = 80
PIECE_FRAMES = 65_536


class Stereo:
    """`pieces()` gives the wav once; then `sha512` and `peaks` (loudest of each stretch, 0-255, left and right in
    turn) are those of what was given. Missing beginnings and ends are silent.

    `lasted`: seconds of each side by the clock, 0 unknown: a busy Asterisk misses some of its ticks of 20 ms, five in
    ten thousand were seen. They are given back as silence, spread evenly, so that an hour is an hour.
    """

    def __init__(
        self, left: Path, right: Path, right_later_seconds: float, lasted: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        shift = round(abs(right_later_seconds) * RATE)
        begins = (0, shift) if right_later_seconds >= 0 else (shift, 0)
        given = zip((left, right), begins, lasted, strict=True)
        self._sides = [(path, _runs(begin, _samples(path), seconds)) for path, begin, seconds in given]
        self.frames = max((at + count for _, runs in self._sides for at, _, count in runs), default=0)
        self.ms, self.seconds = self.frames * 1000 // RATE, self.frames / RATE
        self.bytes = HEADER_BYTES + self.frames * FRAME_BYTES
        self.sha512, self.peaks = b"", b""

    def pieces(self) -> Iterator[bytes]:
        stretch = max(PEAK_FRAMES_MIN, -(-self.frames // PEAKS))
        piece = stretch * max(1, PIECE_FRAMES // stretch)
        digest, peaks = hashlib.sha512(), []
        for part in self._parts(piece):
            if isinstance(part, np.ndarray):
                peaks.append(_peaks(part, stretch))
            data = part.tobytes() if isinstance(part, np.ndarray) else part
            digest.update(data)
            yield data
        self.sha512, self.peaks = digest.digest(), np.concatenate(peaks).tobytes() if peaks else b""

    def _parts(self, piece: int) -> Iterator[bytes | np.ndarray]:
        yield _header(self.frames)
        for at in range(0, self.frames, piece):
            both = np.zeros((min(piece, self.frames - at), 2), "<i2")
            for side, (path, runs) in enumerate(self._sides):
                for begin, source, count in runs:
                    first, last = max(at - begin, 0), min(at - begin + len(both), count)
                    if last > first:
                        to = first + begin - at
                        both[to : to + last - first, side] = _read(path, source + first, last - first)
            yield both


def _runs(begin: int, count: int, seconds: float) -> list[tuple[int, int, int]]:
    """(where in the whole, where in the file, how many): the file, with a tick of silence wherever one was missed."""
    missed = max(0, round((seconds * RATE - count) / TICK)) if seconds else 0
    if not count or missed * TICK > count * MISSED_SHARE_MAX:  # then it was cut, and what is missing is its end
        missed = 0
    cuts = [round(count * n / (missed + 1)) for n in range(missed + 2)] if count else []
    return [(begin + a + n * TICK, a, b - a) for n, (a, b) in enumerate(pairwise(cuts))]


def _samples(path: Path) -> int:
    """A killed Asterisk leaves 0 in the header: the size of the file counts."""
    return max(path.stat().st_size - HEADER_BYTES, 0) // 2 if path.exists() else 0


def _read(path: Path, first: int, count: int) -> np.ndarray:
    found = np.fromfile(path, "<i2", count, offset=HEADER_BYTES + 2 * first)
    return np.pad(found, (0, count - len(found)))


def _peaks(both: np.ndarray, stretch: int) -> np.ndarray:
    whole = np.pad(np.abs(both.astype(np.int32)), ((0, -len(both) % stretch), (0, 0)))
    return (whole.reshape(-1, stretch, 2).max(axis=1) >> 7).clip(0, 255).astype(np.uint8).ravel()


def _header(frames: int) -> bytes:
    size = frames * FRAME_BYTES
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 2, RATE, RATE * FRAME_BYTES, FRAME_BYTES, 16)
    return struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE") + form + struct.pack("<4sI", b"data", size)
