"""Two recorded sides as one file of two channels, read and written in pieces: an hour is 115 MB and never in memory."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from palabre.channels.voice.drivers.waves import HEADER_BYTES, RATE

FRAME_BYTES = 4  # two channels of 16 bits
PEAKS = 1_000  # of the drawn wave, at most
PEAK_FRAMES_MIN = 80
PIECE_FRAMES = 65_536


class Stereo:
    """`pieces()` gives the wav once; then `sha512` and `peaks` (loudest of each stretch, 0-255, left and right in
    turn) are those of what was given. Missing beginnings and ends are silent."""

    def __init__(self, left: Path, right: Path, right_later_seconds: float) -> None:
        shift = round(abs(right_later_seconds) * RATE)
        from_left, from_right = (0, shift) if right_later_seconds >= 0 else (shift, 0)
        self._sides = [(path, begin, _samples(path)) for path, begin in ((left, from_left), (right, from_right))]
        self.frames = max((begin + count for _, begin, count in self._sides if count), default=0)
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
            for side, (path, begin, count) in enumerate(self._sides):
                first, last = max(at - begin, 0), min(at - begin + len(both), count)
                if last > first:
                    to = first + begin - at
                    both[to : to + last - first, side] = _read(path, first, last - first)
            yield both


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
