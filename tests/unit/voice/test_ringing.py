"""Ring-back and busy tones, as each country is used to."""

from __future__ import annotations

import numpy as np
import pytest

from palabre.channels.voice.drivers.seeking import sound_of
from palabre.channels.voice.model import ringing


@pytest.mark.parametrize(
    ("country", "hertz", "beats"),
    [("FR", (440,), (1.5, 3.5)), ("GB", (400, 450), (0.4, 0.2, 0.4, 2.0)), ("SN", (425,), (1.0, 4.0)),
     ("", (425,), (1.0, 4.0))],
)  # fmt: skip
def test_it_rings_as_in_its_country(country, hertz, beats):
    assert ringing.ring_back(country) == (hertz, beats)


@pytest.mark.parametrize("country", ["FR", "GB", "US", "DE", "JP"])
def test_busy_beats_faster_than_ringing(country):
    assert sum(ringing.busy(country).beats) < sum(ringing.ring_back(country).beats) / 2


def test_the_sound_beats_and_is_never_too_loud():
    sound = sound_of(ringing.ring_back("GB"), 6.0)
    assert len(sound) == 2 * 24_000 and np.max(np.abs(sound)) < 0.2 * 32_768
    assert np.any(sound[:3_200]) and not np.any(sound[3_200:4_800]) and not np.any(sound[8_000:24_000])
