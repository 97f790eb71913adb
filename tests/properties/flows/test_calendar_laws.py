"""Compiled hours say the same as a clerk who looks at the wall clock every minute."""
import datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from palabre.flows.actions.calendars import hours_of, open_at
from palabre.flows.model.calendar import DAY_NAMES, Calendar, Period, Season, SpecialDay, Week, calendar_faults
from palabre.foundations.clock import MINUTE

ZONES = ("Europe/Paris", "Africa/Casablanca", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
FIRST = datetime.date(2026, 1, 1)


def text(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def periods(draw):
    marks = sorted(draw(st.lists(st.integers(0, 1440), max_size=6, unique=True)))
    return tuple(Period(text(a), text(b)) for a, b in zip(marks[::2], marks[1::2], strict=False))


weeks = st.builds(Week, *[periods()] * 7)
days = st.integers(0, 370).map(lambda n: FIRST + datetime.timedelta(days=n))


@st.composite
def calendars(draw):
    first = draw(days)
    season = Season("s", first, first + datetime.timedelta(days=draw(st.integers(0, 30))), draw(weeks))
    special = draw(st.lists(st.builds(SpecialDay, days, periods()), max_size=3, unique_by=lambda d: d.date))
    return Calendar(draw(st.sampled_from(ZONES)), draw(weeks), draw(st.sampled_from([(), (season,)])), tuple(special))


def clerk(calendar: Calendar, at: int) -> bool:
    """By brute force and on her own: the wall clock, then the day's list."""
    wall = datetime.datetime.fromtimestamp(at / 1000, ZoneInfo(calendar.zone))
    listed = getattr(calendar.week, DAY_NAMES[wall.weekday()])
    for season in calendar.seasons:
        if season.first <= wall.date() <= season.last:
            listed = getattr(season.week, DAY_NAMES[wall.weekday()])
    for special in calendar.days:
        if special.date == wall.date():
            listed = special.periods
    now = wall.strftime("%H:%M")
    return any(p.begin <= now < p.end for p in listed)


@settings(max_examples=120, deadline=None)
@given(calendars(), days, st.integers(0, 1439))
def test_compiled_hours_are_what_the_wall_clock_says(calendar, day, minute):
    assert calendar_faults(calendar) == []
    begin = int(datetime.datetime.combine(day, datetime.time(), datetime.UTC).timestamp()) * 1000 + minute * MINUTE
    compiled = hours_of(calendar, begin, 2)
    for at in range(begin, begin + 2 * 1440 * MINUTE, 7 * MINUTE):
        expected = clerk(calendar, at)
        assert any(a <= at < b for a, b in compiled) == expected
        assert open_at(calendar, at) == expected


@settings(max_examples=25, deadline=None)
@given(calendars(), st.sampled_from(["2026-03-28", "2026-10-24", "2026-02-14", "2026-03-21", "2026-04-04"]))
def test_every_minute_around_a_clock_change(calendar, day):
    begin = int(datetime.datetime.fromisoformat(f"{day}T12:00+00:00").timestamp()) * 1000
    compiled = hours_of(calendar, begin, 1)
    opened = {m for a, b in compiled for m in range(a, b, MINUTE)}
    assert opened == {m for m in range(begin, begin + 1440 * MINUTE, MINUTE) if clerk(calendar, m)}


@settings(max_examples=100, deadline=None)
@given(calendars(), days)
def test_compiled_hours_are_in_order_and_never_touch(calendar, day):
    begin = int(datetime.datetime.combine(day, datetime.time(), datetime.UTC).timestamp()) * 1000
    compiled = hours_of(calendar, begin, 40)
    edges = [edge for interval in compiled for edge in interval]
    assert edges == sorted(set(edges))
