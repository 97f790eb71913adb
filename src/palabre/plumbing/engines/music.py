"""Music on hold, made here: none is shipped with Asterisk, and ours owes nothing to anybody. 8 kHz, mono, 16 bits."""

import wave
from pathlib import Path

import numpy as np

RATE = 8000
LOUDNESS = 0.18  # under speech: a caller who talks to somebody beside the telephone should hear her
# a slow walk over four chords, by semitones from A3
CHORDS = ((0, 4, 7, 12), (-3, 0, 4, 9), (-7, -3, 0, 5), (-5, -1, 2, 7))
NOTE_SECONDS = 0.4
ROUNDS = 6


def write_music(path: Path) -> None:
    """About 40 s of soft broken chords; loops without a click."""
    notes = [chord[i] for _ in range(ROUNDS) for chord in CHORDS for i in (0, 1, 2, 3, 2, 1, 0, 2)]
    step = int(NOTE_SECONDS * RATE)
    out = np.zeros(len(notes) * step + 4 * step)
    for n, semitones in enumerate(notes):
        note = _pluck(220.0 * 2 ** (semitones / 12))
        out[n * step : n * step + len(note)] += note
    out[: 4 * step] += out[len(notes) * step :]  # the last notes ring on into the beginning
    write_wave(path, LOUDNESS * out[: len(notes) * step] / np.max(np.abs(out)))


def write_tone(path: Path, hertz: int, seconds: int = 10, loudness: float = 0.18) -> None:
    """A pure tone: what a party of a test says."""
    write_wave(path, loudness * np.sin(2 * np.pi * hertz * np.arange(seconds * RATE) / RATE))


def write_wave(path: Path, samples: np.ndarray) -> None:
    """Floats in -1..1 as a telephone's WAV."""
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def _pluck(hertz: float) -> np.ndarray:
    t = np.arange(int(1.5 * RATE)) / RATE
    sound = np.sin(2 * np.pi * hertz * t) + 0.3 * np.sin(4 * np.pi * hertz * t) * np.exp(-3 * t)
    return sound * np.exp(-2.5 * t) * np.minimum(t / 0.01, 1) * np.clip((1.5 - t) / 0.1, 0, 1)
