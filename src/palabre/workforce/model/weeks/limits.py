"""What the pack leaves to whoever makes a week: the strictest value of its seven days. Written beside the validator,
which shares nothing with it and judges what comes out."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, floor

import msgspec

from palabre.workforce.model.labour.packs import Rule
from palabre.workforce.model.labour.schedule import Contract as Labour
from palabre.workforce.model.weeks.week import DAY, DAYS, Week

NEVER = 10**6


class Limits(msgspec.Struct, frozen=True):
    """Minutes. `band`: between the earliest beginning and the latest end of a person's week, so that any two days of it
    leave the daily rest between them, and one day off makes the weekly one. `off_run`: days off in a row that the
    weekly rest takes. `closed`: hours of the day at which this person never works."""

    band: int
    off_run: int
    days: int
    day: int
    week: int
    week_least: int  # individual hours, what is carried over
    pause: tuple[int, int]  # from so much work on, a pause so long
    stretch: tuple[int, int]  # no longer without a pause so long
    paid: tuple[int, int, int, int]  # minutes per, or minutes per
    period: int
    gaps: int
    gap: int
    span: int
    lunch: tuple[int, int, int]  # so long, between
    latest: int
    closed: tuple[tuple[int, int], ...]


def limits(week: Week, labour: Labour) -> Limits:
    def rules(name: str) -> list[Rule]:
        found = []
        for day in map(week.date, range(DAYS)):
            young = week.pack.rule(f"minor_{name}", day) if labour.minor else None
            if rule := young or week.pack.rule(name, day):
                found.append(rule)
        return found

    most = lambda name: floor(min((r.value for r in rules(name)), default=NEVER))
    also = lambda name, key, pick, none: pick((r.also.get(key, none) for r in rules(name)), default=none)
    rest = ceil(max((r.value for r in rules("daily_rest")), default=0))
    weekly = ceil(max((r.value for r in rules("weekly_rest")), default=0))
    within = also("weekly_rest", "within_week", max, 0)
    midnights = [week.instants(week.wall(day, 0)) for day in range(DAYS + 1)]
    lost = max(0, DAY - min(b - a for a, b in pairwise(midnights)))
    off_run = max(1, ceil(within / DAY)) if weekly else 0
    band = DAY - max(rest, weekly - off_run * DAY if weekly else 0) - lost
    paid = rules("paid_pause")
    gaps = "part_time_interruptions" if labour.part_time else "interruptions"
    pause = rules("pause")
    lunch = rules("lunch")
    return Limits(
        band=band, off_run=off_run, days=min(DAYS - off_run, most("days_a_week")), day=_day(labour, most),
        week=_week(week, labour, rules),
        week_least=_carried(labour, rules)[0], pause=(int(min((r.also["after"] for r in pause), default=NEVER)),
                                                ceil(max((r.value for r in pause), default=0))),
        stretch=(most("stretch"), int(also("stretch", "pause", max, 0))),
        paid=_paid(paid[0]) if paid else (0, NEVER, 0, NEVER),
        period=ceil(max((r.value for r in rules("work_period")), default=0)), gaps=most(gaps),
        gap=int(also(gaps, "longest", min, DAY)), span=min(most("span_a_day"), DAY - rest),
        lunch=(ceil(lunch[0].value), int(lunch[0].also["from"]), int(lunch[0].also["to"])) if lunch else (0, 0, 0),
        latest=DAY - lost, closed=_closed(labour, rules),
    )  # fmt: skip


def _paid(rule: Rule) -> tuple[int, int, int, int]:
    return ceil(rule.value), int(rule.also["per"]), ceil(rule.also["or_pause"]), int(rule.also["or_per"])


def _day(labour: Labour, most) -> int:
    return min(most("hours_a_day"), most("night_hours_a_day") if labour.night_worker else NEVER)


def _closed(labour: Labour, rules) -> tuple[tuple[int, int], ...]:
    """Of nights that are not hers. The rule's name has the age in it already."""
    found = []
    if labour.minor:
        found += rules("night")
    elif labour.pregnant and not labour.night_agreed:
        found += rules("night_while_pregnant")
    windows = {(int(r.also["from"]), int(r.also["to"])) for r in found}
    return tuple(w for since, until in sorted(windows) for w in ((since, DAY), (0, until)))


def _week(week: Week, labour: Labour, rules) -> int:
    """Minutes of this week that its own ceiling, the average with the weeks before, the year's overtime and, part-time,
    full time leave."""
    most = min((r.value for r in rules("hours_a_week")), default=NEVER)
    averages = rules("hours_on_average") + (rules("night_hours_on_average") if labour.night_worker else [])
    for rule in averages:
        before = labour.worked_before[-int(rule.also["weeks"]) + 1 :]
        if len(before) == int(rule.also["weeks"]) - 1:
            most = min(most, rule.value * rule.also["weeks"] - sum(before))
    for rule in () if labour.part_time else rules("overtime_a_year"):
        most = min(most, rule.also["beyond_week"] + max(0, rule.value - labour.overtime_this_year))
    if labour.part_time and labour.weekly_minutes:
        for rule in rules("part_time_extra"):
            most = min(most, labour.weekly_minutes * (1 + rule.value), rule.also["below_week"] - 1)
    return max(0, floor(min(most, _carried(labour, rules)[1])))


def _carried(labour: Labour, rules) -> tuple[int, int]:
    """Least and most of a week whose hours are her own to shift."""
    if not labour.individual_hours or not labour.weekly_minutes:
        return 0, NEVER
    one = min((r.value for r in rules("carried_over_a_week")), default=NEVER)
    all_ = min((r.value for r in rules("carried_over")), default=NEVER)
    least, most = max(-one, -all_ - labour.carried_over), min(one, all_ - labour.carried_over)
    return ceil(labour.weekly_minutes + least), floor(labour.weekly_minutes + most)
