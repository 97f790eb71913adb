"""A log made ready: who is there when, who comes, with which patience and service."""

from palabre.simulation.model.log import DAY, Rows, dirt
from palabre.simulation.model.replay_plan import left_out, make_plan, presences

NAMES = ("priority", "type", "date", "vru_entry", "vru_exit", "vru_time", "q_start", "q_exit", "q_time", "outcome",
         "ser_start", "ser_exit", "ser_time", "server")  # fmt: skip


def calls(*rows):
    reader = Rows(NAMES)
    return [reader.read(n, dict(zip(NAMES, row.split(), strict=True))) for n, row in enumerate(rows, 2)]


LOG = calls(
    "2 PS 990201 8:00:00 8:00:08 8 0:00:00 0:00:00 0 AGENT 8:00:08 8:01:08 60 A01",
    "0 PS 990201 8:01:00 8:01:08 8 8:01:08 8:01:38 30 HANG 0:00:00 0:00:00 0 NO_SERVER",
    "0 PS 990201 8:02:00 8:02:08 8 0:00:00 0:00:00 0 HANG 0:00:00 0:00:00 0 NO_SERVER",
    "1 NW 990201 8:06:00 8:06:08 8 0:00:00 0:00:00 0 AGENT 8:06:08 8:07:00 52 A01",
    "1 NW 990201 8:12:00 8:12:01 1 0:00:00 0:00:00 0 AGENT 8:12:01 8:13:00 59 A01",
    "1 NW 990201 23:59:00 23:59:08 8 23:59:08 0:00:08 60 AGENT 0:00:08 0:02:00 112 A02",
    "1 NW 990201 9:00:00 9:00:08 -3 0:00:00 0:00:00 0 AGENT 9:00:08 9:01:00 52 NO_SERVER",
    "1 NW 990201 9:00:00 9:00:08 8 0:00:00 0:00:00 0 PHANTOM 0:00:00 0:00:00 0 NO_SERVER",
)
NIGHT = LOG[0].day


def seconds(instant):
    return (instant - NIGHT) // 1000


def test_services_are_joined_over_gaps_of_at_most_five_minutes():
    found = [(p.advisor, seconds(p.begun), seconds(p.ended)) for p in presences(LOG)]
    eight = 8 * 3600
    assert found == [  # a gap of exactly 300 s joins, one of 301 s does not; a night is crossed
        ("A01", eight + 8, eight + 420), ("A01", eight + 721, eight + 780), ("A02", 86_408, 86_520)]  # fmt: skip


def test_who_comes_and_what_she_brings():
    plan = make_plan(LOG, seed=5)
    assert left_out(LOG) == {"hung_up_before_queue": 1, "phantoms": 1}
    by_line = {c.id: c for c in plan.customers}
    assert list(by_line) == ["2", "3", "5", "6", "8", "7"]  # by the instant of queueing
    assert by_line["2"].vip and by_line["2"].service_seconds == 60 and seconds(by_line["2"].queued) == 8 * 3600 + 8
    assert by_line["3"].patience_seconds == 30 and by_line["3"].service_seconds == 60  # of PS there is one service
    assert by_line["7"].patience_seconds > 60 and by_line["7"].service_seconds == 112
    assert all(c.arrived <= c.queued for c in plan.customers)


def test_a_day_is_the_same_in_any_cut_and_for_one_seed():
    plan = make_plan(LOG, seed=5)
    assert plan == make_plan(LOG, seed=5) and plan.between(NIGHT, NIGHT).customers == plan.customers
    assert not plan.between(NIGHT + DAY, NIGHT + DAY).customers
    assert [p.advisor for p in plan.between(NIGHT + DAY, NIGHT + DAY).presences] == ["A02"]


def test_dirt_is_counted():
    seen = dirt(LOG)
    assert seen["negative_machine_times"] == 1 and seen["answered_by_nobody"] == 1 and seen["phantoms"] == 1
