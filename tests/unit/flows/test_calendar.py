"""Opening hours as people mean them."""
import datetime

import pytest

from palabre.flows.actions.calendars import hours_of, offsets, open_at
from palabre.flows.model.calendar import (
    DAY,
    Calendar,
    Period,
    Season,
    SpecialDay,
    Week,
    calendar_faults,
    with_day,
    without_day,
)
from palabre.foundations.clock import HOUR, MINUTE

ALL_DAY = (Period("00:00", "24:00"),)
OFFICE = (Period("09:00", "12:30"), Period("14:00", "18:00"))
ALWAYS = Week(*[ALL_DAY] * 7)


def at(text: str) -> int:
    """Milliseconds of an ISO instant with its offset."""
    return int(datetime.datetime.fromisoformat(text).timestamp() * 1000)


def calendar(week: Week, zone: str = "Europe/Paris", **more) -> Calendar:
    return Calendar(zone, week, **more)


def test_several_periods_a_day():
    hours = hours_of(calendar(Week(monday=OFFICE)), at("2026-06-15T00:00+02:00"), 1)
    assert hours == (
        (at("2026-06-15T09:00+02:00"), at("2026-06-15T12:30+02:00")),
        (at("2026-06-15T14:00+02:00"), at("2026-06-15T18:00+02:00")),
    )


def test_24_00_joins_the_next_midnight():
    week = Week(friday=(Period("20:00", "24:00"),), saturday=(Period("00:00", "02:00"),))
    assert hours_of(calendar(week), at("2026-06-19T00:00+02:00"), 2) == (
        (at("2026-06-19T20:00+02:00"), at("2026-06-20T02:00+02:00")),
    )


def test_open_round_the_clock_is_one_interval():
    begin = at("2026-01-01T00:00+01:00")
    assert hours_of(calendar(ALWAYS), begin, 365) == ((begin, begin + 365 * DAY),)


@pytest.mark.parametrize(("day", "length_hours"), [("2026-03-29", 3), ("2026-10-25", 5), ("2026-10-24", 4)])
def test_both_clock_changes_in_paris(day, length_hours):
    """From 0:00 to 4:00 on the wall: three hours in spring, five in autumn, four on other days."""
    week = Week(*[(Period("00:00", "04:00"),)] * 7)
    begin = at(f"{day}T00:00+02:00" if day > "2026-04" else f"{day}T00:00+01:00")
    opens, closes = hours_of(calendar(week), begin, 1)[0]
    assert (opens, closes - opens) == (begin, length_hours * HOUR)


def test_the_hour_that_an_autumn_night_has_twice_is_open_twice():
    week = Week(sunday=(Period("02:15", "02:45"),))
    hours = hours_of(calendar(week), at("2026-10-25T00:00+02:00"), 1)
    assert hours == (
        (at("2026-10-25T02:15+02:00"), at("2026-10-25T02:45+02:00")),
        (at("2026-10-25T02:15+01:00"), at("2026-10-25T02:45+01:00")),
    )


def test_the_hour_that_a_spring_night_skips_is_never_open():
    week = Week(sunday=(Period("02:15", "02:45"),))
    assert hours_of(calendar(week), at("2026-03-29T00:00+01:00"), 1) == ()


def test_morocco_changes_its_clock_for_ramadan():
    """Morocco is at UTC+1, and at UTC+0 from 15 February to 22 March 2026: nine o'clock moves with it."""
    week = Week(*[(Period("09:00", "10:00"),)] * 7)
    hours = hours_of(calendar(week, "Africa/Casablanca"), at("2026-02-13T00:00+00:00"), 5)
    assert [h[0] for h in hours] == [
        at("2026-02-13T09:00+01:00"), at("2026-02-14T09:00+01:00"),
        at("2026-02-15T09:00+00:00"), at("2026-02-16T09:00+00:00"), at("2026-02-17T09:00+00:00"),
    ]
    changes = offsets("Africa/Casablanca", at("2026-01-01T00:00+00:00"), at("2026-06-01T00:00+00:00"))
    assert [(c.at, c.seconds) for c in changes[1:]] == [
        (at("2026-02-15T02:00+00:00"), 0), (at("2026-03-22T02:00+00:00"), 3600)]


def test_ramadan_has_hours_of_its_own_and_fridays_off():
    ramadan = Season("ramadan", datetime.date(2026, 2, 18), datetime.date(2026, 3, 19),
                     Week(*[(Period("10:00", "15:00"),)] * 4, (), (Period("10:00", "13:00"),), ()))
    usual = Week(*[(Period("08:30", "16:30"),)] * 5)
    here = calendar(usual, "Africa/Casablanca", seasons=(ramadan,))
    assert open_at(here, at("2026-02-17T16:00+00:00")) and not open_at(here, at("2026-02-18T16:00+00:00"))
    assert open_at(here, at("2026-02-18T14:59+00:00")) and not open_at(here, at("2026-02-18T15:00+00:00"))
    assert not open_at(here, at("2026-02-20T11:00+00:00"))                   # a Friday within it
    assert open_at(here, at("2026-02-21T12:59+00:00"))                       # and its Saturday


def test_a_holiday_declared_the_evening_before_goes_before_everything():
    here = calendar(Week(monday=OFFICE), seasons=(
        Season("summer", datetime.date(2026, 7, 1), datetime.date(2026, 8, 31), Week(monday=ALL_DAY)),))
    monday = at("2026-07-13T11:00+02:00")
    assert open_at(here, monday)
    closed = with_day(here, SpecialDay(datetime.date(2026, 7, 13)))
    assert not open_at(closed, monday)
    morning = with_day(closed, SpecialDay(datetime.date(2026, 7, 13), (Period("10:00", "12:00"),)))
    assert open_at(morning, monday) and len(morning.days) == 1
    assert without_day(morning, datetime.date(2026, 7, 13)) == here


def test_a_window_cuts_hours_at_both_ends():
    begin = at("2026-06-15T10:00+02:00")
    assert hours_of(calendar(ALWAYS), begin, 1) == ((begin, begin + DAY),)
    assert hours_of(calendar(Week(monday=OFFICE)), begin, 1)[0] == (begin, at("2026-06-15T12:30+02:00"))


@pytest.mark.parametrize(("wrong", "code"), [
    (Week(monday=(Period("10:00", "09:00"),)), "periods_overlap"),
    (Week(monday=(Period("10:00", "10:00"),)), "periods_overlap"),
    (Week(monday=(Period("09:00", "12:00"), Period("11:59", "13:00"))), "periods_overlap"),
])
def test_mistyped_periods_are_told(wrong, code):
    assert [f.code for f in calendar_faults(calendar(wrong))] == [code]


def test_mistyped_seasons_and_days_are_told():
    def season(name, first, last):
        return Season(name, datetime.date.fromisoformat(first), datetime.date.fromisoformat(last), Week())

    day = SpecialDay(datetime.date(2026, 5, 1))
    wrong = calendar(Week(), seasons=(season("a", "2026-02-01", "2026-01-01"), season("b", "2026-03-01", "2026-03-31"),
                                      season("c", "2026-03-31", "2026-04-02")), days=(day, day))
    assert [(f.code, f.where) for f in calendar_faults(wrong)] == [
        ("season_backwards", "a"), ("day_twice", "2026-05-01"), ("seasons_overlap", "c")]


def test_touching_periods_are_one():
    week = Week(monday=(Period("12:00", "14:00"), Period("09:00", "12:00")))
    assert calendar_faults(calendar(week)) == []
    assert len(hours_of(calendar(week), at("2026-06-15T00:00+02:00"), 1)) == 1


def test_minutes_are_exact():
    here = calendar(Week(monday=(Period("09:00", "09:01"),)))
    opens = at("2026-06-15T09:00+02:00")
    assert [open_at(here, opens + d) for d in (-1, 0, MINUTE - 1, MINUTE)] == [False, True, True, False]
