"""Numbers, digits, dates and times as single sounds of Asterisk's own recordings.

Its `number:` and `digits:` media cannot be stopped before their end (nothing listens for the stop between two words),
so a key pressed over them would wait: a list of single files stops at once.
"""

from __future__ import annotations

from datetime import date as Date

NUMBER_MAX = 999_999_999


def digits(value: str) -> list[str]:
    return [_sound(d) for d in value]


def number(value: int, language: str) -> list[str]:
    """`language`: fr or en, their long tags too."""
    if value > NUMBER_MAX:
        return digits(str(value))
    return [_sound(word) for word in (_french if language.startswith("fr") else _english)(value)]


def date(value: str, language: str) -> list[str]:
    """2026-10-25: weekday, day and month in the language's order, year."""
    day = Date.fromisoformat(value)
    weekday, month = _sound(f"day-{day.isoweekday() % 7}"), _sound(f"mon-{day.month - 1}")
    middle = [month, *number(day.day, language)] if language.startswith("en") else [*number(day.day, language), month]
    return [weekday, *middle, *number(day.year, language)]


def time(value: str, language: str) -> list[str]:
    """14:05, or to the second: 14:05:30"""
    hours, minutes, *seconds = (int(part) for part in value.split(":"))
    told = [*number(hours, language), _sound("oclock"), *(number(minutes, language) if minutes else [])]
    if not seconds:
        return told
    told += ["sound:minutes"] if minutes else []
    return [*told, *number(seconds[0], language), "sound:seconds"] if seconds[0] else told


def _sound(word: str) -> str:
    return f"sound:digits/{word}"


def _french(n: int) -> list[str]:
    if n < 17 or n in (17, 18, 19) or (n < 70 and n % 10 == 0) or n in (80, 90):
        return [str(n)]
    if n < 80:
        tens = 60 if n > 69 else n // 10 * 10
        return [str(tens), *(["et"] if n in (21, 31, 41, 51, 61, 71) else []), *_french(n - tens)]
    if n < 100:
        return ["80", *_french(n - 80)]
    if n < 1000:
        return [*(_french(n // 100) if n >= 200 else []), "hundred", *_rest(n % 100, _french)]
    if n < 1_000_000:
        return [*(_french(n // 1000) if n >= 2000 else []), "thousand", *_rest(n % 1000, _french)]
    return [*_french(n // 1_000_000), "million", *_rest(n % 1_000_000, _french)]


def _english(n: int) -> list[str]:
    if n <= 20 or (n < 100 and n % 10 == 0):
        return [str(n)]
    if n < 100:
        return [str(n // 10 * 10), str(n % 10)]
    for size, word in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            return [*_english(n // size), word, *_rest(n % size, _english)]
    raise AssertionError(n)


def _rest(n: int, speak) -> list[str]:
    return speak(n) if n else []
