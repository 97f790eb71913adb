"""Issue 3, point 5: every measure of a call log, with its definition; the dirt survived, the unreadable refused."""

import gzip

import pytest
from logs import HEADER, MONTH, TWIN, palabre, told

ROW = "AA0101,1,0,0,PS,990201,7:02:47,7:02:56,9,0:00:00,0:00:00,0,AGENT,7:02:55,7:05:41,166,A07"


@pytest.fixture
def log(tmp_path):
    def write(text, name="calls.csv"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path / name

    return write


def values(found):
    return {name: one["value"] for name, one in found["measures"].items()}


def test_the_twin_by_every_definition(log):
    found = told("measures", log(TWIN))
    v = values(found)
    assert (v["agent"], v["hang"], v["phantom"], found["rows"]) == (6, 3, 1, 10)
    assert (v["abandoned_all"], v["hung_up_before_queue"], v["abandoned_in_queue"]) == (3, 1, 2)
    assert v["service_level_of_offered"] == 3 / 9 and v["service_level_of_answered"] == 3 / 6
    assert v["service_level_in_queue"] == 3 / 8 and v["service_level_without_short_20"] == 3 / 7
    assert (v["short_abandoned_5"], v["short_abandoned_10"], v["short_abandoned_in_queue_5"]) == (2, 2, 1)
    assert v["asa"] == (0 + 30 + 20 + 0 + 60 + 31) / 6 and v["asa_waited"] == (30 + 20 + 60 + 31) / 4
    assert v["service_mean"] == (166 + 120 + 0 + 120 + 240 + 121) / 6
    assert all(one["definition"] and one["population"] for one in found["measures"].values())
    assert {k: one["count"] for k, one in found["set_aside"].items()} == {
        "phantoms": 1, "phantoms_with_service": 1, "repeated_call_ids": 1, "negative_machine_times": 1,
        "answered_without_service": 1, "answered_by_nobody": 1, "past_midnight": 2, "overlaps_of_one_server": 1,
        "queue_times_that_do_not_add_up": 1, "service_times_that_do_not_add_up": 2}  # fmt: skip


def test_other_writings_of_one_log_and_other_thresholds_agree(log):
    quoted = "\n".join(";".join(f'"{field}"' for field in line.split(",")) for line in TWIN.splitlines())
    same = gzip.compress(b"\xef\xbb\xbf" + quoted.replace("\n", "\r\n").encode())
    asked = ("--threshold", "30", "--short-abandon", "60")
    one, other = told("measures", log(TWIN), *asked), told("measures", log(same, "b"), *asked)
    assert one["measures"] == other["measures"] and one["set_aside"] == other["set_aside"]
    assert values(one)["service_level_of_offered"] == 4 / 9 and values(one)["short_abandoned_60"] == 3
    assert values(one)["service_level_without_short_60"] == 4 / 6


def test_what_is_shown_to_people(log):
    done = palabre("measures", log(TWIN))
    assert done.returncode == 0 and "37.50 %" in done.stdout and "negative_machine_times" in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        (HEADER + "\n", "no call"),
        (HEADER.replace(",q_time", "") + "\n", "line 1: no column q_time"),
        (f"{HEADER}\n{ROW}\n{ROW.replace(',166,', ',soon,')}\n", "line 3: ser_time is 'soon'"),
        (f"{HEADER}\n\n{ROW.replace('7:02:47', '7h02')}\n", "line 3: vru_entry is '7h02'"),
        (f"{HEADER}\n{ROW.replace('990201', '990231')}\n", "line 2: date is '990231'"),
        (f"{HEADER}\n{ROW.replace('AGENT', 'MAYBE')}\n", "line 2: outcome is 'MAYBE'"),
        (f"{HEADER}\n{ROW},more\n", "line 2: 18 fields where the header has 17"),
        (HEADER + "\n" + "x" * 20_000, "line 2: longer than"),
        (TWIN.encode("utf-16"), "line 1: no text"),
        (gzip.compress(TWIN.encode())[:-40], "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 50 and "\n" not in value else "",
)
def test_a_bad_file_is_refused_with_its_line_and_what_mends_it(log, text, said):
    done = palabre("measures", log(text))
    assert done.returncode == 2 and said in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr and not done.stdout


def test_a_file_that_is_not_there_and_a_threshold_that_is_none(log, tmp_path):
    assert palabre("measures", tmp_path / "none.csv").returncode == 2
    assert palabre("measures", tmp_path).returncode == 2
    assert palabre("measures", log(TWIN), "--threshold", "soon").returncode == 2


def test_the_real_month_gives_the_known_figures():
    if not MONTH.exists():
        pytest.skip(f"{MONTH.name} is not on this machine")
    found = told("measures", MONTH)
    v = values(found)
    assert (v["agent"], v["hang"], v["phantom"], found["rows"]) == (27_162, 5_904, 278, 33_344)
    assert (v["abandoned_all"], v["hung_up_before_queue"], v["abandoned_in_queue"]) == (5_904, 1_941, 3_963)
    assert [v[f"short_abandoned_{s}"] for s in (5, 10, 20)] == [2_215, 2_604, 3_198]
    percents = {name: round(100 * v[name], 2) for name in v if "share" in name or "level" in name}
    assert percents["abandoned_all_share"] == 17.86 and percents["abandoned_in_queue_share"] == 12.73
    assert percents["abandoned_in_queue_share_without_short_5"] == 11.96
    assert percents["service_level_of_offered"] == 49.02 and percents["service_level_of_answered"] == 59.68
    assert percents["service_level_without_short_20"] == 54.27 and percents["service_level_in_queue"] == 52.08
    assert percents["service_level_in_queue_without_short_5"] == 52.54
    assert [round(v[name], 1) for name in ("asa", "asa_waited", "service_mean")] == [40.8, 78.6, 176.4]
    assert {k: one["count"] for k, one in found["set_aside"].items()} == {
        "phantoms": 278, "phantoms_with_service": 277, "repeated_call_ids": 17_828, "negative_machine_times": 25,
        "answered_without_service": 85, "answered_by_nobody": 491, "past_midnight": 16, "overlaps_of_one_server": 262,
        "queue_times_that_do_not_add_up": 2, "service_times_that_do_not_add_up": 16}  # fmt: skip
