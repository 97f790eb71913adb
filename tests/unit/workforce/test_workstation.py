"""Workstations: the nineteenth of twenty seconds decides, by the bounds of VOICE and WORKFORCE, over five days."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from palabre.channels.voice.model.quality import mos
from palabre.workforce.model.telework.workstation import (
    Dated,
    Measured,
    Second,
    judge_test,
    nineteen_of_twenty,
    qualify,
)

GOOD = Second(40, 3, 50, 0)
TEST = Measured((GOOD,) * 60, True, True, 20_000, 5_000, 60)
TODAY = date(2026, 11, 23)


def with_seconds(*seconds: Second) -> Measured:
    return msgspec.structs.replace(TEST, seconds=(*seconds, *(GOOD,) * (60 - len(seconds))))


def verdict_of(judged, what: str) -> str:
    return next(part.verdict for part in judged.parts if part.what == what)


def test_a_good_line_is_green_in_every_part():
    judged = judge_test(TEST)
    assert judged.verdict == "green" and {p.verdict for p in judged.parts} == {"green"}
    assert len(judged.parts) == 9


def test_three_bad_seconds_of_sixty_are_forgiven_and_four_are_not():
    bad = Second(900, 3, 50, 0)
    assert verdict_of(judge_test(with_seconds(*[bad] * 3)), "rtt_ms") == "green"
    assert verdict_of(judge_test(with_seconds(*[bad] * 4)), "rtt_ms") == "red"


@pytest.mark.parametrize(("second", "what", "verdict"), [
    (Second(200, 3, 50, 0), "rtt_ms", "green"), (Second(200.1, 3, 50, 0), "rtt_ms", "amber"),
    (Second(300, 3, 50, 0), "rtt_ms", "amber"), (Second(300.1, 3, 50, 0), "rtt_ms", "red"),
    (Second(40, 20, 50, 0), "jitter_ms", "green"), (Second(40, 20.1, 50, 0), "jitter_ms", "amber"),
    (Second(40, 30.1, 50, 0), "jitter_ms", "red"),
    (Second(40, 3, 995, 5), "lost_percent", "green"), (Second(40, 3, 992, 8), "lost_percent", "amber"),
    (Second(40, 3, 985, 15), "lost_percent", "red"), (Second(0, 0, 0, 0), "lost_percent", "red"),
])  # fmt: skip
def test_each_bound_to_its_edge(second, what, verdict):
    judged = judge_test(msgspec.structs.replace(TEST, seconds=(second,) * 60))
    assert verdict_of(judged, what) == verdict


def test_opinion_falls_with_loss_and_with_delay():
    def opinion(second: Second) -> float:
        return next(p.value for p in judge_test(msgspec.structs.replace(TEST, seconds=(second,) * 60)).parts
                    if p.what == "mos")  # fmt: skip

    assert opinion(GOOD) == pytest.approx(mos(93.2), abs=0.05)
    assert 4.41 > opinion(GOOD) > opinion(Second(40, 3, 49, 1)) > opinion(Second(40, 3, 45, 5)) > opinion(
        Second(700, 3, 45, 5)) > 1  # fmt: skip
    assert opinion(Second(0, 0, 0, 50)) == 1


@pytest.mark.parametrize("what", ["microphone", "speaker"])
def test_who_is_not_heard_or_does_not_hear_cannot_work(what):
    judged = judge_test(msgspec.structs.replace(TEST, **{what: False}))
    assert judged.verdict == "red" and verdict_of(judged, what) == "red"


def test_a_narrow_or_stuffed_line_is_told():
    assert verdict_of(judge_test(msgspec.structs.replace(TEST, up_kbps=200)), "up_kbps") == "amber"
    assert verdict_of(judge_test(msgspec.structs.replace(TEST, up_kbps=100)), "up_kbps") == "red"
    assert verdict_of(judge_test(msgspec.structs.replace(TEST, loaded_ms=700)), "loaded_ms") == "red"


def test_ninety_five_of_a_hundred_do_not_exceed_it():
    assert nineteen_of_twenty(list(range(1, 101))) == 95 and nineteen_of_twenty([7]) == 7


def days(*back: int, measured: Measured = TEST) -> list[Dated]:
    return [Dated(TODAY - timedelta(days=n), measured) for n in back]


def test_five_days_of_the_last_fourteen_qualify_for_a_quarter():
    assert qualify([], TODAY).state == "none"
    four = qualify(days(0, 1, 2, 3) + days(0), TODAY)
    assert (four.state, four.days_left) == ("testing", 1), "twice on a day is one day"
    assert qualify(days(0, 1, 2, 3, 14), TODAY).state == "testing"
    done = qualify(days(0, 1, 2, 3, 13), TODAY)
    assert (done.state, done.verdict, done.until) == ("qualified", "green", TODAY + timedelta(days=91))
    assert qualify(days(91, 92, 93, 94, 95), TODAY).state == "qualified"
    assert qualify(days(92, 93, 94, 95, 96), TODAY).state == "expired"
    assert qualify(days(30, 31), TODAY).state == "expired", "begun, and left"


def test_all_five_days_decide_together():
    bad = msgspec.structs.replace(TEST, seconds=(Second(900, 3, 50, 0),) * 60)
    one_bad = qualify(days(0, 1, 2, 3) + days(4, measured=bad), TODAY)
    assert (one_bad.state, one_bad.verdict) == ("not_qualified", "red")
    later = qualify([*days(0, 1, 2, 3, 4), *days(5, measured=bad)], TODAY)
    assert later.state == "qualified", "the last five days count"


def test_three_bad_calls_within_a_week_ask_for_a_test():
    five = days(0, 1, 2, 3, 4)
    assert qualify(five, TODAY, bad_calls=2).state == "qualified"
    assert qualify(five, TODAY, bad_calls=3).state == "bad_calls"
