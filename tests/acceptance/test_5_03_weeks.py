"""Issue 5, point 3: `./palabre schedule week`, its answer judged by `./palabre rules check`."""

from __future__ import annotations

import json
import math
import signal
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def palabre(*asked, code: int = 0):
    ran = subprocess.run([ROOT / "palabre", *map(str, asked)], capture_output=True, text=True, timeout=200)
    assert ran.returncode == code, ran.stderr
    return ran


def centre(many: int = 24, **changes) -> dict:
    """From eight to nine at night, two peaks; half of the people are at home."""
    curve = [0.0] * 48
    for slot in range(16, 42):
        hour = (slot + 0.5) / 2
        curve[slot] = 0.08 + math.exp(-(((hour - 10.5) / 2) ** 2)) + 0.9 * math.exp(-(((hour - 19) / 1.5) ** 2))
    day = [round(many * 0.45 * c, 1) for c in curve]
    staff = [
        {"id": f"p{n}", "contract": "full" if n % 3 else "part", "skills": ["all"] if n % 4 else ["all", "sales"],
         "site": "home" if n % 2 else "office", "leave": [2] if n == 5 else [],
         "wishes": [{"points": 3, "day": 5, "off": True}] if n % 2 else []}
        for n in range(many)
    ]  # fmt: skip
    contracts = [
        {"id": "full", "ways": [[5, 420]], "labour": {"weekly_minutes": 2100}},
        {"id": "part", "ways": [[4, 420]], "labour": {"weekly_minutes": 1680, "part_time": True}},
    ]
    groups = [{"id": "all", "need": [day] * 6 + [[0.0] * 48]},
              {"id": "sales", "need": [[round(0.2 * x, 1) for x in day]] * 5 + [[0.0] * 48] * 2}]  # fmt: skip
    return {"week": "2026-03-02", "pack": "FR-2026-IDCC2098", "groups": groups, "contracts": contracts,
            "people": staff} | changes  # fmt: skip


@pytest.fixture
def written(tmp_path):
    def write(given: dict | str, name: str = "week.json") -> Path:
        path = tmp_path / name
        path.write_text(given if isinstance(given, str) else json.dumps(given))
        return path

    return write


def test_a_week_keeps_every_rule_and_tells_its_shortages(written):
    given = centre()
    ran = palabre("schedule", "week", written(given), "--seconds", "15", "--json")
    told = json.loads(ran.stdout)
    assert "hours short, at least" in ran.stderr, "progress with objective and bound"
    checked = palabre("rules", "check", written(told["schedule"], "made.json"), "--pack", given["pack"], "--json")
    assert json.loads(checked.stdout)["breaches"] == []
    days = {p["id"]: len({s["start"][:10] for s in p["shifts"]}) for p in told["schedule"]["people"]}
    assert days["p1"] == 5 and days["p3"] == 4 and days["p5"] == 4, "her leave counts as a day"
    assert all(
        s["start"][:10] != "2026-03-04" for p in told["schedule"]["people"] if p["id"] == "p5" for s in p["shifts"]
    )
    assert told["bound"] <= told["objective"] + 1e-6 and told["objective"] == pytest.approx(
        told["cover"]["hours_short"]
    )
    worst = told["shortages"][0]
    assert worst["reason"] in ("hours", "outside_her_hours") and worst["hours"] > 0 and worst["wanted"] > 0
    assert sum(one["hours"] for one in told["shortages"]) <= told["cover"]["hours_short"] + 0.5
    assert 0 < told["fairness"]["jain_least"] <= 1


def test_split_days_are_compared(written):
    told = json.loads(
        palabre("schedule", "week", written(centre()), "--seconds", "15", "--split", "25", "--json").stdout
    )
    compared = told["compared"]
    assert compared["split_percent"] == 25
    assert compared["with"]["hours_short"] < compared["without"]["hours_short"]
    split = [p for p in told["schedule"]["people"] if any(
        a["start"][:10] == b["start"][:10] for a, b in zip(p["shifts"], p["shifts"][1:], strict=False))]  # fmt: skip
    assert 0 < len(split) <= 6


def broken(**changes) -> dict:
    return centre(3, **changes)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{", "docs/reference/weeks.md"),
        (broken(week="2026-03-03"), "no Monday"),
        (broken(pack="FR-1910"), "FR-2026-IDCC2098"),
        (broken(interval_minutes=7), "15, 30 or 60"),
        (broken(told_days=2), "L3123-24"),
        (broken(zone="Europe/Nowhere"), "no time zone"),
        (broken(groups=[{"id": "all", "need": [[-1.0] * 48] * 7}]), "groups[0].need[0][0]: -1.0"),
        (broken(groups=[{"id": "all", "need": [[1.0] * 47] * 7}]), "48, from midnight"),
        (broken(people=[{"id": "awa", "contract": "none", "skills": ["all"]}]), "people[0].contract"),
        (broken(people=[{"id": "awa", "contract": "full", "skills": []}]), "people[0].skills"),
        (broken(people=[{"id": "awa", "contract": "full", "skills": ["all"], "leave": [9]}]), "people[0].leave"),
        (broken(people=[{"id": "awa", "contract": "full", "skills": ["all"],
                         "available": [["25:00", "26:00"]] * 7}]), "no time of day"),
        (broken(people=[{"id": "awa", "contract": "part", "skills": ["all"],
                         "labour": {"weekly_minutes": 600, "part_time": True}}]), "L3123-7"),
    ],
)  # fmt: skip
def test_what_is_refused_and_how_to_mend_it(written, given, said):
    assert said in palabre("schedule", "week", written(given), code=2).stderr


def test_who_cannot_be_planned_is_named(written):
    given = centre(3)
    given["people"][1]["available"] = [["08:00", "09:00"]] * 7
    assert "p1" in palabre("schedule", "week", written(given), code=1).stderr


def test_ctrl_c_keeps_the_best_so_far(written):
    asked = [ROOT / "palabre", "schedule", "week", written(centre(60)), "--seconds", "100", "--json"]
    process = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        line = process.stderr.readline()
        assert "hours short" in line
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    told = json.loads(out)
    assert process.returncode == 0 and told["stopped"] in ("interrupted", "optimal")
    assert len(told["schedule"]["people"]) == 60 and told["seconds"] < 60
