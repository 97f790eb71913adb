"""Numbers and dates as Asterisk's single sounds."""

import pytest

from palabre.channels.voice.drivers import spelling


def words(sounds: list[str]) -> str:
    return " ".join(s.removeprefix("sound:digits/") for s in sounds)


@pytest.mark.parametrize(("number", "french", "english"), [
    (0, "0", "0"), (16, "16", "16"), (21, "20 et 1", "20 1"), (71, "60 et 11", "70 1"), (80, "80", "80"),
    (81, "80 1", "80 1"), (99, "80 19", "90 9"), (100, "hundred", "1 hundred"), (202, "2 hundred 2", "2 hundred 2"),
    (1000, "thousand", "1 thousand"), (2026, "2 thousand 20 6", "2 thousand 20 6"),
    (1_000_001, "1 million 1", "1 million 1"),
])  # fmt: skip
def test_numbers(number, french, english):
    assert words(spelling.number(number, "fr-MA")) == french
    assert words(spelling.number(number, "en")) == english


def test_every_sound_of_small_numbers_is_recorded():
    recorded = {*map(str, range(21)), *map(str, range(30, 100, 10)), "et", "hundred", "thousand", "million"}
    for language in ("fr", "en"):
        said = {w for n in range(1200) for w in words(spelling.number(n, language)).split()}
        assert said <= recorded


def test_what_is_too_large_is_spelled():
    assert words(spelling.number(10**12, "fr")) == " ".join(str(10**12))


def test_dates_and_times():
    assert words(spelling.date("2026-10-25", "fr")) == "day-0 20 5 mon-9 2 thousand 20 6"
    assert words(spelling.date("2026-10-25", "en")) == "day-0 mon-9 20 5 2 thousand 20 6"
    assert words(spelling.time("14:05", "fr")) == "14 oclock 5"
    assert words(spelling.time("14:00", "fr")) == "14 oclock"
    with pytest.raises(ValueError):
        spelling.date("tomorrow", "fr")
