"""Country rules as data: what the law of the person called says, each with its article, from the day it holds.

A pack is chosen by campaign. What stands in none of them (the tenant's own do-not-call list, the people who opted out)
always holds.
"""

from __future__ import annotations

from datetime import date

import msgspec

WEEKDAYS = (0, 1, 2, 3, 4)
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


class Hours(msgspec.Struct, frozen=True):
    """By the called number's own clock: minutes of the day, from the first to before the last. `days`: 0 is Monday."""

    days: tuple[int, ...]
    periods: tuple[tuple[int, int], ...]
    article: str
    since: date = date.min


class Holidays(msgspec.Struct, frozen=True):
    """`fixed`: (month, day). `easter`: days after Easter Sunday. `there`: (zone, month, day), where only that clock
    has it."""

    fixed: tuple[tuple[int, int], ...]
    easter: tuple[int, ...]
    article: str
    since: date = date.min
    there: tuple[tuple[str, int, int], ...] = ()


class Attempts(msgspec.Struct, frozen=True):
    """At most so many within so many days, by the same company, whatever the campaign."""

    most: int
    days: int
    article: str
    since: date = date.min


class Refusal(msgspec.Struct, frozen=True):
    """Days of rest after the person called has refused."""

    days: int
    article: str
    since: date = date.min


class Consent(msgspec.Struct, frozen=True):
    """Prior and recorded; without it nobody is called."""

    article: str
    since: date = date.min


class Pack(msgspec.Struct, frozen=True):
    """`ceiling_permille`: of those answered by a person; a campaign may ask for less, never for more."""

    name: str
    title: str
    hours: Hours | None = None
    holidays: Holidays | None = None
    attempts: Attempts | None = None
    refusal: Refusal | None = None
    consent: Consent | None = None
    ceiling_permille: int = 30
    ceiling_article: str = "16 CFR 310.4(b)(4)"


_D223_9 = "Code de la consommation, D223-9"
_ABOLITION = (                        # of slavery: Code du travail, L3422-2
    ("Indian/Mayotte", 4, 27), ("America/Martinique", 5, 22), ("America/Guadeloupe", 5, 27), ("America/Cayenne", 6, 10),
    ("Indian/Reunion", 12, 20),
)  # fmt: skip
PACKS: dict[str, Pack] = {
    pack.name: pack
    for pack in (
        Pack(
            "FR-2026",
            "France, démarchage téléphonique",
            hours=Hours(WEEKDAYS, ((600, 780), (840, 1200)), _D223_9, date(2023, 3, 1)),
            holidays=Holidays(
                ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)), (1, 39, 50), _D223_9,
                date(2023, 3, 1), _ABOLITION),
            attempts=Attempts(4, 30, _D223_9, date(2023, 3, 1)),
            refusal=Refusal(60, _D223_9, date(2023, 3, 1)),
            consent=Consent("Code de la consommation, L223-1 (loi 2025-594)", date(2026, 8, 11)),
        ),
        Pack(
            "US-TSR",
            "United States, Telemarketing Sales Rule",
            hours=Hours(EVERY_DAY, ((480, 1260),), "16 CFR 310.4(c)"),
        ),
        Pack("SERVICE", "Calls about a contract under way, no solicitation"),
    )
}  # fmt: skip


def easter_sunday(year: int) -> date:
    """Gregorian (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (a + 11 * h) // 319
    n = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + n + 90) // 25
    return date(year, month, (h - m + n + month + 19) % 32)
