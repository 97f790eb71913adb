"""Issue 5, point 5: `./palabre rules check` prints each breach with its rule, its article, the person and the times."""

from __future__ import annotations

import json
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MONDAY = date(2026, 3, 2)


def check(path: Path, people: list | str, *more: str, pack: str = "FR-2026", code: int | None = None, **given):
    path.write_text(people if isinstance(people, str) else json.dumps({"people": people, **given}))
    command = [ROOT / "palabre", "rules", "check", path, "--pack", pack, "--json", *more]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.returncode == code if code is not None else ran.returncode in (0, 1), ran.stderr
    return json.loads(ran.stdout)["breaches"] if ran.stdout else ran.stderr


def at(day: int, clock: str) -> str:
    """`day`: from a Monday in March on; the clock may go beyond 24."""
    hours, minutes = (int(x) for x in clock.split(":"))
    return (datetime(2026, 3, 2) + timedelta(days=day, hours=hours, minutes=minutes)).isoformat()


def shift(day: int, start: str, end: str, *pauses: tuple[str, str, bool], **more) -> dict:
    told = [{"start": at(day, a), "end": at(day, b), "paid": paid} for a, b, paid in pauses]
    return {"start": at(day, start), "end": at(day, end), "pauses": told, **more}


def person(*shifts: dict, id: str = "awa", **contract) -> dict:
    return {"id": id, "shifts": list(shifts), "contract": contract}


LUNCH, TEA = ("12:00", "12:45", False), ("16:00", "16:20", True)


def week(first: int, hours: float, days: int = 5) -> list[dict]:
    """So many hours in so many equal days with lunch, from the morning on."""
    minutes = round(hours * 60 / days)
    end = 8 * 60 + minutes + 45
    return [shift(first + n, "08:00", f"{end // 60}:{end % 60:02}", LUNCH) for n in range(days)]


@pytest.fixture
def told(tmp_path):
    return lambda *people, **more: {b["rule"]: b for b in check(tmp_path / "plan.json", list(people), **more)}


def test_a_lawful_week_and_each_breach_with_its_article_person_and_times(tmp_path):
    path = tmp_path / "plan.json"
    assert check(path, [person(*week(0, 35))], code=0) == []
    [breach] = check(path, [person(*week(0, 35)), person(shift(0, "09:00", "20:00", LUNCH, TEA), id="binta")], code=1)
    assert (breach["rule"], breach["person"], breach["value"], breach["bound"]) == ("hours_a_day", "binta", 615, 600)
    assert "L3121-18" in breach["article"] and breach["since"] == "2026-03-02T00:00:00"


@pytest.mark.parametrize(("gap", "wrong"), [("06:59", True), ("07:00", False)])
def test_ten_hours_fifty_nine_and_eleven_hours_of_rest(told, gap, wrong):
    found = told(person(shift(0, "13:00", "20:00", ("16:00", "16:30", False)), shift(1, gap, "12:00")))
    assert ("daily_rest" in found) == wrong
    if wrong:
        assert (found["daily_rest"]["value"], found["daily_rest"]["since"]) == (659, at(0, "20:00"))
        assert found["daily_rest"]["until"] == at(1, gap) and "L3131-1" in found["daily_rest"]["article"]


def test_both_clock_changes(told):
    """The night of 29 March lacks an hour, that of 25 October has one more."""
    spring, autumn = ((date(2026, m, d) - MONDAY).days for m, d in ((3, 28), (10, 24)))
    late = lambda day: shift(day, "14:00", "20:00", ("17:00", "17:30", False))
    early = lambda day, clock: shift(day + 1, clock, "12:00")
    free = {"sunday_agreed": True}
    found = told(person(late(spring), early(spring, "07:00"), **free))
    assert found["daily_rest"]["value"] == 600, "eleven hours on the wall, ten of rest"
    assert "daily_rest" not in told(person(late(spring), early(spring, "08:00"), **free))
    assert "daily_rest" not in told(person(late(autumn), early(autumn, "06:00"), **free))
    night = shift(autumn, "21:00", "31:00", ("24:00", "24:20", False), ("28:00", "28:20", False))
    assert {b["value"] for b in [told(person(night, night_worker=True, **free))["night_hours_a_day"]]} == {620}


def test_any_twelve_weeks_on_average(told):
    weeks = [day for n in range(12) for day in week(7 * n, 44)]
    assert "hours_on_average" not in told(person(*weeks))
    more = [*weeks[5:], *week(7 * 12, 44.5)]
    found = told(person(*week(0, 25), *more))
    assert found["hours_on_average"]["since"] == at(7, "00:00"), "the window that begins in the second week"
    assert found["hours_on_average"]["value"] == pytest.approx((11 * 44 + 44.5) / 12 * 60, abs=1)
    before = [44 * 60 + 5] * 11
    assert "hours_on_average" in told(person(*week(0, 44), worked_before=before))
    assert "hours_on_average" not in told(person(*week(0, 44), worked_before=before[:10]))


def test_weeks_days_pauses_and_nights(told):
    assert told(person(*week(0, 49, 6)))["hours_a_week"]["value"] == pytest.approx(49 * 60, abs=3)
    seven = told(person(*week(0, 35, 7), sunday_agreed=True))
    assert {"days_a_week", "weekly_rest"} <= seven.keys() and "sunday" not in seven
    assert told(person(*week(0, 35, 7)))["sunday"]["since"] == at(6, "00:00")
    assert told(person(shift(0, "08:00", "14:00")))["pause"]["value"] == 0
    assert "pause" not in told(person(shift(0, "08:00", "13:59")))
    assert "pause" in told(person(shift(0, "08:00", "15:00", ("10:00", "10:19", False))))
    assert "pause" not in told(person(shift(0, "08:00", "15:00", ("10:00", "10:20", True))))
    assert "pause" in told(person(shift(0, "08:00", "15:00", ("08:30", "08:50", True)))), "six hours and ten minutes on"
    may = (date(2026, 5, 1) - MONDAY).days
    assert "L3133-4" in told(person(shift(may, "08:00", "12:00")))["first_of_may"]["article"]
    evening = shift(0, "18:00", "22:30")
    assert told(person(evening, minor=True))["minor_night"]["value"] == 30
    assert told(person(evening, pregnant=True))["night_while_pregnant"]["value"] == 90
    assert told(person(evening, pregnant=True, night_agreed=True)) == {}


def test_part_time_and_what_is_told_too_late(told):
    split = person(shift(0, "08:00", "11:00"), shift(0, "13:01", "16:00"), part_time=True, weekly_minutes=24 * 60)
    assert told(split)["part_time_interruptions"]["value"] == 121
    thrice = [shift(0, a, b) for a, b in (("08:00", "10:00"), ("11:00", "13:00"), ("14:00", "16:00"))]
    assert told(person(*thrice, part_time=True))["part_time_interruptions"]["unit"] == "times"
    assert "part_time_interruptions" not in told(person(*thrice))
    few = {"part_time": True, "weekly_minutes": 20 * 60}
    assert "part_time_week" in told(person(shift(0, "08:00", "12:00"), **few))
    assert told(person(shift(0, "08:00", "12:00"), fewer_asked=True, **few)) == {}
    extra = told(person(*week(0, 26.5), part_time=True, weekly_minutes=24 * 60))["part_time_extra"]
    assert extra["bound"] == pytest.approx(24 * 60 * 1.1)
    late = {"told_days": 6}
    assert "notice_days" in told(person(shift(0, "08:00", "12:00", **late)))
    assert told(person(shift(0, "08:00", "12:00", change_accepted=True, **late))) == {}


def test_the_overlay_of_outsourcers_and_the_other_countries(told):
    long_day = person(shift(0, "07:00", "10:00"), shift(0, "17:00", "20:30"))
    found = told(long_day, pack="FR-2026-IDCC2098")
    assert {"span_a_day", "stretch", "paid_pause"} <= found.keys() and found["span_a_day"]["value"] == 810
    noon = told(person(shift(0, "09:00", "16:00", ("12:00", "12:40", False))), pack="FR-2026-IDCC2098")
    assert noon["lunch"]["value"] == 40
    short = told(person(shift(0, "09:00", "11:59")), pack="FR-2026-IDCC2098")
    assert short["work_period"]["value"] == 179
    for pack, hours in (("SN", 40), ("ML", 40), ("TN", 48)):
        assert told(person(*week(0, hours)), pack=pack) == {}
        over = told(person(*week(0, hours + 1)), pack=pack)
        assert over["hours_a_week"]["confirm"], "a lawyer has still to say so"


def test_values_of_ones_own_hold_for_their_days(told):
    agreed = {"name": "daily_rest", "value": 540, "article": "our agreement, D3131-6", "since": "2026-03-01",
              "until": "2026-03-31"}  # fmt: skip
    evening_and_morning = lambda day: [shift(day, "15:00", "20:00"), shift(day + 1, "06:00", "11:00")]
    found = told(person(*evening_and_morning(0), *evening_and_morning(35)), amendments=[agreed])
    assert found["daily_rest"]["since"] == at(35, "20:00") and found["daily_rest"]["bound"] == 660


def test_bad_files_are_refused_in_words(tmp_path):
    path = tmp_path / "plan.json"
    for text, words in (
        ("{", "docs/reference/rules.md"), ('{"people": [{"id": 3}]}', "people[0].id"), ('{"staff": []}', "staff"),
        ('{"people": [], "zone": "Mars"}', "no time zone"),
        (json.dumps({"people": [person(shift(0, "09:00", "08:00"))]}), "shifts[0]"),
        (json.dumps({"people": [person(shift(0, "09:00", "12:00", ("08:00", "09:10", True)))]}), "pause"),
        (json.dumps({"people": [person(), person()]}), "one id"),
        (json.dumps({"people": [person(shift(27, "02:30", "06:00"))]}), "is not there"),
    ):  # fmt: skip
        assert words in check(path, text, code=2), text
    over = check(path, [person(shift(0, "08:00", "12:00"), shift(0, "11:00", "13:00"))], code=1)
    assert [b["rule"] for b in over] == ["overlap"] and over[0]["value"] == 60
