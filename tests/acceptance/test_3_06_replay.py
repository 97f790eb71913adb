"""Issue 3, point 6: a call log through production flows and routing in virtual time, beside its own figures."""

import json

import pytest
from logs import MONTH, TWIN, invented, palabre, ten_days_replayed, told, two_weeks_replayed

RATES = ("service_level", "abandoned_share")


@pytest.fixture(scope="module")
def ten_days(tmp_path_factory):
    file = tmp_path_factory.mktemp("logs") / "ten_days.csv"
    file.write_text(invented(10))
    return file


def test_a_log_whose_truth_is_known_is_found_again(ten_days):
    found = told("replay", ten_days, "--what-if", "none")
    assert abs(found["seconds_after_call"] - 20) <= 2 and found["fitted"]["seconds"] == found["seconds_after_call"]
    assert (found["fitted"]["first_day"], found["fitted"]["last_day"]) == ("1999-03-01", "1999-03-07")
    judged = found["judged"]
    assert (judged["first_day"], judged["last_day"]) == ("1999-03-08", "1999-03-10") and judged["within"]
    assert abs(judged["service_level_points"]) <= 3 and abs(judged["abandoned_points"]) <= 2
    for rate in RATES:
        assert abs(found["measures"][rate]["log"] - found["measures"][rate]["palabre"]) < 0.02
    assert found["measures"]["asa"]["definition"] and found["assumptions"] and found["seed"] == 7
    assert found["refused"] == found["violations"] == {}
    assert found["measures"]["offered"]["log"] == found["measures"]["offered"]["palabre"]


def test_who_hung_up_before_the_queue_stays_out_and_nobody_is_lost(ten_days):
    found = told("replay", ten_days, "--to", "1999-03-02", "--after-call", "20", "--what-if", "none")
    assert 0 < found["left_out"]["hung_up_before_queue"] < 100
    offered, answered, abandoned = (found["measures"][k]["palabre"] for k in ("offered", "answered", "abandoned"))
    assert offered == found["customers"] == answered + abandoned
    assert found["fitted"] is None and found["judged"]["last_day"] == found["last_day"] == "1999-03-02"


def test_one_seed_has_one_outcome_and_the_speed_enters_no_figure(ten_days):
    days = ("replay", ten_days, "--from", "1999-03-02", "--to", "1999-03-02", "--after-call", "20", "--json")
    one, again = palabre(*days), palabre(*days, "--speed", "50000")
    assert one.returncode == again.returncode == 0, one.stderr + again.stderr
    assert one.stdout == again.stdout and "waiting" in again.stderr
    other = palabre(*days, "--seed", "8")
    assert json.loads(other.stdout)["measures"] != json.loads(one.stdout)["measures"]


def test_what_if_changes_one_thing(ten_days):
    changes = [option for one in ("vip=0", "vip=60", "rings=30", "shares=90") for option in ("--what-if", one)]
    runs = told("replay", ten_days, "--to", "1999-03-03", "--after-call", "20", *changes)["what_if"]["runs"]
    assert list(runs) == ["as_it_is", "vip=0", "vip=60", "rings=30", "shares=90"]
    assert runs["shares=90"]["answered_share_by_site"]["site-1"] > runs["as_it_is"]["answered_share_by_site"]["site-1"]
    waits = [runs[name]["vip"]["asa"] for name in ("vip=0", "as_it_is", "vip=60")]
    assert waits == sorted(waits, reverse=True) and waits[0] > waits[-1]
    assert all(run["all"]["offered"] == runs["as_it_is"]["all"]["offered"] for run in runs.values())


def test_an_estimate_is_judged_by_what_followed():
    found = ten_days_replayed()["estimated_wait"]
    assert found["waits"] > 1_000 and found["hung_up"] > 100 and found["unknown"] < found["waits"] / 20
    assert 0 < found["model"]["error_seconds"] < found["naive_error_seconds"]


def test_the_dirt_is_survived_and_bad_wishes_are_refused(tmp_path):
    file = tmp_path / "twin.csv"
    file.write_text(TWIN)
    found = told("replay", file)
    assert found["customers"] == 8 and found["left_out"] == {"hung_up_before_queue": 1, "phantoms": 1}
    assert found["judged"] is None and set(found["what_if"]["runs"]) >= {"as_it_is", "vip=0"}
    shown = palabre("replay", file, "--what-if", "none")
    assert shown.returncode == 0 and "no day is left to judge" in shown.stdout
    for wrong, said in (
        (("--from", "1999-04-01"), "the log goes from 1999-02-01"),
        (("--from", "soon"), "no day such as"),
        (("--what-if", "magic=1"), "no what-if"),
        (("--vip-seconds", "61"), "at most 60"),
        (("--speed", "-1"), "--speed"),
    ):
        done = palabre("replay", file, *wrong)
        assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr, done.stderr


@pytest.mark.seconds_max(180)
def test_two_weeks_of_the_real_month_are_met_by_one_constant():
    if not MONTH.exists():
        pytest.skip(f"{MONTH.name} is not on this machine")
    found = two_weeks_replayed()
    assert found["customers"] == 16_290
    assert abs(found["judged"]["service_level_points"]) <= 3 and abs(found["judged"]["abandoned_points"]) <= 2
    announced = found["estimated_wait"]["announced"]
    assert announced is None or announced["error_seconds"] < announced["naive_error_seconds"]
