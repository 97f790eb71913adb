"""Issue 5, point 2, in the product: who is needed follows forecast and objective, and what-if answers at once."""

from __future__ import annotations

import math
import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from people import Person, eventually

PARIS = ZoneInfo("Europe/Paris")
SECONDS_MAX = 1.0
HANDLE, CALLS = 240, 60


@pytest.fixture(scope="module")
def queue(nadia: Person) -> str:
    """Sixty calls of four minutes each half-hour, from 8 to 20 h, every day of six weeks: eight Erlang."""
    model = next(q for q in nadia.get("/api/queues")["rows"] if q["channel"] == "voice")
    made = nadia.post("/api/queues", {"name": "À planifier", "channel": "voice", "rings": model["rings"]})["id"]
    first = datetime.now(PARIS).date() - timedelta(42)
    lines = ["start,calls,aht"]
    for n in range(42):
        for half in range(16, 40):
            lines.append(f"{first + timedelta(n)}T{half // 2:02}:{half % 2 * 30:02},{CALLS + (n % 3 - 1)},{HANDLE}")
    sent = nadia.http.post(
        "/api/workforce/demand/imports", content="\n".join(lines), params={"queue": made, "dry": "false"}
    )
    assert sent.status_code == 200, sent.text
    run = nadia.post(f"/api/workforce/queues/{made}/forecasts")["id"]
    eventually(lambda: nadia.get(f"/api/workforce/runs/{run}")["state"] == "done", 60)
    return made


@pytest.fixture
def day() -> date:
    return datetime.now(PARIS).date() + timedelta(3)


def put(nadia: Person, queue: str, status: int = 200, **changes) -> dict:
    kept = nadia.get(f"/api/workforce/queues/{queue}/objective")
    kept["objective"] |= changes
    return nadia.put(f"/api/workforce/queues/{queue}/objective", kept, status=status)


def requirements(nadia: Person, queue: str, day: date) -> list[dict]:
    return nadia.get(f"/api/workforce/queues/{queue}/requirements", first=day.isoformat(), last=day.isoformat())


def erlang_c_level(load: float, n: int, seconds: float) -> float:
    """By the book, with nothing of Palabre's."""
    blocked = 1.0
    for k in range(1, n + 1):
        blocked = load * blocked / (k + load * blocked)
    waits = blocked / (1 - load / n * (1 - blocked))
    return 1 - waits * math.exp(-(n - load) * seconds / HANDLE)


def by_the_book(calls: float, target: float, seconds: float, busy: float) -> int:
    load = calls * HANDLE / 1800
    n = math.floor(load) + 1
    while erlang_c_level(load, n, seconds) < target or load / n > busy:
        n += 1
    return n


def test_the_requirement_is_what_the_book_says(nadia, queue, day):
    put(nadia, queue, target=0.8, seconds=20, occupancy_max=0.9, shrinkage=0.25, minimum=0)
    rows = requirements(nadia, queue, day)
    assert len(rows) == 24 and len({row["source"] for row in rows}) == 1
    forecast = nadia.get(f"/api/workforce/queues/{queue}/forecast")
    assert rows[0]["source"] == forecast["id"]
    mean = {row["start"]: row["mean"] for row in forecast["rows"]}
    for row in rows:
        seated = by_the_book(round(mean[row["start"]], 2), 0.8, 20, 0.9)
        assert row["mean"] == math.ceil(seated / 0.75), row
        assert 0 < row["low"] <= row["mean"] <= row["high"]


def test_shrinkage_and_the_minimum_count(nadia, queue, day):
    put(nadia, queue, shrinkage=0.0, minimum=0)
    bare = requirements(nadia, queue, day)[0]["mean"]
    put(nadia, queue, shrinkage=0.5)
    assert requirements(nadia, queue, day)[0]["mean"] == 2 * bare
    put(nadia, queue, shrinkage=0.0, minimum=bare + 5)
    assert {row["mean"] for row in requirements(nadia, queue, day)} == {bare + 5}
    put(nadia, queue, minimum=0)


def test_two_planners_at_one_objective_lose_nothing(nadia, queue):
    kept = nadia.get(f"/api/workforce/queues/{queue}/objective")
    put(nadia, queue, target=0.85)
    refused = nadia.put(f"/api/workforce/queues/{queue}/objective", kept, status=409)
    assert refused["code"] == "workforce.objective_changed"
    assert nadia.get(f"/api/workforce/queues/{queue}/objective")["objective"]["target"] == 0.85
    put(nadia, queue, target=0.8)


def test_what_if_answers_in_under_a_second(nadia, queue, day):
    put(nadia, queue, target=0.8, seconds=20, occupancy_max=0.9, shrinkage=0.25, minimum=0, patience=0)
    ask = lambda **more: nadia.post(f"/api/workforce/queues/{queue}/what-if", {"day": day.isoformat(), **more})
    same = ask()
    assert [row["mean"] for row in same["rows"]] == [row["mean"] for row in requirements(nadia, queue, day)]
    assert same["hours"] == same["base_hours"] and same["level"] >= 0.8
    objective = nadia.get(f"/api/workforce/queues/{queue}/objective")["objective"]
    answers = []
    for n in range(5):
        begun = time.monotonic()
        answers.append(ask(volume=1.2 + n / 100, handle=1.1, objective=objective | {"patience": 90 + n}))
        assert time.monotonic() - begun < SECONDS_MAX
    assert all(a["hours"] > same["hours"] and a["level"] < same["level"] for a in answers)
    assert ask(volume=1.5)["level"] == 0, "calls that never give up, and too few for them: the queue grows for ever"
    assert ask(volume=0)["hours"] == 0
    assert ask(handle=0.5)["hours"] < same["hours"]
    nadia.post(f"/api/workforce/queues/{queue}/what-if", {"day": day.isoformat(), "volume": -1}, status=422)


def test_what_nobody_can_reach_says_so(nadia, queue, day):
    empty = nadia.post(f"/api/workforce/queues/{queue}/what-if", {"day": "2001-01-01"})
    assert empty["rows"] == [] and empty["level"] == 1
    nobody = "00000000-0000-4000-8000-000000000000"
    nadia.get(f"/api/workforce/queues/{nobody}/objective", status=404)
    nadia.post(f"/api/workforce/queues/{nobody}/what-if", {"day": day.isoformat()}, status=404)
    nadia.get(f"/api/workforce/queues/{queue}/requirements", first="2026-01-01", last="2020-01-01", status=422)
