"""What is said in a wait, and when."""

from palabre.flows.model.waiting import PLACE, Comfort, Schedule, WaitKey, faults_of_keys


def said_until(schedule: Schedule, end: float, takes: float = 0.0) -> list[tuple[float, int]]:
    """(second, index) of each saying, each lasting `takes`."""
    now, told = 0.0, []
    while (wait := schedule.wait(now)) is not None and now + wait <= end:
        now += wait
        index = schedule.due(now)
        assert index is not None
        told.append((now, index))
        now += takes
        schedule.said(index, now)
    return told


def test_each_at_its_own_distances_the_place_first():
    comfort = [Comfort(("a",), after_seconds=10, every_seconds=20), Comfort(("b",), after_seconds=15)]
    assert said_until(Schedule((10, 30), comfort, 0.0), 70) == [
        (10, PLACE), (10, 0), (15, 1), (30, 0), (40, PLACE), (50, 0), (70, PLACE), (70, 0)]


def test_what_takes_long_never_piles_up():
    comfort = [Comfort(("a",), after_seconds=1, every_seconds=1)]
    assert said_until(Schedule(None, comfort, 0.0), 20, takes=5) == [(1, 0), (7, 0), (13, 0), (19, 0)]


def test_nothing_to_say_is_no_time():
    assert Schedule(None, [], 0.0).wait(3.0) is None and Schedule(None, [], 0.0).due(9.0) is None


def test_keys_that_cannot_work():
    keys = [WaitKey("1", "back"), WaitKey("1", "leave"), WaitKey("2", "closed")]
    assert [f.code for f in faults_of_keys(keys, ("closed",))] == ["key_twice", "exit_reserved"]
