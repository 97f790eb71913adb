"""Numbers said in words, in French, English and Arabic, below a million: "vingt-trois" is 23, "deux trois" 2 and 3.

Words join as long as they can be one number; what cannot be part of it begins the next one, as in a telephone number
said by twos.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_FRENCH = {
    "zéro": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "octante": 80, "nonante": 90, "cent": 100, "cents": 100, "mille": 1000,
}  # fmt: skip
_ENGLISH = {
    "zero": 0, "oh": 0, "o": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
}  # fmt: skip
_UNITS = ("ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")  # 3 to 9
_ARABIC = {
    "صفر": 0, "واحد": 1, "واحدة": 1, "أحد": 1, "إحدى": 1, "اثنان": 2, "اثنين": 2, "اثنا": 2, "اثني": 2, "اثنتا": 2,
    "ثماني": 8, "ثمانية": 8, "عشر": 10, "عشرة": 10, "عشرون": 20, "عشرين": 20,
    "مئة": 100, "مائة": 100, "مئتان": 200, "مئتين": 200, "مائتان": 200, "مائتين": 200,
    "ألف": 1000, "آلاف": 1000, "ألفان": 2000, "ألفين": 2000,
}  # fmt: skip
for _n, _unit in enumerate(_UNITS, 3):
    _ARABIC |= {_unit: _n, f"{_unit}ة": _n, f"{_unit}ون": _n * 10, f"{_unit}ين": _n * 10}
    _ARABIC |= {f"{_unit}{hundred}": _n * 100 for hundred in ("مئة", "مائة")}
WORDS: Mapping[str, Mapping[str, int]] = {"fr": _FRENCH, "en": _ENGLISH, "ar": _ARABIC}
AND = "و"  # written with the word that follows: what is added to the number before


def digits(words: Iterable[tuple[int | str, bool]], language: str) -> str:
    """`words`: values in order, and whether each says "and" before it; a text is digits already, and stands alone."""
    made, number = [], _Number(language)
    for value, added in words:
        if isinstance(value, str) or value == 0 or not number.takes(value, added):
            made.append(number.text())
            number = _Number(language)
            if isinstance(value, str) or value == 0:
                made.append(str(value))
            else:
                number.takes(value, False)
    return "".join([*made, number.text()])


class _Number:
    """One that is being said. `low`: what is below a thousand so far."""

    def __init__(self, language: str) -> None:
        self._language, self._thousands, self._low, self._last = language, 0, 0, 0

    def text(self) -> str:
        return str(self._thousands + self._low) if self._last else ""

    def takes(self, value: int, added: bool) -> bool:
        """False where it cannot be part of this one."""
        if not self._fits(value, added):
            return False
        self._last = value
        return True

    def _fits(self, value: int, added: bool) -> bool:
        if value >= 1000:
            return self._thousand(value)
        if value == 100 and 1 < self._low < 10 and self._language != "ar":
            self._low *= 100
        elif self._language == "fr" and value == 20 and self._last == 4 and self._low % 100 == 4:
            self._low += 76
        elif self._joins(value, added):
            self._low += value
        else:
            return False
        return True

    def _thousand(self, value: int) -> bool:
        if self._thousands or (value > 1000 and self._low):
            return False
        self._thousands, self._low = value * (self._low or 1), 0
        return True

    def _joins(self, value: int, added: bool) -> bool:
        """Below a thousand: nothing yet, or something that has room for it."""
        if not self._last:
            return True
        if self._language == "ar":
            if value == 10 and not added:
                return 0 < self._low % 100 < 10 and self._last < 10  # thirteen: three ten
            room = self._low % 100 == 0 or (value >= 20 and self._low % 100 < 10)  # three and twenty
            return added and room and (value < 100 or self._low == 0)
        if value >= 100:
            return self._low == 0
        if value >= 10:
            return self._low % 100 == 0 or (self._language == "fr" and value < 20 and self._low % 100 in (60, 80))
        tens = self._low % 100
        return tens % 10 == 0 and (tens != 10 or (self._language == "fr" and value >= 7))
