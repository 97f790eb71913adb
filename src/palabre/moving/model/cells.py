"""What people write in cells, made into one way of writing each thing: the same text means the same.

Every cell of ours is text. A value that does not fit raises `Unfit` with a code of `words.REASONS`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from itertools import pairwise

LEVEL_MAX = 10
_YES = frozenset("yes oui نعم true vrai 1 x y o on".split())
_NO = frozenset("no non لا false faux 0 n off".split())
_CLOSED = frozenset(("closed", "fermé", "ferme", "مغلق", "-", "fermee", "fermée", "off"))
_ALWAYS = frozenset(("24h", "24/24", "24h/24", "24:00", "always", "toujours", "دائما", "0-24", "h24"))
_TIME = re.compile(r"^(\d{1,2})(?:[:h.](\d{2})|h)?\s*(am|pm)?$")
_LEVEL = re.compile(r"^(.*?)(?:\s*[:=]\s*|\s*\(\s*|\s+)(\d{1,3})\s*\)?$")
_LANGUAGES = {
    "francais": "fr", "french": "fr", "الفرنسية": "fr", "anglais": "en", "english": "en", "الإنجليزية": "en",
    "arabe": "ar", "arabic": "ar", "العربية": "ar", "français": "fr",
}  # fmt: skip
_ROLES = {
    "advisor": "advisor", "conseiller": "advisor", "conseillère": "advisor", "agent": "advisor", "مستشار": "advisor",
    "supervisor": "supervisor", "superviseur": "supervisor", "superviseure": "supervisor", "مشرف": "supervisor",
    "administrator": "administrator", "administrateur": "administrator", "administratrice": "administrator",
    "admin": "administrator", "مدير": "administrator", "partner_supervisor": "partner_supervisor",
}  # fmt: skip
_CHANNELS = {
    "voice": "voice", "phone": "voice", "téléphone": "voice", "telephone": "voice", "voix": "voice", "appels": "voice",
    "الهاتف": "voice", "chat": "chat", "tchat": "chat", "الدردشة": "chat", "email": "email", "e-mail": "email",
    "messaging": "messaging", "visits": "visits",
}  # fmt: skip
_SKILL_KINDS = {
    "skill": "skill", "compétence": "skill", "competence": "skill", "مهارة": "skill", "language": "language",
    "langue": "language", "لغة": "language",
}  # fmt: skip


class Unfit(Exception):
    """`reason`: a code; `what`: the part of the cell it is about."""

    def __init__(self, reason: str, what: str = "") -> None:
        super().__init__(reason, what)
        self.reason, self.what = reason, what[:100]


def yes_or_no(text: str) -> str:
    folded = text.lower()
    if folded in _YES:
        return "yes"
    if folded in _NO:
        return "no"
    raise Unfit("yes_or_no", text)


def language(text: str) -> str:
    folded = text.lower()
    tag = _LANGUAGES.get(folded, folded)
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", tag):
        raise Unfit("not_a_language", text)
    return tag


def desk_language(text: str) -> str:
    tag = language(text).split("-")[0]
    if tag not in ("fr", "en", "ar"):
        raise Unfit("not_a_desk_language", text)
    return tag


def _one_of(words: Mapping[str, str], text: str, reason: str) -> str:
    if (found := words.get(text.lower())) is None:
        raise Unfit(reason, text)
    return found


def channel(text: str) -> str:
    return _one_of(_CHANNELS, text, "not_a_channel")


def skill_kind(text: str) -> str:
    return _one_of(_SKILL_KINDS, text, "not_a_skill_kind")


def roles(text: str) -> str:
    return "; ".join(sorted({_one_of(_ROLES, part, "not_a_role") for part in parts(text)}))


def number(text: str, least: int, most: int) -> str:
    digits = text.replace("\u00a0", "").replace(" ", "").removesuffix("s").split(".")[0].split(",")[0]
    if not digits.isdecimal() or not least <= int(digits) <= most:
        raise Unfit("not_between", f"{least}-{most}")
    return str(int(digits))


def parts(text: str) -> list[str]:
    """Of a list in one cell: by ; , | or a new line."""
    return [part.strip() for part in re.split(r"[;,|\n]", text) if part.strip()]


def skills(text: str, level: int) -> str:
    """`Facturation 3; Français (5)` → `Facturation: 3; Français: 5`. `level`: where none is said. `-`: none."""
    if text == "-":
        return "-"
    found: dict[str, str] = {}
    for part in parts(text):
        match = _LEVEL.match(part)
        name, said = (match.group(1).strip(), int(match.group(2))) if match and match.group(1) else (part, level)
        if not 1 <= said <= LEVEL_MAX:
            raise Unfit("not_a_level", part)
        found[name] = str(said)
    return written_skills(found)


def written_skills(found: Mapping[str, str | int]) -> str:
    return "; ".join(f"{name}: {found[name]}" for name in sorted(found, key=str.casefold)) or "-"


def read_skills(text: str) -> dict[str, int]:
    """Of what `skills` has written."""
    if text in ("", "-"):
        return {}
    return {name: int(level) for name, _, level in (part.rpartition(": ") for part in text.split("; "))}


# -- hours


def hours(text: str) -> str:
    """`8h30-12h30, 14h-18h` → `08:30-12:30 14:00-18:00`; `closed` for a day off."""
    folded = text.strip().lower()
    if folded in _CLOSED:
        return "closed"
    if folded in _ALWAYS:
        return "00:00-24:00"
    joined = re.sub(r"\s*(?:-|–|—|à| to |إلى)\s*", "-", folded)
    periods = sorted(_period(part, text) for part in re.split(r"[;,/|\n]|\s+(?:et|and|و)\s+|\s+(?=\d)", joined)
                     if part.strip())  # fmt: skip
    if not periods or any(before[1] > after[0] for before, after in pairwise(periods)):
        raise Unfit("hours_overlap" if periods else "not_hours", text)
    return " ".join(f"{begin}-{end}" for begin, end in periods)


def _period(part: str, whole: str) -> tuple[str, str]:
    begin, dash, end = part.strip().partition("-")
    if not dash:
        raise Unfit("not_hours", whole)
    opens, closes = _time(begin.strip(), whole), _time(end.strip(), whole)
    if closes == "00:00":
        closes = "24:00"
    if opens >= closes:
        raise Unfit("hours_backwards", part)
    return opens, closes


def _time(text: str, whole: str) -> str:
    if not (match := _TIME.match(text)):
        raise Unfit("not_hours", whole)
    hour, minute = int(match.group(1)), int(match.group(2) or 0)
    if match.group(3):
        hour = hour % 12 + (12 if match.group(3) == "pm" else 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise Unfit("not_hours", whole)
    return f"{hour:02}:{minute:02}"


def days(text: str) -> str:
    """`25/12/2026; 24/12/2026 9h-12h` → `2026-12-24 09:00-12:00; 2026-12-25`."""
    found: dict[str, str] = {}
    for part in (p.strip() for p in re.split(r"[;|\n]", text) if p.strip()):
        written, _, rest = part.partition(" ")
        found[date(written)] = f" {hours(rest)}" if rest.strip() and hours(rest) != "closed" else ""
    return "; ".join(f"{day}{found[day]}" for day in sorted(found))


def date(text: str) -> str:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            return datetime.datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    raise Unfit("not_a_date", text)
