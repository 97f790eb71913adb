"""What somebody said, as a choice or as digits. A recogniser's text comes in; nothing here has heard a sound."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from palabre.channels.ports import Option
from palabre.channels.voice.model import numerals

_WORD = re.compile(r"\w+")


def plain(text: str) -> list[str]:
    """Words without case, accents or Arabic vowels; the letters that speakers do not tell apart are one."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return _WORD.findall(bare.translate(str.maketrans("ةىأإآ", "هيااا")))


def chosen(text: str, options: Sequence[Option]) -> Option | None:
    """The option one of whose phrases was said; None where none was, or several of different options were."""
    said = plain(text)
    found = [o for o in options if any(_within(plain(phrase), said) for phrase in o.spoken)]
    return found[0] if len(found) == 1 else None


def _within(phrase: Sequence[str], said: Sequence[str]) -> bool:
    n = len(phrase)
    return n > 0 and any(list(said[i : i + n]) == list(phrase) for i in range(len(said) - n + 1))


def digits_of(text: str, language: str) -> str:
    """Digits by their names, numbers below a million, or numerals; other words are passed over."""
    short = language.split("-")[0].lower()
    return numerals.digits(_values(plain(text), short), short if short in numerals.WORDS else "en")


def _values(words: Sequence[str], language: str) -> Iterator[tuple[int | str, bool]]:
    known = _known(language)
    for word in words:
        after = word.removeprefix(numerals.AND)
        if word.isdecimal():
            yield _ascii(word), False
        elif word in known:
            yield known[word], False
        elif language == "ar" and after in known:
            yield known[after], True


def _ascii(numeral: str) -> str:
    """Arabic numerals of the East too."""
    return "".join(str(int(digit)) for digit in numeral)


@functools.cache
def _known(language: str) -> dict[str, int]:
    names = numerals.WORDS.get(language, numerals.WORDS["en"])
    return {"".join(plain(name)): value for name, value in names.items()}
