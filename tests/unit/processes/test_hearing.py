"""A tone that must be absent is, also where packets were lost; a short one, or a faint one, is still found."""

from __future__ import annotations

import numpy as np
import pytest

from palabre.processes.robots.hearing import ABSENT_DB, RATE, Statement, statements

LOUD, SHARP, SECONDS, PACKET = 620, 760, 0.6, RATE // 50


def tone(hertz: int, seconds: float, loudness: float = 0.25) -> np.ndarray:
    return loudness * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def with_lost_packets(chance: np.random.Generator, count: int) -> np.ndarray:
    sound = tone(LOUD, SECONDS + count / 50)
    for _ in range(count):
        at = chance.integers(0, len(sound) - PACKET)
        sound = np.delete(sound, slice(at, at + PACKET))
    return sound


def judged(sound: np.ndarray) -> Statement:
    return statements("window", "somebody", sound, (), (SHARP,))[0]


def test_lost_packets_are_nobody():
    chance = np.random.default_rng(4)
    found = [judged(with_lost_packets(chance, 6)) for _ in range(2000)]
    assert all(one.true for one in found), max(found, key=lambda one: one.level)
    assert max(one.level for one in found) > ABSENT_DB, "the level alone would not do"


@pytest.mark.parametrize("loudness", [0.25, 0.03])
@pytest.mark.parametrize("seconds", [0.1, 0.3, SECONDS])
def test_a_tone_that_must_not_be_there_is_found(loudness, seconds):
    sound = tone(LOUD, SECONDS)
    begin = (len(sound) - round(seconds * RATE)) // 2
    sound[begin : begin + round(seconds * RATE)] += tone(SHARP, seconds, loudness)
    assert not judged(sound).true
