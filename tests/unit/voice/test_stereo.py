"""Two sides in one file, in pieces: nothing is shifted, hashes and peaks are those of the file. An hour: tests/load."""

from __future__ import annotations

import hashlib
import io
import os
import wave
from pathlib import Path

import numpy as np
import pytest

from palabre.channels.voice.drivers.messages import taken
from palabre.channels.voice.drivers.pace import Pace, look
from palabre.channels.voice.drivers.reels import Note, stretches
from palabre.channels.voice.drivers.stereo import PEAKS, Stereo, Stretch
from palabre.channels.voice.drivers.waves import RATE, encode

LONG = 60.0


def side(folder: Path, name: str, seconds: float, *clicks: float) -> Path:
    """A file as Asterisk leaves it when it is killed: 0 in its header. One loud sample at each instant."""
    samples = np.zeros(round(seconds * RATE), "<i2")
    for at in clicks:
        samples[round(at * RATE)] = 30_000
    path = folder / f"{name}.wav"
    path.write_bytes(b"\0" * 44 + samples.tobytes())
    return path


def test_both_sides_are_aligned_to_the_sample_in_little_memory(tmp_path):
    at = [0.5, 30.25, LONG - 0.5]
    right = Stretch(side(tmp_path, "r", LONG - 0.02, *(a - 0.02 for a in at)), 0.02)
    sound = Stereo([Stretch(side(tmp_path, "l", LONG, *at))], [right])
    found, frames, largest = ([], []), 0, 0
    pieces = sound.pieces()
    assert len(next(pieces)) == 44
    for piece in pieces:
        both = np.frombuffer(piece, "<i2").reshape(-1, 2)
        for n in (0, 1):
            found[n].extend((np.flatnonzero(both[:, n]) + frames).tolist())
        frames, largest = frames + len(both), max(largest, len(piece))
    assert found[0] == found[1] == [round(a * RATE) for a in at], "a click of both is one instant to the end"
    assert frames == round(LONG * RATE) == sound.frames and largest < 1_000_000


def heard(left: list[Stretch], right: list[Stretch]) -> tuple[int, list[list[float]]]:
    """Frames, and seconds at which each side clicks."""
    sound = Stereo(left, right)
    both = np.frombuffer(b"".join(sound.pieces())[44:], "<i2").reshape(-1, 2)
    return sound.frames, [(np.flatnonzero(both[:, n]) / RATE).tolist() for n in (0, 1)]


def test_each_reel_lies_where_the_clock_says(tmp_path):
    """The first reel of the left missed 0.1 s: what it says late is said on time by the next one, and nothing twice."""
    left = [Stretch(side(tmp_path, "l", 30.05, 1.0), 0.0), Stretch(side(tmp_path, "l1", 29.95, 0.1, 29.0), 30.0, 30.0)]
    right = [Stretch(side(tmp_path, "r", 30.15, 1.0, 30.1)), Stretch(side(tmp_path, "r1", 30.0, 0.1, 29.0), 30.0, 30.0)]
    frames, clicks = heard(left, right)
    assert frames == round(60 * RATE) and clicks == [[1.0, 30.1, 59.0]] * 2


def test_what_the_end_lacks_is_silence_and_is_told(tmp_path):
    """By the clock; a file that was cut is as long as it is."""
    whole = Stretch(side(tmp_path, "l", 4.0), 0.0, 4.2)
    told = Stereo([whole], [Stretch(side(tmp_path, "r", 4.15), 0.0, 4.2)])
    assert (told.seconds, told.unwritten_ms) == (pytest.approx(4.2), 50)
    cut = Stereo([Stretch(side(tmp_path, "c", 4.0), 0.0, 9.0)], [])
    assert (cut.seconds, cut.unwritten_ms) == (4.0, 0)
    cut, clicks = heard([Stretch(side(tmp_path, "c", 30.0, 1.0), 0.0, LONG)], [])
    assert (cut, clicks[0]) == (30 * RATE, [1.0]), "what ended long before its end was cut"


def test_a_file_that_falls_behind_is_seen_at_the_next_mark(tmp_path):
    pace, piece = Pace(), 16_320  # samples of 32 KiB, in whole frames
    assert [pace.missing(n * piece, n * 2.04 + 0.011) for n in (1, 2, 3)] == [0, 0, 0]
    assert round(pace.late) == 88, "it began 11 ms after it was said to"
    assert pace.missing(4 * piece, 4 * 2.04 + 0.011 + 0.006) == 0, "a mark may come late itself"
    assert pace.missing(5 * piece, 5 * 2.04 + 0.011 + 0.043) == 2
    path = side(tmp_path, "l", 3.0)
    os.truncate(path, 32_768)
    os.utime(path, (1_000, 1_000))
    assert look(path) == (103 * 160, 1_000_000) and look(tmp_path / "none.wav") is None


def test_reels_are_named_and_placed_by_their_note(tmp_path):
    note = Note("t", "c", "e", {"left": 1_000, "right": 1_010}, later=[{"left": 9_000, "right": 9_020}])
    assert note.names() == ["rec-e-left", "rec-e-right", "rec-e-left-1", "rec-e-right-1"]
    assert (note.name("left"), note.snoop("left"), note.snoop("left", 0)) == (
        "rec-e-left-1", "snoop-e-left-1", "snoop-e-left")  # fmt: skip
    found = stretches(note, "right", tmp_path, {"rec-e-right-1": 10_020}, {"rec-e-right": -0.005})
    assert [(round(s.at, 3), round(s.lasted, 3)) for s in found] == [(0.005, 0.0), (8.02, 1.0)]


def test_hash_and_peaks_are_those_of_the_file(tmp_path):
    sound = Stereo([Stretch(side(tmp_path, "l", 1.0, 0.5), 0.25)], [Stretch(side(tmp_path, "r", 2.0))])
    data = b"".join(sound.pieces())
    assert len(data) == sound.bytes and hashlib.sha512(data).digest() == sound.sha512
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getnframes()) == (2, RATE, 2 * RATE)
    peaks = np.frombuffer(sound.peaks, np.uint8).reshape(-1, 2)
    assert len(peaks) <= PEAKS and peaks[:, 1].max() == 0
    assert abs(int(peaks[:, 0].argmax()) / len(peaks) * 2.0 - 0.75) < 0.02, "the left began a quarter later"


def test_nothing_recorded_is_no_file(tmp_path):
    assert Stereo([Stretch(tmp_path / "none.wav")], [Stretch(side(tmp_path, "r", 0.0), 0.0, 2.0)]).frames == 0


def test_a_message_without_words_is_empty_and_its_end_is_cut():
    rng = np.random.default_rng(7)
    noise = rng.normal(0, 60, 5 * RATE).astype("<i2")
    assert taken(noise).wav == b"", "a line's noise is no message"
    click = noise.copy()
    click[RATE : RATE + 400] = 20_000
    assert taken(click).wav == b"", "nor is a click"
    words = noise.copy()
    words[RATE : 3 * RATE] += (8_000 * np.sin(np.arange(2 * RATE))).astype("<i2")
    kept = taken(words)
    assert 3.4 < kept.seconds < 3.6 and kept.wav == encode(words[: round(kept.seconds * RATE)]) and max(kept.peaks) > 50
