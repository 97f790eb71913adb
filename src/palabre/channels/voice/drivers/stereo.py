"""Two recorded sides as one file of two channels, read and written in pieces: an hour is 115 MB and never in memory."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import numpy as np

from palabre.channels.voice.drivers.waves import HEADER_BYTES, RATE

MISSED_SHARE_MAX, MISSED_SECONDS_MAX = 0.05, 0.5  # what a starved Asterisk did not write; more was cut
FRAME_BYTES = 4  # two channels of 16 bits
PEAKS = 1_000  # of the drawn wave, at most
PEAK_FRAMES_MIN = 80
PIECE_FRAMES = 65_536


class Stretch(NamedTuple):
    """One file of a side. `at`: seconds from the beginning of the whole; `lasted`: seconds by the clock, 0 unknown."""

    path: Path
    at: float = 0.0
    lasted: float = 0.0


class Run(NamedTuple):
    path: Path
    at: int
    count: int


class Stereo:
    """`pieces()` gives the wav once; then `sha512` and `peaks` (loudest of each stretch, 0-255, left and right in
    turn) are those of what was given. Missing beginnings and ends are silent.

    `left`, `right`: files in order; each is heard until the next one of its side begins. What a busy Asterisk did not
    write is silence at its end, so that an hour is an hour; `unwritten_ms` says how much of the last it is.
    """

    def __init__(self, left: Sequence[Stretch], right: Sequence[Stretch]) -> None:
        self._sides = [_runs(side) for side in (left, right)]
        self.frames = max([0, *(run.at + run.count for runs in self._sides for run in runs if run.count)])
        written = self.frames
        if self.frames:
            self.frames = max([self.frames, *(_end(side[-1]) for side in (left, right) if side)])
        self.unwritten_ms = (self.frames - written) * 1000 // RATE
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
            for side, runs in enumerate(self._sides):
                for path, begin, count in runs:
                    first, last = max(at - begin, 0), min(at - begin + len(both), count)
                    if last > first:
                        to = first + begin - at
                        both[to : to + last - first, side] = _read(path, first, last - first)
            yield both


def _runs(side: Sequence[Stretch]) -> list[Run]:
    runs = []
    for stretch, after in zip_longest(side, side[1:]):
        begin, count = round(stretch.at * RATE), _samples(stretch.path)
        runs.append(Run(stretch.path, begin, min(count, max(0, round(after.at * RATE) - begin)) if after else count))
    return runs


def _end(last: Stretch) -> int:
    """By the clock; by the file where it was cut."""
    written, clock = _samples(last.path), round(last.lasted * RATE)
    missed, most = clock - written, max(written * MISSED_SHARE_MAX, MISSED_SECONDS_MAX * RATE)
    return round(last.at * RATE) + (clock if 0 < missed <= most else written)


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
