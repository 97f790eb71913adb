"""Rules of working time as data: each a number with the article that founds it and the days on which it holds.

A pack may rest on another: a rule of the same name replaces that one's. Whoever plans may change a value for a time
(`amended`); a lawyer validates. Times are minutes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

FOREVER = (date.min, date.max)


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`value`: the bound, in minutes where it is a time. `also`: what else the rule needs, by name. `confirm`: a lawyer
    has still to say so."""

    name: str
    value: float
    article: str
    since: date = FOREVER[0]
    until: date = FOREVER[1]
    also: dict[str, float] = {}
    confirm: bool = False


class Pack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    title: str
    rules: tuple[Rule, ...]
    rests_on: str = ""

    def rule(self, name: str, day: date) -> Rule | None:
        """The one in force that day; the last that was written wins."""
        return next((r for r in reversed(self.rules) if r.name == name and r.since <= day <= r.until), None)


def amended(pack: Pack, rules: Iterable[Rule]) -> Pack:
    """With values of one's own, for as long as each says."""
    return msgspec.structs.replace(pack, rules=(*pack.rules, *rules))


def whole(name: str) -> Pack:
    """A pack with all that it rests on. KeyError where there is none."""
    pack = PACKS[name]
    below = whole(pack.rests_on).rules if pack.rests_on else ()
    return msgspec.structs.replace(pack, rules=(*below, *pack.rules))


H = 60.0
_FR = Pack(
    "FR-2026",
    "France, Code du travail",
    (
        Rule("daily_rest", 11 * H, "Code du travail, L3131-1 (9 h by agreement: D3131-6)"),
        Rule("weekly_rest", 35 * H, "Code du travail, L3132-2", also={"within_week": 24 * H}),
        Rule("days_a_week", 6, "Code du travail, L3132-1"),
        Rule("hours_a_day", 10 * H, "Code du travail, L3121-18"),
        Rule("hours_a_week", 48 * H, "Code du travail, L3121-20"),
        Rule("hours_on_average", 44 * H, "Code du travail, L3121-22", also={"weeks": 12}),
        Rule("pause", 20, "Code du travail, L3121-16", also={"after": 6 * H}),
        Rule("overtime_a_year", 220 * H, "Code du travail, D3121-24", also={"beyond_week": 35 * H}),
        Rule("part_time_week", 24 * H, "Code du travail, L3123-7, L3123-27"),
        Rule("part_time_extra", 0.1, "Code du travail, L3123-28", also={"below_week": 35 * H}),
        Rule("part_time_interruptions", 1, "Code du travail, L3123-23, L3123-30", also={"longest": 2 * H}),
        Rule("carried_over_a_week", 3 * H, "Code du travail, L3121-48, R3121-30"),
        Rule("carried_over", 10 * H, "Code du travail, L3121-48, R3121-30"),
        Rule("notice_days", 7, "Code du travail, L3123-24, L3123-31 (3 by agreement)"),
        Rule("night_hours_a_day", 8 * H, "Code du travail, L3122-6", also={"from": 21 * H, "to": 6 * H}),
        Rule("night_hours_on_average", 40 * H, "Code du travail, L3122-7", also={"weeks": 12}),
        Rule("night_while_pregnant", 0, "Code du travail, L1225-9", also={"from": 21 * H, "to": 6 * H}),
        Rule("sunday", 0, "Code du travail, L3132-3"),
        Rule("first_of_may", 0, "Code du travail, L3133-4"),
        Rule("minor_hours_a_day", 8 * H, "Code du travail, L3162-1"),
        Rule("minor_hours_a_week", 35 * H, "Code du travail, L3162-1"),
        Rule("minor_pause", 30, "Code du travail, L3162-3", also={"after": 4.5 * H}),
        Rule("minor_daily_rest", 12 * H, "Code du travail, L3164-1"),
        Rule("minor_weekly_rest", 48 * H, "Code du travail, L3164-2", also={"within_week": 48 * H}),
        Rule("minor_night", 0, "Code du travail, L3163-1, L3163-2", also={"from": 22 * H, "to": 6 * H}),
    ),
)
_IDCC_2098 = Pack(
    "FR-2026-IDCC2098",
    "France, prestataires de services (IDCC 2098): outsourcers only",
    (
        Rule("span_a_day", 13 * H, "IDCC 2098, art. 30"),
        Rule("stretch", 3 * H, "IDCC 2098, accord du 20 juin 2002", also={"pause": 10}),
        Rule("paid_pause", 10, "IDCC 2098, accord du 20 juin 2002",
             also={"per": 2 * H, "or_pause": 15, "or_per": 3 * H}),
        Rule("work_period", 3 * H, "IDCC 2098, accord du 20 juin 2002"),
        Rule("lunch", 45, "IDCC 2098, accord du 20 juin 2002", also={"from": 11 * H, "to": 15 * H}),
        Rule("interruptions", 2, "IDCC 2098, accord du 20 juin 2002"),
        Rule("part_time_interruptions", 2, "IDCC 2098, accord du 20 juin 2002", also={"longest": 13 * H}),
    ),
    rests_on="FR-2026",
)  # fmt: skip


def _plain(name: str, title: str, week_hours: float, code: str) -> Pack:
    """A country whose figures a lawyer has still to confirm: all of them marked so."""
    rules = (
        Rule("hours_a_week", week_hours * H, code, confirm=True),
        Rule("hours_a_day", 10 * H, code, confirm=True),
        Rule("daily_rest", 11 * H, code, confirm=True),
        Rule("weekly_rest", 24 * H, code, also={"within_week": 24 * H}, confirm=True),
        Rule("days_a_week", 6, code, confirm=True),
    )
    return Pack(name, title, rules)


PACKS: dict[str, Pack] = {
    pack.name: pack
    for pack in (
        _FR, _IDCC_2098,
        _plain("SN", "Senegal, to confirm", 40, "Code du travail (Senegal), to confirm"),
        _plain("ML", "Mali, to confirm", 40, "Code du travail (Mali), to confirm"),
        _plain("TN", "Tunisia, to confirm", 48, "Code du travail (Tunisia), to confirm"),
    )
}  # fmt: skip
