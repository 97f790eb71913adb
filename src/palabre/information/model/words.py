"""The few sentences that information services say by themselves, where the flow gives no prompt of its own."""

from __future__ import annotations

STALE = {
    "fr": "Nous sommes désolés, cette information n'est pas disponible pour le moment.",
    "en": "We are sorry, this information is not available at the moment.",
    "ar": "نعتذر، هذه المعلومات غير متوفرة حاليا.",
}
STROKES = {
    "fr": "Au troisième top, il sera exactement",
    "en": "At the third stroke, it will be exactly",
    "ar": "عند الإشارة الثالثة تكون الساعة بالضبط",
}
IT_IS = {"fr": "Il est", "en": "It is", "ar": "الساعة الآن"}
_NOW = {"fr": "Information relevée à l'instant.", "en": "Information read just now.", "ar": "معلومات محدثة الآن."}
_AGES = {
    "fr": ("Information relevée il y a {n} {unit}.", ("minute", "minutes"), ("heure", "heures"), ("jour", "jours")),
    "en": ("Information read {n} {unit} ago.", ("minute", "minutes"), ("hour", "hours"), ("day", "days")),
}
# one, two, three to ten, more
_ARABIC = (
    ("دقيقة", "دقيقتين", "دقائق", "دقيقة"), ("ساعة", "ساعتين", "ساعات", "ساعة"), ("يوم", "يومين", "أيام", "يوما"),
)  # fmt: skip


def in_language(words: dict[str, str], language: str) -> str:
    return words.get(language.split("-")[0].lower(), words["fr"])


def age(seconds: int, language: str) -> str:
    """How old, in the largest unit of which there are two, or the only one: 95 minutes are one hour."""
    short = language.split("-")[0].lower()
    minutes = seconds // 60
    if minutes < 1:
        return in_language(_NOW, short)
    unit, n = (2, minutes // 1440) if minutes >= 2 * 1440 else (1, minutes // 60) if minutes >= 60 else (0, minutes)
    if short == "ar":
        return _arabic(unit, n)
    sentence, *units = _AGES.get(short, _AGES["fr"])
    return sentence.format(n=n, unit=units[unit][n != 1])


def _arabic(unit: int, n: int) -> str:
    one, two, few, many = _ARABIC[unit]
    if n <= 2:
        return f"معلومات محدثة قبل {one if n == 1 else two}."
    return f"معلومات محدثة قبل {n} {few if n <= 10 else many}."
