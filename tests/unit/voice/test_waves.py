"""Sound as numbers: resampling keeps a tone, sides are aligned, a wav cut by a crash is read by its size."""

import struct

import numpy as np
import pytest
from telephone_sound import _alaw_of, encoded

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


def file_of(kind: int, bits: int, raw: bytes, rate: int = 8_000, channels: int = 1, size: int | None = None) -> bytes:
    frame = channels * bits // 8
    heading = struct.pack("<HHIIHH", kind, channels, rate, rate * frame, frame, bits)
    told = len(raw) if size is None else size
    chunks = b"fmt " + struct.pack("<I", 16) + heading + b"fact" + struct.pack("<II", 4, 0)
    chunks += b"data" + struct.pack("<I", told) + raw
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def as_24_bits(samples: np.ndarray) -> bytes:
    return (samples.astype("<i4") << 8).view("u1").reshape(-1, 4)[:, :3].tobytes()


KINDS = {
    "8 bits": (1, 8, lambda s: (s.astype(int) // 256 + 128).astype("u1").tobytes()),
    "16 bits": (1, 16, lambda s: s.tobytes()),
    "24 bits": (1, 24, as_24_bits),
    "32 bits": (1, 32, lambda s: (s.astype("<i4") << 16).tobytes()),
    "floats": (3, 32, lambda s: (s / 32_768).astype("<f4").tobytes()),
    "A-law": (6, 8, encoded),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 48_000])
def test_every_kind_of_wav_is_the_same_tone(kind, rate):
    code, bits, written = KINDS[kind]
    out = waves.decode(file_of(code, bits, written(tone(440, 1.0, rate)), rate)) / 32_768
    assert len(out) == 8_000 and abs(level_db(out, 440) - level_db(tone(440, 1.0) / 32_768, 440)) < 0.5


def test_g711_is_what_the_recommendation_says():
    assert [int(waves.ALAW[code]) for code in range(256)] == [_alaw_of(code) for code in range(256)]
    assert {code: int(waves.MULAW[code]) for code in (0xFF, 0x7F, 0x80, 0x00, 0xEF)} == {
        0xFF: 0, 0x7F: 0, 0x80: 32_124, 0x00: -32_124, 0xEF: 132}
    out = waves.decode(file_of(7, 8, bytes([0x80, 0x00] * 400)))
    assert set(out.tolist()) == {32_124, -32_124}


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x7FFFFFFF])
def test_a_length_that_its_maker_did_not_know_is_what_there_is(size):
    assert len(waves.decode(file_of(1, 16, tone(440, 0.5).tobytes() + b"\1", size=size))) == 4_000


def test_two_channels_are_one():
    both = np.stack([tone(440, 0.5), tone(440, 0.5)], axis=1)
    assert np.array_equal(waves.decode(file_of(1, 16, both.tobytes(), channels=2)), tone(440, 0.5))


@pytest.mark.parametrize("data", [
    b"", b"RIFF", b"<html>not found</html>", waves.encode(tone(440, 0.1))[:30], file_of(2, 4, b"\0" * 80),
    file_of(1, 16, b"\0" * 80, rate=0), file_of(1, 16, b"\0" * 80, channels=0), file_of(85, 16, b"\0" * 80),
    b"RIFF\0\0\0\0WAVEdata\4\0\0\0\0\0\0\0", b"RIFF\0\0\0\0WAVEfmt \2\0\0\0\1\0data\2\0\0\0\0\0",
])  # fmt: skip
def test_what_is_no_sound_is_refused_in_one_way(data):
    with pytest.raises(ValueError):
        waves.decode(data)


def test_the_information_tone_is_three_tones_one_after_the_other():
    sound = waves.information_tone() / 32_768
    step = round(waves.SIT_SECONDS * waves.RATE)
    for n, hertz in enumerate(waves.SIT_HERTZ):
        part = sound[n * step : (n + 1) * step]
        assert level_db(part, hertz) > -20
        assert all(level_db(part, other) < -45 for other in waves.SIT_HERTZ if other != hertz)
