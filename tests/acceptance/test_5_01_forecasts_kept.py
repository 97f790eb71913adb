"""Issue 5, point 1, in the product: what came is kept, forecasts are made by the worker, and events change them."""

from __future__ import annotations

import math
import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from people import Person, eventually

PARIS = ZoneInfo("Europe/Paris")


def queue_named(nadia: Person, name: str) -> str:
    model = next(q for q in nadia.get("/api/queues")["rows"] if q["channel"] == "voice")
    made = nadia.post("/api/queues", {"name": name, "channel": "voice", "rings": model["rings"]})
    return made["id"]


def sheet(first: date, days: int, *, chance: random.Random, closed: tuple[int, ...] = (6,)) -> str:
    """From 8 to 20 h, a row a quarter of an hour; Mondays are half as heavy again."""
    lines = ["start;calls;aht"]
    for n in range(days):
        day = first + timedelta(n)
        if day.weekday() in closed:
            continue
        level = chance.gauss(1, 0.08) * (1.5 if day.weekday() == 0 else 1)
        for quarter in range(32, 80):
            mean = max(0.0, level * 20 * (1 + 0.4 * math.sin(quarter / 6)))
            calls = max(0, round(chance.gauss(mean, math.sqrt(mean))))
            lines.append(f"{day}T{quarter // 4:02}:{quarter % 4 * 15:02};{calls};{240 + quarter}")
    return "\n".join(lines)


def send(who: Person, text: str, *, status: int | None = None, **query: str) -> dict:
    answer = who.http.post("/api/workforce/demand/imports", content=text.encode(), params=query)
    assert answer.status_code == (status or 200), answer.text
    return answer.json()


def made(who: Person, queue: str) -> dict:
    """A forecast asked for and waited for."""
    run = who.post(f"/api/workforce/queues/{queue}/forecasts")
    ended = lambda: (found := who.get(f"/api/workforce/runs/{run['id']}"))["state"] in ("done", "refused") and found
    assert eventually(ended, 60)["state"] == "done", ended()
    settled(who, queue)
    return who.get(f"/api/workforce/queues/{queue}/forecast")


def settled(who: Person, queue: str) -> None:
    mine = lambda: next(q for q in who.get("/api/workforce/demand") if q["queue"] == queue)
    eventually(lambda: mine()["run"] in ("", "done", "refused"), 60)


def total(forecast: dict, day: date) -> float:
    of = lambda row: datetime.fromtimestamp(row["start"] / 1000, UTC).astimezone(PARIS).date()
    return sum(row["mean"] for row in forecast["rows"] if of(row) == day)


@pytest.fixture(scope="module")
def today() -> date:
    return datetime.now(PARIS).date()


@pytest.fixture(scope="module")
def known(nadia: Person, today: date) -> tuple[str, dict]:
    queue = queue_named(nadia, "Prévue")
    text = sheet(today - timedelta(91), 91, chance=random.Random(5))
    looked = send(nadia, text, queue=queue)
    assert looked["imported"] is None and looked["possible"] == "judged" and not looked["wrong"], looked
    assert next(q for q in nadia.get("/api/workforce/demand") if q["queue"] == queue)["half_hours"] == 0
    taken = send(nadia, text, queue=queue, dry="false", name="avril.csv")
    assert taken["accepted"] == looked["accepted"] == 78 * 24
    return queue, made(nadia, queue)


def test_a_champion_is_named_beside_the_floor_for_fourteen_days(known, today):
    _, forecast = known
    told = forecast["told"]
    assert told["basis"] == "judged" and told["floor"] in ("same_weekday", "mean_of_four")
    assert 0 < told["error"] <= told["floor_error"] < 40 and told["covered"] > 70
    assert told["handle_model"] == "by_half_hour" and told["handle_error"] < told["handle_floor_error"]
    assert forecast["first"] == today.isoformat() and forecast["last"] == (today + timedelta(13)).isoformat()
    assert len(forecast["rows"]) == 12 * 24, "two weeks without their Sundays"
    for row in forecast["rows"]:
        assert 0 <= row["low"] <= row["mean"] <= row["high"]
        assert row["handle_low"] <= row["handle"] <= row["handle_high"]
    ahead = [today + timedelta(n) for n in range(14)]
    mondays = [total(forecast, day) for day in ahead if day.weekday() == 0]
    others = [total(forecast, day) for day in ahead if day.weekday() in (1, 2, 3)]
    assert 1.3 < (sum(mondays) / len(mondays)) / (sum(others) / len(others)) < 1.7


def test_an_event_changes_its_days_and_what_is_learnt(nadia, known, today):
    queue, before = known
    tuesday = today + timedelta((1 - today.weekday()) % 7 or 7)
    friday = tuesday + timedelta(3)
    campaign = nadia.post(
        "/api/workforce/events",
        {"name": "Campagne", "first": tuesday.isoformat(), "last": tuesday.isoformat(), "percent": 20, "queue": queue},
    )
    closed = nadia.post(
        "/api/workforce/events",
        {"name": "Aïd", "first": friday.isoformat(), "last": friday.isoformat(), "kind": "closed", "queue": queue},
    )
    after = lambda: nadia.get(f"/api/workforce/queues/{queue}/forecast")
    eventually(lambda: total(after(), friday) == 0, 60)
    settled(nadia, queue)
    assert total(after(), tuesday) == pytest.approx(1.2 * total(before, tuesday), rel=0.001)
    nadia.ask("DELETE", f"/api/workforce/events/{campaign['id']}")
    nadia.ask("DELETE", f"/api/workforce/events/{closed['id']}")
    eventually(lambda: total(after(), friday) > 0, 60)
    settled(nadia, queue)
    assert total(after(), tuesday) == pytest.approx(total(before, tuesday), rel=0.001)
    past = today - timedelta(10)
    gone = nadia.post(
        "/api/workforce/events", {"name": "Panne", "first": past.isoformat(), "last": past.isoformat(), "queue": queue}
    )
    eventually(lambda: after()["told"]["left_out"] == (past.weekday() != 6), 60)
    nadia.ask("DELETE", f"/api/workforce/events/{gone['id']}")
    settled(nadia, queue)


def test_events_that_make_no_sense_say_why(nadia, today):
    day = today.isoformat()
    backwards = {"name": "x", "first": day, "last": (today - timedelta(1)).isoformat()}
    assert nadia.post("/api/workforce/events", backwards, status=422)["details"]["reason"] == "before_first"
    long = {"name": "x", "first": day, "last": (today + timedelta(200)).isoformat()}
    assert nadia.post("/api/workforce/events", long, status=422)["details"]["reason"] == "too_long"
    nobody = {"name": "x", "first": day, "last": day, "queue": "00000000-0000-4000-8000-000000000000"}
    nadia.post("/api/workforce/events", nobody, status=404)


def test_a_file_is_judged_row_by_row(nadia):
    queue = queue_named(nadia, "Jugée")
    rows = ["start;calls;aht", "2026-03-02T08:00;10;300", "2026-03-02T08:30;-3;300", "2026-03-02T09:00;dix;300",
            "2026-03-02T09:30;12;300", "2026-03-02T09:30;13;300", "hier;1;300", "2026-03-02T10:00;9;-5",
            "2026-03-29T02:30;4;300", "2026-03-03T08:00;11;300", "2026-03-04T08:00;9;300", "2026-03-03T09:30;8;300",
            "2026-03-04T08:30;5;300"]  # fmt: skip
    told = send(nadia, "\n".join(rows), queue=queue)
    assert told["wrong"] == {"negative": 1, "no_count": 1, "twice": 1, "no_time": 1, "bad_handle": 1, "no_such_time": 1}
    assert {t["line"]: t["why"] for t in told["troubles"]} == {
        3: "negative",
        4: "no_count",
        6: "twice",
        7: "no_time",
        8: "bad_handle",
        9: "no_such_time",
    }
    assert (told["accepted"], told["days"], told["possible"]) == (6, 3, "flat")


def test_holes_and_the_hour_that_comes_twice_are_told(nadia):
    queue = queue_named(nadia, "Trouée")
    rows = ["start,calls"]
    for n in range(21):
        day = date(2025, 10, 13) + timedelta(n)  # clocks go back on the 26th
        for half in range(12):
            if (n, half) != (9, 3):
                rows.append(f"{day}T{half // 2:02}:{half % 2 * 30:02},{10 + half}")
                if day == date(2025, 10, 26) and half in (4, 5):
                    rows.append(f"{day}T{half // 2:02}:{half % 2 * 30:02},{20 + half}")
    told = send(nadia, "\n".join(rows), queue=queue)
    assert (told["doubled"], told["wrong"], told["possible"]) == (2, {}, "judged")
    assert (told["holes"], told["lacking"]) == (1, ["2025-10-22T01:30"])
    assert told["accepted"] == 21 * 12 - 1 + 2


def test_three_days_say_plainly_what_can_be_had(nadia, today):
    queue = queue_named(nadia, "Trois jours")
    told = send(nadia, sheet(today - timedelta(3), 3, chance=random.Random(1), closed=()), queue=queue, dry="false")
    assert (told["days"], told["possible"]) == (3, "flat")
    forecast = made(nadia, queue)
    assert (forecast["told"]["basis"], forecast["told"]["error"], len(forecast["rows"])) == ("flat", None, 14 * 24)
    again = send(nadia, sheet(today - timedelta(3), 3, chance=random.Random(1), closed=()), queue=queue)
    assert (again["accepted"], again["possible"], again["wrong"]) == (0, "nothing", {"known": 72})
    undone = nadia.ask("DELETE", f"/api/workforce/demand/imports/{told['imported']}")
    assert undone == {"removed": 72}
    nadia.ask("DELETE", f"/api/workforce/demand/imports/{told['imported']}", status=409)
    run = nadia.post(f"/api/workforce/queues/{queue}/forecasts")
    ended = lambda: (found := nadia.get(f"/api/workforce/runs/{run['id']}"))["state"] == "refused" and found
    assert eventually(ended, 60)["reason"] == "no_history"


@pytest.mark.parametrize(("text", "reason"), [
    ("", "empty"), ("a;b\n1;2", "no_start_column"), ("start;b\n2026-01-01;2", "no_count_column"),
    ("start;calls\n2026-01-01T08:00;2\n2026-01-01T09:00;2\n2026-01-01T10:00;2", "too_coarse"),
])  # fmt: skip
def test_what_is_no_such_file_says_why(nadia, known, text, reason):
    assert send(nadia, text, queue=known[0], status=422)["details"]["reason"] == reason


def test_forecasts_are_nobodys_who_answers(running, known):
    awa = running.person("awa")
    awa.get("/api/workforce/demand", status=403)
    awa.get(f"/api/workforce/queues/{known[0]}/forecast", status=403)
    awa.post(f"/api/workforce/queues/{known[0]}/forecasts", status=403)


def test_what_was_told_is_compared_with_what_came(nadia, known):
    """What came today is no whole day yet: of a forecast made today nothing is judged, and that is said by an empty
    list."""
    assert nadia.get(f"/api/workforce/queues/{known[0]}/accuracy") == {"forecasts": [], "by_lead": []}


def test_a_sheet_of_the_forecast_can_be_taken_away(nadia, known):
    text = nadia.get(f"/api/workforce/queues/{known[0]}/forecast.csv").decode().splitlines()
    assert text[0] == "start,mean,low,high,floor,handle,handle_low,handle_high" and len(text) == 1 + 12 * 24
