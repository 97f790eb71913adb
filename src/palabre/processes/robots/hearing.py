"""Who hears whom: the level of one pure tone in a stretch of sound, in dB under full scale.

Each party speaks with a tone of its own. Through two Asterisks one that must be heard is at -13 to -20 dB; one that
must not is below -90 dB on a quiet machine and rose to -63 dB under load (a lost packet is a click, which holds every
frequency). Hence the wide gap between the two bounds. Six packets lost of half a second rise to -43 dB, yet never
12 dB above what is heard beside the tone, where a tone of a tenth of a second stands 19 dB above it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

RATE = 8_000
CALLER_HERTZ, ADVISOR_HERTZ, MUSIC_HERTZ, OUTSIDE_HERTZ = 440, 1000, 620, 1400
PRESENT_DB, ABSENT_DB = -25.0, -45.0
GUARD_SECONDS = 0.3  # off both ends of a window: jitter buffers, a mute on its way
SAMPLES_MIN = 800
CLICKS_DB_MAX, CLICKS_ABOVE_DB = -35.0, 12.0  # an absent tone up to here may be clicks; how much they hold of it
BESIDE_HERTZ = (-60, -45, -30, 30, 45, 60)


class Statement(NamedTuple):
    """`who` hears, or does not, the tone of `hertz` during `window`. `beside`: what is heard around it, dB."""

    window: str
    who: str
    hertz: int
    heard: bool
    level: float
    beside: float = -120.0

    @property
    def true(self) -> bool:
        clicks = self.level < CLICKS_DB_MAX and self.level - self.beside < CLICKS_ABOVE_DB
        return self.level > PRESENT_DB if self.heard else self.level < ABSENT_DB or clicks

    def __str__(self) -> str:
        word = "heard" if self.heard else "absent"
        mark = "" if self.true else "   <<< WRONG"
        return f"{self.window:26} {self.who:18} {self.hertz:5} Hz {word:6} {self.level:7.1f} dB{mark}"


def level_db(samples: np.ndarray, hertz: float) -> float:
    """One bin of a Fourier transform under a Hann window. `samples`: floats in -1..1."""
    if len(samples) < SAMPLES_MIN:
        raise ValueError(f"only {len(samples)} samples: nothing can be said about them")
    window = np.hanning(len(samples))
    turning = np.exp(-2j * np.pi * hertz * np.arange(len(samples)) / RATE)
    amplitude = 2 * abs(np.dot(samples * window, turning)) / window.sum()
    return float(20 * np.log10(max(amplitude, 1e-6)))


def beside_db(samples: np.ndarray, hertz: float) -> float:
    """Of what is no tone of anybody's: the clicks of lost packets."""
    return float(np.median([level_db(samples, hertz + away) for away in BESIDE_HERTZ]))


def loudness_db(samples: np.ndarray) -> float:
    """Of anything at all: speech, music, noise."""
    return float(20 * np.log10(max(np.sqrt(np.mean(np.square(samples))), 1e-6))) if len(samples) else -120.0


def floats(samples: np.ndarray) -> np.ndarray:
    return samples.astype(float) / 32_768


def statements(
    window: str, who: str, samples: np.ndarray, heard: tuple[int, ...], tones: tuple[int, ...]
) -> list[Statement]:
    """One statement per tone: those in `heard` must be there, all others of `tones` must not."""
    return [Statement(window, who, hz, hz in heard, level_db(samples, hz), beside_db(samples, hz)) for hz in tones]
