"""Country rules at their boundaries: the last instant at which it is allowed, and the first at which it is not."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from palabre.outbound.actions.campaigns import locals_at
from palabre.outbound.model.files import zones_of
from palabre.outbound.model.packs import PACKS, easter_sunday
from palabre.outbound.model.rules import Known, next_try, open_seconds, refusal_of

FR, US, PARIS = PACKS["FR-2026"], PACKS["US-TSR"], ZoneInfo("Europe/Paris")
DAY_MS = 86_400_000


def known(text: str, zone: ZoneInfo = PARIS, **more) -> Known:
    local = datetime.fromisoformat(text)
    now = round(local.replace(tzinfo=zone).timestamp() * 1000)
    more.setdefault("consent_at", now - DAY_MS)
    return Known(now, (local,), **more)


def rule(pack, at: Known) -> str:
    found = refusal_of(pack, at)
    return found.rule if found else ""


@pytest.mark.parametrize(("at", "refused"), [
    ("2026-11-23T09:59:59.999", "hours"), ("2026-11-23T10:00", ""), ("2026-11-23T12:59:59.999", ""),
    ("2026-11-23T13:00", "hours"), ("2026-11-23T13:59:59.999", "hours"), ("2026-11-23T14:00", ""),
    ("2026-11-23T19:59:59.999", ""), ("2026-11-23T20:00", "hours"), ("2026-11-27T19:59", ""),
    ("2026-11-28T11:00", "hours"), ("2026-11-29T11:00", "hours"),
    ("2026-11-11T11:00", "holiday"), ("2026-12-25T11:00", "holiday"), ("2027-01-01T11:00", "holiday"),
    ("2026-04-06T11:00", "holiday"), ("2026-05-14T11:00", "holiday"), ("2026-05-25T11:00", "holiday"),
    ("2026-04-07T11:00", ""),
])  # fmt: skip
def test_french_hours_and_holidays(at, refused):
    assert rule(FR, known(at)) == refused
    if refused:
        assert refusal_of(FR, known(at)).article == "Code de la consommation, D223-9"


@pytest.mark.parametrize(("at", "opens"), [
    ("2026-11-23T13:00", "2026-11-23T14:00"), ("2026-11-27T20:00", "2026-11-30T10:00"),
    ("2026-12-24T20:00", "2026-12-28T10:00"), ("2026-11-23T03:00", "2026-11-23T10:00"),
    ("2026-11-11T11:00", "2026-11-12T10:00"),
])  # fmt: skip
def test_when_it_opens_again(at, opens):
    seconds = refusal_of(FR, known(at)).seconds
    assert datetime.fromisoformat(at) + timedelta(seconds=seconds) == datetime.fromisoformat(opens)


def test_how_long_it_is_open():
    assert open_seconds(FR, datetime(2026, 11, 23, 12, 59)) == 60
    assert open_seconds(FR, datetime(2026, 11, 23, 13)) == 0
    assert open_seconds(PACKS["SERVICE"], datetime(2026, 11, 23, 23)) == 3600


@pytest.mark.parametrize(("number", "paris", "refused"), [
    ("+596596601234", "2026-11-23T14:59:59.999", "hours"), ("+596596601234", "2026-11-23T15:00", ""),
    ("+590590820000", "2026-11-24T00:59:59.999", ""), ("+590590820000", "2026-11-24T01:00", "hours"),
    ("+262262202020", "2026-11-23T06:59:59.999", "hours"), ("+262262202020", "2026-11-23T07:00", ""),
    ("+262262202020", "2026-11-23T17:00", "hours"), ("+594594291234", "2026-11-23T14:00", ""),
    ("+262692123456", "2026-11-23T07:30", "hours"), ("+262692123456", "2026-11-23T08:00", ""),
    ("+262692123456", "2026-11-23T11:30", "hours"), ("+508412345", "2026-11-23T14:00", ""),
])  # fmt: skip
def test_overseas_is_called_by_its_own_clock(number, paris, refused):
    """A mobile of +262 may be of Mayotte or of Réunion: both clocks have to allow it."""
    at = datetime.fromisoformat(paris).replace(tzinfo=PARIS)
    now = round(at.timestamp() * 1000)
    assert rule(FR, Known(now, locals_at(zones_of(number, "Europe/Paris"), now), consent_at=now - 1)) == refused


@pytest.mark.parametrize(("zones", "day", "refused"), [
    ("America/Martinique", "2026-05-22", "holiday"), ("America/Guadeloupe", "2026-05-27", "holiday"),
    ("America/Cayenne", "2026-06-10", "holiday"), ("Indian/Mayotte", "2026-04-27", "holiday"),
    ("Indian/Reunion", "2027-12-20", "holiday"), ("Europe/Paris", "2026-06-10", ""),
    ("America/Martinique", "2026-06-10", ""), ("Indian/Mayotte,Indian/Reunion", "2027-12-20", "holiday"),
])  # fmt: skip
def test_overseas_keeps_the_day_of_abolition(zones, day, refused):
    """Code du travail, L3422-2: public holidays there, and no day to be called."""
    names = tuple(zones.split(","))
    noon = datetime.fromisoformat(f"{day}T11:30")
    assert rule(FR, Known(1, (noon,) * len(names), consent_at=0, zones=names)) == refused


class TestConsent:
    def test_from_the_eleventh_of_august_2026(self):
        assert rule(FR, known("2026-08-10T11:00", consent_at=None)) == ""
        assert rule(FR, known("2026-08-11T11:00", consent_at=None)) == "consent"
        assert "2025-594" in refusal_of(FR, known("2026-08-11T11:00", consent_at=None)).article

    def test_it_has_to_be_prior(self):
        at = known("2026-11-23T11:00")
        assert rule(FR, known("2026-11-23T11:00", consent_at=at.now)) == ""
        assert rule(FR, known("2026-11-23T11:00", consent_at=at.now + 1)) == "consent"


class TestFourAttemptsInThirtyDays:
    def test_the_fifth_is_refused_until_the_first_of_four_is_thirty_days_old(self):
        now = known("2026-11-23T11:00").now
        four = tuple(now - n * DAY_MS for n in (1, 2, 3, 29))
        found = refusal_of(FR, known("2026-11-23T11:00", attempts=four))
        assert (found.rule, found.seconds) == ("attempts", 86_400)
        assert rule(FR, known("2026-11-23T11:00", attempts=four[:3])) == ""

    def test_to_the_millisecond(self):
        now = known("2026-11-23T11:00").now
        three = tuple(now - n * DAY_MS for n in (1, 2, 3))
        assert rule(FR, known("2026-11-23T11:00", attempts=(*three, now - 30 * DAY_MS))) == ""
        assert rule(FR, known("2026-11-23T11:00", attempts=(*three, now - 30 * DAY_MS + 1))) == "attempts"


def test_sixty_days_after_a_refusal():
    now = known("2026-11-23T11:00").now
    assert rule(FR, known("2026-11-23T11:00", refused_at=now - 60 * DAY_MS)) == ""
    found = refusal_of(FR, known("2026-11-23T11:00", refused_at=now - 60 * DAY_MS + 1000))
    assert (found.rule, found.seconds) == ("refusal", 1)


def test_do_not_call_goes_before_everything_in_every_country():
    for pack in PACKS.values():
        assert rule(pack, known("2026-11-23T11:00", do_not_call=True)) == "do_not_call"


def test_a_number_of_several_zones_is_called_where_all_of_them_allow_it():
    early, late = datetime(2026, 11, 23, 7, 59), datetime(2026, 11, 23, 10, 59)
    assert refusal_of(US, Known(0, (late,))) is None
    assert refusal_of(US, Known(0, (early, late))).rule == "hours"
    assert refusal_of(US, Known(0, (early.replace(hour=8, minute=0), late))) is None


@pytest.mark.parametrize(("at", "refused"), [
    ("2026-11-22T07:59:59.999", "hours"), ("2026-11-22T08:00", ""), ("2026-11-22T20:59:59.999", ""),
    ("2026-11-22T21:00", "hours"),
])  # fmt: skip
def test_american_hours(at, refused):
    assert rule(US, known(at, consent_at=None)) == refused


@pytest.mark.parametrize(("year", "month", "day"), [
    (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25),
])  # fmt: skip
def test_easter(year, month, day):
    assert (easter_sunday(year).month, easter_sunday(year).day) == (month, day)


def test_retries():
    assert next_try("busy", 1, 3, {"busy": 60}, 1_000) == 61_000
    assert next_try("busy", 3, 3, {"busy": 60}, 1_000) == 0
    assert next_try("busy", 1, 3, {"busy": 0}, 1_000) == 0
    assert next_try("talked", 1, 3, {}, 1_000) == 0
