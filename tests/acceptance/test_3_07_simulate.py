"""Issue 3, point 7: `./palabre simulate`, the production models in virtual time."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

PALABRE = Path(__file__).parents[2] / "palabre"
PLAIN = ("--calls-per-hour", "240", "--handle-seconds", "180", "--advisors", "15")


def simulate(*arguments: object, code: int = 0) -> dict:
    done = subprocess.run(
        [PALABRE, "simulate", *map(str, arguments), "--json"], capture_output=True, text=True, timeout=120)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout) if code < 2 else {"refused": done.stderr}


def test_the_plain_case_agrees_with_theory_and_breaks_no_law():
    told = simulate(*PLAIN, "--days", 3, "--seed", 7)
    assert abs(told["calls"] - 3 * 24 * 240) < 4 * (3 * 24 * 240) ** 0.5
    assert told["waiting_probability"] == pytest.approx(0.319, abs=0.04)      # Erlang C, 12 Erlang on 15
    assert told["wait_seconds_mean"] == pytest.approx(19.15, abs=5)
    assert told["occupancy"] == pytest.approx(0.8, abs=0.02) and told["abandoned_share"] == 0
    assert len(told["violations"]) >= 14 and not any(told["violations"].values())
    assert told["checked_calls"] > 5_000 and told["clock_ratio"] > 10_000
    again = simulate(*PLAIN, "--days", 3, "--seed", 7, "--no-check")
    assert again["violations"] == {} and again["waiting_probability"] == told["waiting_probability"]


def test_patience_and_skills():
    told = simulate(*PLAIN, "--patience-seconds", 120, "--skills", 5, "--days", 1, "--seed", 7, "--check")
    assert 0 < told["abandoned_share"] < 0.2 and told["checked_calls"] == told["all_calls"]
    assert not any(told["violations"].values())


def test_callbacks_go_through_the_production_room():
    calls = ("--calls-per-hour", 320, "--handle-seconds", 180, "--advisors", 15, "--patience-seconds", 300, "--seed", 3)
    told = simulate(*calls, "--days", 0.1, "--callbacks", "0.5:60:0.6", "--check", "--measures")
    assert not any(told["violations"].values()) and told["violations"]["dialled_unreserved"] == 0
    measures = {key: one["value"] for key, one in told["measures"]["all"].items()}
    assert told["callbacks"] == measures["callback"] > 50 and told["callbacks_dialled"] > told["callbacks"]
    assert told["calls"] == measures["offered"] and 0.7 < told["callbacks_reached_share"] < 1
    assert simulate(*calls, "--callbacks", "2:60", code=2)["refused"].count("--callbacks") == 1


def test_a_scenario_with_files_a_picture_and_a_day_saved(tmp_path: Path):
    (tmp_path / "calls.csv").write_text(
        "start,calls\n" + "".join(f"2026-03-02T{h:02}:{m:02},{12 if h < 12 else 30}\n" for h in range(8, 18)
                                  for m in (0, 30)))  # fmt: skip
    (tmp_path / "service.csv").write_text("seconds\n" + "\n".join(str(60 + 7 * n) for n in range(40)))
    scenario = {
        "name": "a small house", "days": 1, "seed": 3,
        "queues": [{"id": "calls", "options": {"wrap_up_seconds": 30}}, {"id": "chats", "channel": "chat"}],
        "advisors": [{"count": 8, "capacities": {"voice": 1, "chat": 3}, "present": [[28_000, 66_000]],
                      "breaks": {"every_seconds": 7200, "seconds": 600}}],
        "arrivals": [{"queue": "calls", "file": "calls.csv"}, {"queue": "chats", "calls_per_hour": 10}],
        "service": {"kind": "values", "file": "service.csv"}, "patience": {"mean": 120},
        "wrap_up": {"kind": "lognormal", "mean": 15, "deviation": 10}, "answer": {"kind": "constant", "mean": 2},
        "again_share": 0.3, "missed_share": 0.02,
    }  # fmt: skip
    (tmp_path / "scenario.json").write_text(json.dumps(scenario))
    saved, picture = tmp_path / "saved.json", tmp_path / "day.svg"
    told = simulate("--scenario", tmp_path / "scenario.json", "--check", "--picture", picture, "--save", saved)
    assert 300 < told["calls"] < 1000 and not any(told["violations"].values())
    assert set(told["measures"]) == {"all", "calls", "chats"}
    assert 0 < told["measures"]["calls"]["wrap_up_time"]["value"] < 30
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")
    again = simulate("--scenario", saved, "--check")
    assert again["measures"] == told["measures"] and again["facts"] == told["facts"]


def test_two_sets_of_rules_beside_each_other(tmp_path: Path):
    skill = {"kind": "skill", "skill": "fr"}
    one = {
        "queues": [{"id": "q", "rings": [{"after_seconds": 0, "requirement": skill}]}],
        "advisors": [{"count": 3, "skills": {"fr": 5}}, {"count": 3, "skills": {"ar": 5}}],
        "arrivals": [{"queue": "q", "calls_per_hour": 90}], "service": {"mean": 150}, "patience": {"mean": 180},
        "days": 0.25,
    }  # fmt: skip
    everybody = [{"after_seconds": 0, "requirement": skill}, {"after_seconds": 15, "requirement": {"kind": "all"}}]
    (tmp_path / "a.json").write_text(json.dumps(one))
    (tmp_path / "b.json").write_text(json.dumps({"queues": [{"id": "q", "rings": everybody}]}))
    told = simulate("--compare", tmp_path / "a.json", tmp_path / "b.json", "--replications", 6,
                    "--picture", tmp_path / "c.svg")  # fmt: skip
    lost = told["measures"]["abandoned_share"]
    assert lost["interval"][1] < 0 and lost["b"] < lost["a"] and lost["n"] == 6
    assert told["measures"]["service_level"]["difference"] > 0.1
    assert ElementTree.parse(tmp_path / "c.svg").getroot().tag.endswith("svg")


def test_a_seed_of_the_tests_days_replays():
    told = simulate("--replay-seed", 5, "--minutes", 10, "--advisors", 6)
    assert told["customers"] > 30 and told["deaths"] >= 2 and told["violations"] == {} and not told["crash"]
    assert simulate("--replay-seed", 5, "--minutes", 10, "--advisors", 6)["facts"] == told["facts"]


@pytest.mark.parametrize(("arguments", "named"), [
    (("--advisors", "3"), "--calls-per-hour"),
    (("--scenario", "nowhere.json"), "nowhere.json"),
    ((*PLAIN, "--service", "uniform:3"), "uniform:3"),
    ((*PLAIN, "--days", "minus"), "--days"),
])  # fmt: skip
def test_what_cannot_be_simulated_is_refused_in_words(arguments, named):
    told = simulate(*arguments, code=2)
    assert named in told["refused"] and "Traceback" not in told["refused"]


def test_a_scenario_that_contradicts_itself_is_refused_with_its_field(tmp_path: Path):
    file = tmp_path / "bad.json"
    for text, named in (
        ('{"queues": [], "advisors": [], "arrivals": []}', "queues"),
        ('{"queues": [{"id": "q"}], "advisors": [{"count": 1, "skils": {}}], "arrivals": []}', "skils"),
        ('{"queues": [{"id": "q"}], "advisors": [], "arrivals": [{"queue": "other", "calls_per_hour": 1}]}', "other"),
        ("not json", "JSON"),
    ):
        file.write_text(text)
        assert named in simulate("--scenario", file, code=2)["refused"], text
