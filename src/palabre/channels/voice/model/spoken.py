"""What somebody said, as a choice or as digits. A recogniser's text comes in; nothing here has heard a sound."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from palabre.channels.ports import Option

DIGITS = {
    "fr": "zero un deux trois quatre cinq six sept huit neuf",
    "en": "zero one two three four five six seven eight nine",
    "ar": "صفر واحد اثنان ثلاثه اربعه خمسه سته سبعه ثمانيه تسعه",
}
ALSO = {"une": "1", "oh": "0", "o": "0", "اثنين": "2"}
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
    """Digits said one by one, by their names or as numerals; other words are passed over."""
    names = plain(DIGITS.get(language.split("-")[0].lower(), DIGITS["en"]))
    known = {name: str(i) for i, name in enumerate(names)}
    return "".join(known.get(word) or ALSO.get(word) or (word if word.isdecimal() else "") for word in plain(text))
