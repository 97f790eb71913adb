"""Issue 5, point 1: `./palabre forecast` judges every model by its own past errors."""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BANK = Path(os.environ.get("PALABRE_REAL_DATA") or ROOT.parent / "shared/data") / "bank_calls_5min.csv"
WAPE_MAX, FLOOR_SHARE_MAX, COVERAGE = 5.5, 0.8, (87, 93)


def asked(path: Path, *more: str, code: int = 0) -> dict | str:
    command = [ROOT / "palabre", "forecast", path, "--json", *more]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert ran.returncode == code, ran.stderr
    return json.loads(ran.stdout) if ran.stdout else ran.stderr


@pytest.fixture
def twin(tmp_path) -> Path:
    """Ten weeks of a small centre by the quarter of an hour, dirty as files are: in no order, empty and missing counts,
    a byte order mark, spaces, a holiday, and a level that wanders from day to day."""
    chance, lines, level = random.Random(7), [], 0.0
    for n in range(70):
        day = datetime(2026, 2, 2) + timedelta(n)
        if day.weekday() == 6:
            continue
        level = 0.9 * level + chance.gauss(0, 0.08)
        for quarter in range(40):
            mean = 60 * math.exp(level) * (1 + 0.5 * math.sin(quarter / 6)) * (1.3 if day.weekday() == 0 else 1)
            start = day + timedelta(hours=8, minutes=15 * quarter)
            calls = max(0, round(chance.gauss(mean, mean**0.5)))
            start = f" {start.isoformat(sep=' ')} " if quarter % 7 else start.isoformat()
            lines.append(f"{start},{calls},as told")
    lines[100], lines[900] = lines[100].split(",")[0] + ",,", ""
    chance.shuffle(lines)
    path = tmp_path / "twin.csv"
    path.write_bytes("\N{BYTE ORDER MARK}start,calls,remark\r\n".encode() + "\r\n".join(lines).encode())
    return path


def test_a_twin_in_the_same_dirty_format(twin):
    told = asked(twin, "--interval", "900", "--origins", "20", "--ahead", "--horizon", "2d")
    assert told["days"] == 60 and told["origins"] == 20 and told["notes"]["holes"] == 2
    errors = {name: one["wape"]["1800"] for name, one in told["models"].items()}
    assert errors["factors"] < errors["mean_of_four"] and errors["champion"] < errors["mean_of_four"]
    assert {n for n, one in told["models"].items() if one["floor"]} == {"same_weekday", "mean_of_four"}
    assert 80 < told["coverage"]["1800"] <= 100 and told["seconds"] < 60
    assert [r["start"] for r in told["ahead"]["rows"]][:1] == ["2026-04-13T08:00:00"]
    assert all(r["low"] <= r["mean"] <= r["high"] for r in told["ahead"]["rows"])
    assert len(told["ahead"]["rows"]) == 40, "Sunday is closed"


def test_a_real_bank(twin):
    if not BANK.exists():
        pytest.skip(f"no {BANK.name} beside the checkout: PALABRE_REAL_DATA says where the real data stand")
    told = asked(BANK, "--interval", "300", "--horizon", "1d", "--origins", "30")
    errors = {name: one["wape"]["1800"] for name, one in told["models"].items()}
    assert told["origins"] == 30 and errors["champion"] < WAPE_MAX
    assert errors["champion"] < FLOOR_SHARE_MAX * errors["mean_of_four"]
    assert COVERAGE[0] <= told["coverage"]["1800"] <= COVERAGE[1]


def test_bad_files_are_refused_by_the_line(tmp_path):
    path = tmp_path / "bad.csv"
    head = "start,calls\n2026-02-02T08:00,5\n"
    for text, told in (
        ("2026-02-02T08:15,-3\n", "line 3: '-3' is no count"), ("tomorrow,3\n", "line 3: 'tomorrow' is no time"),
        ("2026-02-02T08:00,3\n", "twice"), ("2026-02-02T08:15,many\n", "line 3"), ("2026-02-02T08:15,nan\n", "line 3"),
        ("2026-02-02T08:15+01:00,3\n", "--zone"),
    ):  # fmt: skip
        path.write_text(head + text)
        assert told in asked(path, "--interval", "900", code=2), text
    path.write_text("when,calls\n")
    assert "no column start" in asked(path, code=2)
    assert "name a CSV file" in asked(tmp_path / "absent.csv", code=2)


def test_times_with_an_offset_belong_to_the_days_of_a_zone(tmp_path):
    """Both clock changes: the hour in March that is not there, the one in October that is there twice."""
    path = tmp_path / "utc.csv"
    for begin, note in ((datetime(2026, 3, 23), "holes"), (datetime(2026, 10, 19), "doubled_hour")):
        hours = [begin + timedelta(hours=n) for n in range(24 * 14)]
        path.write_text("start,calls\n" + "".join(f"{h.isoformat()}Z,{h.hour + 1}\n" for h in hours))
        told = asked(path, "--interval", "3600", "--zone", "Europe/Paris", "--ahead")
        assert told["notes"].get(note) == 1, told["notes"]
        assert len(told["ahead"]["rows"]) == 24
