"""Two sides in one file, in pieces: nothing is shifted, hashes and peaks are those of the file. An hour: tests/load."""

from __future__ import annotations

import hashlib
import io
import wave
from pathlib import Path

import numpy as np

from palabre.channels.voice.drivers.messages import taken
from palabre.channels.voice.drivers.stereo import PEAKS, Stereo
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
    sound = Stereo(side(tmp_path, "l", LONG, *at), side(tmp_path, "r", LONG - 0.02, *(a - 0.02 for a in at)), 0.02)
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


def test_ticks_that_were_missed_are_given_back_as_silence(tmp_path):
    """0.1 s were missed in a minute, on the left alone: what both said at its end is together again."""
    sound = Stereo(side(tmp_path, "l", LONG - 0.1, 1.0, LONG - 0.6), side(tmp_path, "r", LONG, 1.0, LONG - 0.5), 0.0,
                   (LONG, LONG))  # fmt: skip
    both = np.frombuffer(b"".join(sound.pieces())[44:], "<i2").reshape(-1, 2)
    places = [np.flatnonzero(both[:, n]) / RATE for n in (0, 1)]
    assert sound.frames == round(LONG * RATE) and np.abs(places[0] - places[1]).max() < 0.001
    cut = Stereo(side(tmp_path, "c", LONG / 2, 1.0), side(tmp_path, "r", LONG), 0.0, (LONG, LONG))
    assert np.flatnonzero(np.frombuffer(b"".join(cut.pieces())[44:], "<i2").reshape(-1, 2)[:, 0]) / RATE == [1.0]


def test_hash_and_peaks_are_those_of_the_file(tmp_path):
    sound = Stereo(side(tmp_path, "l", 1.0, 0.5), side(tmp_path, "r", 2.0), -0.25)
    data = b"".join(sound.pieces())
    assert len(data) == sound.bytes and hashlib.sha512(data).digest() == sound.sha512
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getnframes()) == (2, RATE, 2 * RATE)
    peaks = np.frombuffer(sound.peaks, np.uint8).reshape(-1, 2)
    assert len(peaks) <= PEAKS and peaks[:, 1].max() == 0
    assert abs(int(peaks[:, 0].argmax()) / len(peaks) * 2.0 - 0.75) < 0.02, "the left began a quarter later"


def test_nothing_recorded_is_no_file(tmp_path):
    assert Stereo(tmp_path / "none.wav", side(tmp_path, "r", 0.0), 0.0).frames == 0


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
