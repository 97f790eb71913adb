"""Issue 3, point 10: figures fold the stream; reports by queue, people, site, channel; files; whose they are."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from people import eventually

ZONE = "Europe/Paris"


def figures(table: dict, row: dict | None = None) -> dict:
    return dict(zip((c["key"] for c in table["columns"]), (row or table["total"])["values"], strict=True))


def report(person, by: str, **query) -> dict:
    return person.get(f"/api/reporting/reports/{by}", tz=ZONE, **query)


@pytest.fixture(scope="module")
def answered(running):
    """One chat that Awa answered today: (her id, its queue)."""
    awa, visitor = running.advisor("awa"), running.visitor()
    try:
        visitor.writes("Bonjour")
        visitor.presses("1")
        conversation = awa.accepts()
        queue = awa.get(f"/api/conversations/{conversation}")["segments"]
        awa.ends(conversation)
        yield awa.id, next(s["owner"] for s in queue if s["kind"] == "queue")
    finally:
        awa.leave()


def test_a_report_counts_what_happened_by_queue_people_and_time(claire, answered) -> None:
    advisor, queue = answered
    whole = eventually(lambda: (t := report(claire, "time", queue=queue)) and figures(t)["answered"] and t)
    assert whole["time_zone"] == ZONE and whole["columns"][0]["definition"]
    by_queue = report(claire, "queue")
    names = [row["name"].casefold() for row in by_queue["rows"]]
    assert names == sorted(names), "in the order of names, never of figures"
    row = next(row for row in by_queue["rows"] if row["subject"] == queue)
    assert figures(by_queue, row)["answered"] == figures(whole)["answered"]
    assert sum(figures(by_queue, row)["offered"] for row in by_queue["rows"]) == figures(by_queue)["offered"]
    people = report(claire, "advisor")
    assert figures(people, next(r for r in people["rows"] if r["subject"] == advisor))["answered"] >= 1
    assert [r["name"] for r in people["rows"]] == sorted((r["name"] for r in people["rows"]), key=str.casefold)
    quarters = report(claire, "queue", each="interval", queue=queue)
    assert all(r["begin"] % 900_000 == 0 and r["end"] - r["begin"] == 900_000 for r in quarters["rows"])
    assert sum(figures(quarters, r)["answered"] for r in quarters["rows"]) == figures(whole)["answered"]
    channels = report(claire, "channel")
    assert "chat" in [r["subject"] for r in channels["rows"]]


def test_reports_and_the_day_agree(claire, answered) -> None:
    _, queue = answered
    keys = ("offered", "answered", "abandoned", "refused_at_door", "service_level", "asa", "aht")

    def both() -> bool:
        today = {m["key"]: m["value"] for m in claire.get("/api/reporting/today", tz=ZONE, queue=queue)["measures"]}
        told = figures(report(claire, "time", queue=queue))
        return [told[key] for key in keys] == [pytest.approx(today[key]) for key in keys]

    eventually(both)


def test_an_advisor_sees_her_own_and_nobody_elses(running, answered) -> None:
    advisor, _ = answered
    awa = running.person("awa")
    mine = report(awa, "advisor")
    assert [row["subject"] for row in mine["rows"]] == [advisor]
    awa.get("/api/reporting/reports/queue", status=403)
    paul = running.person("paul")
    assert paul.id != advisor
    paul.get("/api/reporting/reports/advisor", advisor=advisor, status=403)


def test_a_report_leaves_as_a_file(claire, nadia, answered) -> None:
    _, queue = answered

    def file(kind: str, **more) -> bytes:
        return claire.get("/api/reporting/reports/queue/export", tz=ZONE, queue=queue, format=kind, **more)

    lines = list(csv.DictReader(io.StringIO(file("csv").decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == 1 and float(lines[0]["Répondus"]) >= 1
    book = zipfile.ZipFile(io.BytesIO(file("xlsx")))
    assert [n for n in book.namelist() if n.startswith("xl/worksheets/sheet")] == [
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    ], "figures, and what they mean"
    parquet = file("parquet")
    assert parquet[:4] == parquet[-4:] == b"PAR1"
    assert "histogramme" in file("definitions").decode("utf-8-sig")
    assert any(row["verb"] == "reporting.export" for row in nadia.get("/api/audit")["rows"])


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"first": "2026-01-02", "last": "2026-01-01"}, "reporting.period_refused"),
        ({"first": "2025-01-01", "last": "2026-01-01", "each": "interval"}, "reporting.period_refused"),
        ({"seconds": 21}, "reporting.threshold_out_of_bounds"),
        ({"queue": "x"}, "invalid"),
    ],
)
def test_what_says_nothing_is_refused_with_words(claire, query, code) -> None:
    refused = claire.get("/api/reporting/reports/time", status=422, **query)
    assert refused["code"] == code and refused["details"]
