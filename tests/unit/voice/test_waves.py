"""Sound as numbers: resampling keeps a tone, sides are aligned, a wav cut by a crash is read by its size."""

import numpy as np
import pytest

from palabre.channels.voice.drivers import waves
from palabre.processes.robots.hearing import level_db


def tone(hertz: float, seconds: float, rate: int = waves.RATE) -> np.ndarray:
    return (20_000 * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate)).astype("<i2")


@pytest.mark.parametrize("rate", [8000, 16_000, 22_050, 44_100])
def test_a_tone_survives_resampling_and_nothing_folds_back(rate):
    both = tone(440, 1.0, rate).astype(float) + (tone(6000, 1.0, rate).astype(float) if rate > 12_000 else 0)
    out = waves.resample(both / 2, rate) / 32_768
    assert len(out) == 8000
    assert level_db(out, 440) > -12
    assert level_db(out, 2000) < -60  # where 6,000 Hz would fold to


def test_encode_and_decode():
    samples = tone(440, 0.5)
    assert np.array_equal(waves.decode(waves.encode(samples)), samples)


@pytest.mark.parametrize("later", [0.0, 0.25, -0.25])
def test_sides_are_aligned_by_their_beginnings(later):
    left, right = np.full(8000, 100, "<i2"), np.full(8000, 200, "<i2")
    both = waves.stereo(left, right, later)
    assert len(both) == 8000 + 2000 * bool(later)
    assert np.flatnonzero(both[:, 0])[0] == (2000 if later < 0 else 0)
    assert np.flatnonzero(both[:, 1])[0] == (2000 if later > 0 else 0)


def test_a_wav_with_no_length_in_its_header_is_read_by_its_size(tmp_path):
    data = bytearray(waves.encode(tone(440, 0.5)))
    data[4:8] = data[40:44] = b"\0\0\0\0"
    path = tmp_path / "cut.wav"
    path.write_bytes(bytes(data) + b"\1")
    assert len(waves.read_recorded(path)) == 4000
