"""Conditions, texts, languages, wav heads, control digits."""
import io
import wave

import pytest

from palabre.flows.actions.checks import luhn
from palabre.flows.model.conditions import Condition, condition_fault, holds
from palabre.flows.model.text import fill, nearest
from palabre.flows.model.wav import wav_seconds


def is_(test: str, value: str = "", variable: str = "x", **more) -> Condition:
    return Condition(test, variable, value, **more)


@pytest.mark.parametrize(("condition", "value", "expected"), [
    (is_("equals", "1"), "1", True), (is_("equals", "1"), "01", False), (is_("equals"), None, True),
    (is_("is_empty"), None, True), (is_("is_empty"), "0", False),
    (is_("one_of", values=("a", "b")), "b", True), (is_("starts_with", "06"), "0612", True),
    (is_("less", "10"), "9", True), (is_("less", "10"), "10", False), (is_("at_most", "10"), "10.0", True),
    (is_("more", "2"), "10", True), (is_("at_least", "2.5"), "2.4", False),
    (is_("more", "2"), "ten", False), (is_("less", "x"), "1", False), (is_("less", "1"), "NaN", False),
    (is_("more", "1"), "Infinity", False),
    (Condition("not", of=(is_("equals", "1"),)), "2", True),
    (Condition("all", of=(is_("more", "1"), is_("less", "3"))), "2", True),
    (Condition("any", of=(is_("equals", "1"), is_("equals", "3"))), "2", False),
])
def test_conditions(condition, value, expected):
    assert holds(condition, {} if value is None else {"x": value}) is expected


def test_conditions_have_a_depth():
    condition = is_("equals")
    for _ in range(8):
        condition = Condition("not", of=(condition,))
    assert condition_fault(condition) == "condition_too_deep"


def test_texts_are_filled_once():
    assert fill("{a}{b}{c} {A} {}", {"a": "{b}", "b": "2"}) == "{b}2 {A} {}"


@pytest.mark.parametrize(("language", "offered", "expected"), [
    ("fr-MA", ["fr", "ar"], "fr"), ("fr", ["fr-MA"], None), ("AR-ma", ["ar-MA", "ar"], "ar-MA"),
    ("zh-Hant-x-old", ["zh-Hant"], "zh-Hant"), ("shi", ["fr"], None),
])
def test_nearest_language(language, offered, expected):
    assert nearest(language, offered) == expected


def wav(channels: int = 1, rate: int = 8000, width: int = 2, seconds: float = 0.5) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(channels)
        file.setframerate(rate)
        file.setsampwidth(width)
        file.writeframes(b"\0" * round(rate * seconds) * channels * width)
    return made.getvalue()


@pytest.mark.parametrize(("data", "expected"), [
    (wav(), 0.5), (wav(2, 48000), 0.5), (wav(3), "channels"), (wav(rate=96000), "rate"), (wav(width=3), "not_pcm"),
    (b"", "not_wav"), (b"RIFF\0\0\0\0WAVE", "not_wav"), (b"ID3" + b"\0" * 60, "not_wav"), (wav()[:30], "not_wav"),
    (wav(seconds=0), "not_wav"),
])
def test_wav_heads(data, expected):
    assert wav_seconds(data) == expected


def test_a_wav_whose_writer_was_killed_has_its_true_length():
    cut = wav()[:44 + 4000]
    assert wav_seconds(cut) == 0.25
    assert wav_seconds(cut[:40] + b"\0\0\0\0" + cut[44:]) == 0.25


@pytest.mark.parametrize(("number", "expected"), [
    ("4970101234567890", False), ("4970101234567893", True), ("4539578763621486", True), ("0", False), ("", False),
    ("٤٥", False),
])
async def test_luhn(number, expected):
    assert await luhn(None, number) is expected
