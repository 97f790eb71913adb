"""Agreements on work from home: each step, who may take it, and from when it counts."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from palabre.workforce.model.telework import agreement as model
from palabre.workforce.model.telework.agreement import Agreement
from palabre.workforce.model.telework.terms import ContactHours, Terms, check_terms, may_be_reached
from palabre.workforce.problems import AgreementNotSo, ReasonMissing, TermsInvalid

MONDAY = date(2026, 11, 23)
HOURS = (ContactHours(0, 540, 720), ContactHours(0, 780, 1_080), ContactHours(3, 540, 1_080))
TERMS = Terms((0, 3), HOURS, MONDAY + timedelta(days=14), adaptation_days=60, adaptation_notice_days=7, notice_days=30)
ASKED = Agreement("asked", MONDAY, (0, 3), "Deux jours, pour le trajet.")
SIGNED = model.sign(model.offer(ASKED, TERMS), MONDAY + timedelta(days=2))
WHY = "The line at her address does not carry a call."


def day(n: int) -> date:
    return TERMS.starts_on + timedelta(days=n)


def test_a_request_is_answered_within_thirty_days_and_refused_with_a_reason():
    assert ASKED.answer_due_on() == MONDAY + timedelta(days=30)
    with pytest.raises(ReasonMissing):
        model.refuse(ASKED, "   no    ")
    refused = model.refuse(ASKED, WHY)
    assert refused.phase(MONDAY) == "refused" and refused.reason == WHY and refused.answer_due_on() is None
    with pytest.raises(AgreementNotSo, match="refused"):
        model.offer(refused, TERMS)
    assert model.refuse(model.offer(ASKED, TERMS), WHY).phase(MONDAY) == "refused", "an offer is taken back unsigned"
    with pytest.raises(AgreementNotSo, match="signed"):
        model.refuse(SIGNED, WHY)


def test_it_is_hers_to_sign_and_nobody_else_may_make_it_so():
    with pytest.raises(AgreementNotSo, match="asked"):
        model.sign(ASKED, MONDAY)
    offered = model.offer(ASKED, TERMS)
    better = msgspec.structs.replace(TERMS, allowance_cents=250)
    assert model.offer(offered, better).terms == better
    with pytest.raises(AgreementNotSo, match="signed"):
        model.offer(SIGNED, better)
    assert model.decline(offered, "").phase(MONDAY) == "declined"
    assert model.withdraw(ASKED).phase(MONDAY) == "withdrawn"


@pytest.mark.parametrize(("on", "phase", "holds"), [
    (-1, "to_come", False), (0, "adapting", True), (59, "adapting", True), (60, "running", True)])  # fmt: skip
def test_it_begins_then_she_gets_used_to_it_then_it_runs(on, phase, holds):
    assert SIGNED.phase(day(on)) == phase and SIGNED.holds(day(on)) is holds


def test_what_is_signed_late_begins_that_day():
    late = model.sign(model.offer(ASKED, TERMS), day(5))
    assert late.terms.starts_on == day(5) and late.phase(day(5)) == "adapting"


@pytest.mark.parametrize(("on", "last"), [(-3, -3), (0, 7), (59, 66), (60, 90)])
def test_either_ends_it_after_its_notice(on, last):
    for by, words in (("advisor", ""), ("employer", WHY)):
        ended = model.end(SIGNED, by, words, day(on))
        assert ended.ends_on == day(last) and ended.phase(day(last)) == "ending"
        assert ended.phase(day(last) + timedelta(days=1)) == "ended"
        assert ended.holds(day(last)) is (last >= 0) and not ended.holds(day(last) + timedelta(days=1))
        assert ended.is_open(day(last)) and not ended.is_open(day(last) + timedelta(days=1))
    with pytest.raises(ReasonMissing):
        model.end(SIGNED, "employer", "", day(on))


def test_who_ended_it_takes_that_back_and_only_she():
    ended = model.end(SIGNED, "advisor", "", day(70))
    with pytest.raises(AgreementNotSo):
        model.keep(ended, "employer", day(71))
    assert model.keep(ended, "advisor", day(100)) == SIGNED
    with pytest.raises(AgreementNotSo, match="ended"):
        model.keep(ended, "advisor", day(101))
    with pytest.raises(AgreementNotSo, match="ending"):
        model.end(ended, "employer", WHY, day(71))


def test_they_talk_each_year_and_no_talk_is_noted_for_a_day_to_come():
    assert SIGNED.talk_due_on(day(-1)) is None and SIGNED.talk_due_on(day(0)) == day(365)
    with pytest.raises(AgreementNotSo):
        model.talk(SIGNED, day(11), day(10))
    talked = model.talk(SIGNED, day(300), day(310))
    assert talked.talk_due_on(day(310)) == day(665)
    assert model.talk(talked, day(200), day(310)).talk_due_on(day(310)) == day(665), "an older one changes nothing"


@pytest.mark.parametrize(("changed", "field", "reason"), [
    ({"days": (0, 0)}, "days", "twice"),
    ({"starts_on": MONDAY - timedelta(days=1)}, "starts_on", "past"),
    ({"contact": (ContactHours(0, 600, 600), ContactHours(3, 540, 720))}, "contact", "ends_before_it_begins"),
    ({"contact": (*HOURS, ContactHours(0, 700, 800))}, "contact", "overlap"),
    ({"contact": HOURS[:2]}, "contact", "day_without_hours"),
])  # fmt: skip
def test_terms_that_do_not_hold_together_are_refused_by_their_field(changed, field, reason):
    with pytest.raises(TermsInvalid) as refused:
        check_terms(msgspec.structs.replace(TERMS, **changed), MONDAY)
    assert refused.value.details == {"field": field, "reason": reason}


def test_she_is_reached_from_the_first_minute_to_before_the_last():
    check_terms(TERMS, MONDAY)
    reached = [m for m in range(1_440) if may_be_reached(HOURS, 0, m)]
    assert reached == [*range(540, 720), *range(780, 1_080)] and not may_be_reached(HOURS, 1, 600)
