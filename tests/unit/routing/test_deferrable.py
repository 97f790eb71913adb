"""Deferrable work: after all else, below a ceiling of occupation, pushed aside by a call."""
import pytest

from palabre.routing.facts import DeferrableWithheld


@pytest.fixture
def office(floor):
    """Calls, and letters for those less occupied than a half."""
    floor.publish(
        floor.queue_rules("calls", wrap_up_seconds=0),
        floor.queue_rules("letters", "email", target_seconds=600, wrap_up_seconds=0, deferrable_below=0.5,
                          wait_seconds_max=7200),
    )
    return floor


def test_a_call_pushes_it_aside_and_it_keeps_its_place(office):
    office.advisor("ana")
    office.until(60)
    letter = office.arrive("letters")
    office.accept(letter)
    office.until(70)
    call = office.arrive("calls")
    assert office.holder(call) == ("offered", "ana")
    (again,) = [i for i in office.state.items.values() if i.queue == "letters"]
    assert (again.since, again.interrupted, again.state) == (letter.since, True, "waiting")
    office.leaves(call)
    assert office.holder(again) == ("offered", "ana")


def test_somebody_idle_is_asked_before_anybody_is_disturbed(office):
    office.advisor("ana")
    office.accept(office.arrive("letters"))
    office.advisor("bea")
    assert office.arrive("calls").advisor == "bea"


def test_what_is_past_three_times_its_target_is_left_alone(office):
    office.advisor("ana", available=False)
    letter = office.arrive("letters")
    office.until(1801)
    office.status("ana", "available")
    office.accept(letter)
    assert office.arrive("calls").state == "waiting"


def test_what_is_not_deferrable_comes_first(office):
    office.advisor("ana", available=False)
    letter = office.arrive("letters")
    office.until(900)
    call = office.arrive("calls")
    office.status("ana", "available")
    assert (letter.state, call.state) == ("waiting", "offered")


def test_beyond_the_ceiling_she_gets_none_and_is_looked_at_again(office):
    office.advisor("ana")
    call = office.arrive("calls")
    office.accept(call)
    office.until(300)
    letter = office.arrive("letters")
    office.finish(call)                           # 300 s busy of 300
    (told,) = office.told(DeferrableWithheld)
    assert (told.advisor, told.deadline) == ("ana", office.now + 60_000) and letter.state == "waiting"
    office.until(599.9)
    assert letter.state == "waiting" and len(office.told(DeferrableWithheld)) == 5
    office.until(660)                             # 300 of 660
    assert office.holder(letter) == ("offered", "ana")
