"""Issue 5, point 2: `./palabre staffing` prints the number that each row asks for."""

from __future__ import annotations

import json
import math
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REFERENCE = Path(os.environ.get("PALABRE_REAL_DATA") or ROOT.parent / "shared/data") / "erlang_reference.csv"
HEAD = "model,lambda_per_timeunit,aht,servers,mean_patience,threshold,metric,expected,tolerance,source,note\n"
# worked by hand: B(2, 1) = 1/5, C(2, 1) = 1/3; one advisor, patience as long as service: P(nobody is there) = 1/e
TWIN = HEAD + """\
erlang_b,1/1,1,2,,,B,0.2,1e-12,"by hand, and a comma",
erlang_c,1/1,1,2,,,PW,0.333333333333333,1e-12,by hand,
erlang_c,1,1,2,,0,SL,0.666666666666667,1e-12,by hand,a threshold of nothing
erlang_a,1,1,1,1,,PW,0.632120558828558,1e-12,by hand,
erlang_b_required,1/1,1,,,,N_for_B<=0.2,2,0,by hand,
erlang_c_required,1/1,1,,,0,"N_for_PW<=0.34,shrinkage=0.5",4,0,by hand,
"""


def staffing(path: Path, code: int = 0) -> list[dict]:
    ran = subprocess.run([ROOT / "palabre", "staffing", path, "--json"], capture_output=True, text=True, timeout=120)
    assert ran.returncode == code, ran.stderr
    return json.loads(ran.stdout)["rows"] if ran.stdout else [{"told": ran.stderr}]


def test_a_twin_worked_by_hand(tmp_path):
    path = tmp_path / "twin.csv"
    path.write_text(TWIN)
    rows = staffing(path)
    assert len(rows) == 6 and all(r["within"] for r in rows)


def test_published_values():
    if not REFERENCE.exists():
        pytest.skip(f"no {REFERENCE.name} beside the checkout: PALABRE_REAL_DATA says where the real data stand")
    rows = staffing(REFERENCE)
    assert len(rows) == 64 and all(r["within"] for r in rows)


def test_what_cannot_be_answered_is_said_by_the_row(tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_text(HEAD + "erlang_c,1,1,0,,,PW,,,,\nerlang_c,x,1,3,,,PW,,,,\nerlang_b,1,1,2,,,B,0.3,0.01,,\n")
    rows = staffing(path, 1)
    assert "servers" in rows[0]["refused"] and "no number" in rows[1]["refused"] and rows[2]["within"] is False
    path.write_text("a,b\n1,2\n")
    assert "no column model" in staffing(path, 2)[0]["told"]
    assert "name a CSV file" in staffing(tmp_path / "absent.csv", 2)[0]["told"]
    path.write_bytes(b"\xff\xfe\x00model")
    assert "UTF-8" in staffing(path, 2)[0]["told"]


SCENARIO = {
    "interval_seconds": 1800,
    "types": [
        {"name": "billing", "calls": [40, 60, 80], "handle_seconds": 240, "patience_seconds": 180, "level": 0.8},
        {"name": "chat", "calls": [10, 20, 30], "handle_seconds": 600, "threshold_seconds": 60, "level": 0.9},
    ],
    "groups": [
        {"name": "voice", "skills": {"billing": 1}, "advisors": [7, 10, 12], "shrinkage": 0.3},
        {"name": "both", "skills": {"billing": 2, "chat": 1}, "at_once": {"chat": 3}, "advisors": 5},
    ],
}


def played(path: Path, scenario: dict, *more: str, code: int = 0):
    path.write_text(json.dumps(scenario))
    command = [ROOT / "palabre", "staffing", path, "--json", *more]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert ran.returncode == code, ran.stderr
    return json.loads(ran.stdout) if ran.stdout else ran.stderr


def test_several_skills_and_channels_by_simulation(tmp_path):
    path = tmp_path / "centre.json"
    told = played(path, SCENARIO)
    assert {t["name"] for t in told["types"]} == {"billing", "chat"} and told["days"] == 50
    assert all(0 < t["level"] <= 1 and len(t["levels"]) == 3 and t["level_error"] < 0.1 for t in told["types"])
    assert told["groups"][0]["scheduled"] == [math.ceil(n / 0.7) for n in (7, 10, 12)]
    assert played(path, SCENARIO)["types"] == told["types"], "the same seed, the same days"
    assert played(path, SCENARIO, "--seed", "2")["types"] != told["types"]


def test_the_fewest_who_reach_every_level_and_what_if(tmp_path):
    path = tmp_path / "centre.json"
    told = played(path, SCENARIO, "--fewest")
    wanted = {t["name"]: t["level"] for t in SCENARIO["types"]}
    assert all(min(t["levels"]) >= wanted[t["name"]] for t in told["types"])
    heads = sum(sum(g["advisors"]) for g in told["groups"])
    strict = played(path, SCENARIO | {"types": [t | {"level": 0.97} for t in SCENARIO["types"]]}, "--fewest")
    assert sum(sum(g["advisors"]) for g in strict["groups"]) > heads


def test_a_scenario_that_makes_no_sense_is_refused_in_words(tmp_path):
    path = tmp_path / "centre.json"
    assert "nobody is able" in played(path, SCENARIO | {"groups": SCENARIO["groups"][:1]}, code=2)
    assert "unknown field" in played(path, SCENARIO | {"agents": 3}, code=2)
    assert "--days" in played(path, SCENARIO, "--days", "1", code=2)
