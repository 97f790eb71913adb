"""What a dial plan lets be dialled, at which price, by which trunks, in which writing."""

import pytest

from palabre.channels.voice.model.destinations import destination
from palabre.channels.voice.model.dialling import (
    BY_PEOPLE,
    PURPOSES,
    Plan,
    Rate,
    TrunkView,
    Use,
    alarms,
    check_ceilings,
    judge,
    own_caller_id,
    rate_of,
    routes,
)
from palabre.channels.voice.problems import CallerIdNotOurs, CeilingReached, DestinationClosed, NumberInvalid

FRANCE = Plan(("FR",))
OURS = ("+33140001000", "+33140001001")


def kind(number: str, plan: Plan = FRANCE, purpose: str = "transfer") -> str:
    return judge(plan, destination(number, "FR"), purpose)


@pytest.mark.parametrize(("number", "said"), [
    ("01 40 20 50 50", "fixed"), ("+33612345678", "mobile"), ("0033612345678", "mobile"), ("0800123456", "freephone"),
    ("+33 9 72 10 10 10", "fixed"),
])  # fmt: skip
def test_ordinary_numbers_of_its_own_country_are_open(number, said):
    assert kind(number) == said


@pytest.mark.parametrize(("number", "said"), [
    ("0899701234", "premium"), ("0892701239", "premium"), ("0820123456", "shared"), ("3949", "short"),
    ("118712", "short"), ("+441632960961", "international"), ("+12125550123", "international"),
    ("+18765551234", "international"), ("+88216211111", "satellite"), ("+881612345678", "satellite"),
    ("+870773111222", "satellite"), ("+979912345678", "premium"), ("+262262123456", "international"),
    ("+19005551234", "premium"),
])  # fmt: skip
def test_what_is_dear_or_far_is_closed_until_somebody_opens_it(number, said):
    try:
        wanted = destination(number, "FR")
    except NumberInvalid:
        return  # no number at all: closed in any case
    with pytest.raises(DestinationClosed) as refused:
        judge(FRANCE, wanted, "transfer")
    assert refused.value.details["destination"] == said
    assert number not in str(refused.value), "the number itself is told to nobody"
    assert judge(Plan(("FR",), classes=(said,)), wanted, "transfer") == said


@pytest.mark.parametrize("raw", ["", "x", "+33", "tomorrow", "0140205050;phone-context=evil", "+999123456", "1"])
def test_what_is_no_number_goes_nowhere(raw):
    with pytest.raises(NumberInvalid):
        kind(raw)


def test_a_number_abroad_is_ordinary_where_its_country_is_named():
    assert kind("+212522000000", Plan(("FR", "MA"))) == "fixed"


def test_prefixes_go_before_classes_and_the_longer_before_the_shorter():
    plan = Plan(("FR",), opened=("+3389970", "3949"), closed=("+336",))
    assert kind("0899701234", plan) == "premium"
    assert kind("3949", plan) == "short"
    with pytest.raises(DestinationClosed):
        kind("0612345678", plan)
    assert kind("0612345678", Plan(("FR",), opened=("+33612",), closed=("+336",))) == "mobile"


@pytest.mark.parametrize("number", ["112", "15", "17", "18", "114", "196"])
@pytest.mark.parametrize("purpose", sorted(PURPOSES))
def test_emergencies_pass_for_people_whatever_the_plan_says_and_for_no_machine(number, purpose):
    shut = Plan(("FR",), classes=(), closed=("1",), calls_max=0, day_micros_max=0)
    if purpose in BY_PEOPLE:
        assert kind(number, shut, purpose) == "emergency"
    else:
        with pytest.raises(DestinationClosed):
            kind(number, shut, purpose)


def test_ceilings_stop_before_they_are_passed():
    plan, rate = Plan(("FR",), calls_max=2, day_micros_max=100), Rate(0, 40)
    check_ceilings(plan, Use(1, 60), rate)
    for use in (Use(2, 0), Use(0, 61)):
        with pytest.raises(CeilingReached):
            check_ceilings(plan, use, rate)
    check_ceilings(plan, Use(0, 100), Rate(0, 0))  # what costs nothing is no matter of money


@pytest.mark.parametrize(("calls", "micros", "said"), [
    (0, 0, (0, 0)), (4, 49, (0, 0)), (5, 50, (50, 50)), (9, 99, (50, 50)), (10, 100, (100, 100)), (11, 130, (100, 100)),
])  # fmt: skip
def test_half_of_a_ceiling_and_all_of_it_are_alarms(calls, micros, said):
    plan = Plan(("FR",), calls_max=10, day_micros_max=100)
    assert alarms(plan, Use(calls, micros)) == dict(zip(("calls", "money"), said, strict=True))
    shut = alarms(Plan(("FR",), calls_max=0, day_micros_max=0), Use(0, 0))
    assert set(shut.values()) == {0}, "who closes all has no alarm before somebody wants to call"


def test_the_longest_prefix_has_the_price():
    rates = {"+212": Rate(1, 1), "+2126": Rate(2, 2), "international": Rate(3, 3)}
    assert rate_of(rates, "+212612345678", "international") == Rate(2, 2)
    assert rate_of(rates, "+441632960961", "international") == Rate(3, 3)
    assert rate_of({}, "+33140205050", "fixed").minute > 0


def test_only_a_number_of_ours_is_shown():
    assert own_caller_id("", OURS, "FR") == OURS[0]
    assert own_caller_id("01 40 00 10 01", OURS, "FR") == OURS[1]
    for spoofed in ("+33155667788", "112", "anonymous", "+33140001000x"):
        with pytest.raises(CallerIdNotOurs):
            own_caller_id(spoofed, OURS, "FR")


@pytest.mark.parametrize(("format", "home", "abroad"), [
    ("e164", "+33140205050", "+212522000000"), ("digits", "33140205050", "212522000000"),
    ("international", "0033140205050", "00212522000000"), ("national", "0140205050", "00212522000000"),
])  # fmt: skip
def test_each_operator_has_numbers_written_as_it_wants_them(format, home, abroad):
    trunk = TrunkView("a", "trunk-a", 1, format=format, prefix="9", country="FR")
    one, other = (routes((trunk,), n, OURS[0], emergency=False)[0] for n in ("+33140205050", "+212522000000"))
    assert (one.dialled, other.dialled) == (f"9{home}", f"9{abroad}")
    assert routes((trunk,), "112", OURS[0], emergency=True)[0].dialled == "112", "as it is, without prefix"


def test_trunks_are_tried_by_priority_those_down_last_the_full_and_paused_never_but_in_an_emergency():
    ways = (
        TrunkView("a", "a", 20), TrunkView("b", "b", 10, up=False), TrunkView("c", "c", 10, calls=3, calls_max=3),
        TrunkView("d", "d", 5, paused=True), TrunkView("e", "e", 30),
    )  # fmt: skip
    assert [r.endpoint for r in routes(ways, "+33140205050", OURS[0], emergency=False)] == ["a", "e", "b"]
    assert [r.endpoint for r in routes(ways, "112", OURS[0], emergency=True)] == ["c", "a", "e", "b", "d"]
