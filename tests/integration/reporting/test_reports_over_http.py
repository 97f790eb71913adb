"""Standard reports as people ask for them: whose, when, in which order, refused with a reason, as files."""

from __future__ import annotations

import csv
import io
import itertools
import zipfile
from datetime import date

import duckdb
import msgspec
import pytest
from random_journals import BEGIN
from web_rig import open_web_rig

from palabre.foundations.clock import HOUR, MINUTE
from palabre.foundations.scope import Scope
from palabre.plumbing.blobs import Blobs
from palabre.plumbing.settings import Settings
from palabre.reporting import http
from palabre.reporting.model.ledger import Ledger
from palabre.reporting.model.rows import Contact
from palabre.reporting.store import rolls, rows

DAY = "first=2023-11-14&last=2023-11-15&tz=UTC"


class World:
    """Two queues, two advisors (one of a partner), contacts written as the reader writes them."""

    def __init__(self, rig) -> None:
        self.rig, self.items = rig, 0

    async def furnish(self) -> World:
        rig = self.rig
        self.tenant = (await rig.found("A", "admin@a.test", time_zone="Europe/Paris")).tenant
        self.admin = await rig.signed_in("admin@a.test")
        self.partner = (await self.admin.post("/api/partners", {"name": "Vigie", "names_visible": False}))["id"]
        self.site = (await self.admin.post("/api/sites", {"name": "=cmd|' /C calc'!A0"}))["id"]
        self.queues = [await self._queue(name, channel) for name, channel in (("Zoé", "voice"), ("Aide", "chat"))]
        self.zara = await self._person("Zara", "advisor")
        self.amir = await self._person("Amir", "advisor", partner=self.partner)
        await self._person("Sam", "supervisor")
        await self._person("Pia", "partner_supervisor", partner=self.partner)
        return self

    async def _queue(self, name: str, channel: str) -> str:
        ring = {"after_seconds": 0, "requirement": {"kind": "all", "parts": []}}
        return (await self.admin.post("/api/queues", {"name": name, "channel": channel, "rings": [ring]}))["id"]

    async def _person(self, name: str, role: str, **more) -> str:
        body = {"name": name, "email": f"{name}@a.test", "roles": [role], "password": "une phrase de passe longue"}
        return (await self.admin.post("/api/people", body | more))["id"]

    async def contacts(self, projector, *several: dict) -> None:
        """Each: at (ms), queue (0 or 1), wait (ms); advisor and partner where it was answered."""
        ledger = Ledger()
        for one in several:
            self.items += 1
            contact = Contact(f"1.{self.items}", self.tenant, self.queues[one["queue"]], "first", one["at"], one["at"])
            ended = one["at"] + one["wait"]
            if one.get("refused"):
                contact.ended, contact.end = one["at"], "refused_full"
            elif one.get("advisor"):
                contact.answered, contact.ended, contact.end, contact.talk = ended, ended + 60_000, "handled", 60_000
                contact.advisor, contact.site, contact.partner = one["advisor"], self.site, one.get("partner")
            else:
                contact.ended, contact.end = ended, "abandoned"
            ledger.changed_contacts[contact.item] = contact
        async with projector.transaction(Scope(self.tenant)) as tx:
            await rolls.lock(tx)
            await rows.keep(tx, ledger)


@pytest.fixture
def opened(own_database, nats, tmp_path):
    from contextlib import asynccontextmanager

    from palabre.plumbing.postgres import Database

    @asynccontextmanager
    async def made():
        async with open_web_rig(own_database, nats, tmp_path, routes=http.routes) as rig:
            rig.services.settings = Settings()
            rig.services.blobs = Blobs(rig.services.database, rig.services.secrets, tmp_path / "blobs")
            projector = await Database.open(own_database.dsn("projector"), size_max=2)
            try:
                world = await World(rig).furnish()
                at = BEGIN  # 14 November 2023, 22:13 UTC
                await world.contacts(
                    projector,
                    {"at": at, "queue": 0, "wait": 4_000, "advisor": world.zara},
                    {"at": at + MINUTE, "queue": 0, "wait": 30_000, "advisor": world.amir, "partner": world.partner},
                    {"at": at + HOUR, "queue": 1, "wait": 45_000},
                    {"at": at + 3 * HOUR, "queue": 1, "wait": 0, "refused": True},
                )
                yield world
            finally:
                await projector.close()

    return made


async def report(browser, by: str, query: str = DAY, status: int = 200) -> dict:
    answer = await browser.http.get(f"/api/reporting/reports/{by}?{query}")
    assert answer.status_code == status, answer.text
    return answer.json()


def figures(table: dict, row: dict) -> dict:
    return dict(zip((c["key"] for c in table["columns"]), row["values"], strict=True))


async def test_reports_by_what_they_are_asked(opened) -> None:
    async with opened() as world:
        sam = await world.rig.signed_in("Sam@a.test")
        whole = await report(sam, "time")
        told = figures(whole, whole["total"])
        assert (told["offered"], told["answered"], told["abandoned"], told["refused_full"]) == (3, 2, 1, 1)
        assert told["service_level"] == pytest.approx(1 / 3) and told["asa"] == 17.0
        assert {c["key"]: c["source"] for c in whole["columns"]}["wait_p90"] == "histogram"
        assert whole["read_from"] == {"days": 0, "recent_days": 2, "files": 0}
        queues = await report(sam, "queue")
        assert [r["name"] for r in queues["rows"]] == ["Aide", "Zoé"], "in the order of their names"
        assert sum(figures(queues, r)["offered"] for r in queues["rows"]) == 3
        channels = await report(sam, "channel")
        offered = [(r["subject"], figures(channels, r)["offered"]) for r in channels["rows"]]
        assert offered == [("voice", 2), ("chat", 1)]
        days = await report(sam, "time", f"{DAY}&each=day")
        assert [figures(days, r)["offered"] for r in days["rows"]] == [3, 0] and len(days["rows"]) == 2
        paris = await report(sam, "time", "first=2023-11-14&last=2023-11-15&each=day")
        assert paris["time_zone"] == "Europe/Paris"
        assert [figures(paris, r)["offered"] for r in paris["rows"]] == [2, 1], "midnight of Paris is 23:00 UTC"
        quarters = await report(sam, "queue", f"{DAY}&each=interval&queue={world.queues[0]}")
        assert [(r["begin"] % 900_000, figures(quarters, r)["answered"]) for r in quarters["rows"]] == [(0, 2)]
        sites = await report(sam, "site")
        assert [figures(sites, r)["answered"] for r in sites["rows"]] == [2]
        partners = await report(sam, "partner")
        assert [(r["name"], figures(partners, r)["answered"]) for r in partners["rows"]] == [("Vigie", 1)]


async def test_pages_join_without_gap(opened) -> None:
    async with opened() as world:
        sam = await world.rig.signed_in("Sam@a.test")
        whole = await report(sam, "queue", f"{DAY}&each=interval&limit=500")
        joined, after = [], ""
        while True:
            page = await report(sam, "queue", f"{DAY}&each=interval&limit=1&after={after}")
            joined += page["rows"]
            after = page["next"]
            if not after:
                break
        assert joined == whole["rows"] and len(joined) >= 3


async def test_who_sees_whom(opened) -> None:
    async with opened() as world:
        sam, zara = await world.rig.signed_in("Sam@a.test"), await world.rig.signed_in("Zara@a.test")
        people = await report(sam, "advisor")
        assert [(r["subject"], r["name"]) for r in people["rows"]] == [(world.amir, ""), (world.zara, "Zara")]
        assert "service_level" not in figures(people, people["total"]), "of a queue, not of people"
        mine = await report(zara, "advisor")
        assert [r["subject"] for r in mine["rows"]] == [world.zara] and figures(mine, mine["total"])["answered"] == 1
        await report(zara, "queue", status=403)
        await report(zara, "advisor", f"{DAY}&advisor={world.amir}", status=403)
        await report(zara, "time", f"{DAY}&site={world.site}", status=403)
        pia = await world.rig.signed_in("Pia@a.test")
        for by, expected in (("time", 1), ("queue", 1), ("partner", 1), ("advisor", 1), ("site", 0)):
            theirs = await report(pia, by)
            total = figures(theirs, theirs["total"])
            assert total["answered"] == 1 and "offered" not in total, by
            assert sum(figures(theirs, r)["answered"] for r in theirs["rows"]) == expected, by
        other = await world.rig.found("B", "admin@b.test")
        stranger = await world.rig.signed_in("admin@b.test")
        for by in ("time", "queue", "channel", "advisor", "site", "partner"):
            empty = await report(stranger, by, f"{DAY}&queue={world.queues[0]}" if by in ("time", "queue") else DAY)
            assert empty["rows"] == [] and not any(empty["total"]["n"]), by
        assert other.tenant != world.tenant


REFUSED = [
    ("first=2023-11-15&last=2023-11-14", "reporting.period_refused"),
    ("first=2023-01-01&last=2023-11-14&each=interval", "reporting.period_refused"),
    ("first=2023-01-01&last=2023-11-14&tz=Asia/Tokyo", "reporting.period_refused"),
    ("tz=Mars/Olympus", "reporting.unknown_time_zone"),
    ("seconds=21", "reporting.threshold_out_of_bounds"),
    ("queue=x", "invalid"),
    ("each=week", "invalid"),
    ("channel=voice&queue=01a20265-de42-7fdf-b1a2-d8bb1e77bd73", "reporting.report_refused"),
    ("first=0001-01-01&last=0001-01-02", "reporting.period_refused"),
]


async def test_what_says_nothing_is_refused(web_only, subtests) -> None:
    for query, code in REFUSED:
        with subtests.test(query):
            refused = await report(web_only, "time", query, status=422)
            assert refused["code"] == code


@pytest.fixture
async def web_only(database, nats, tmp_path):
    async with open_web_rig(database, nats, tmp_path, routes=http.routes) as rig:
        rig.services.settings = Settings()
        email = f"{tmp_path.name.lower().replace('_', '-')}@z.test"
        await rig.found(f"Z {email}", email)
        yield await rig.signed_in(email)


async def test_files_hold_no_formula_and_every_definition(opened, tmp_path) -> None:
    async with opened() as world:
        sam = await world.rig.signed_in("Sam@a.test")
        path = f"/api/reporting/reports/site/export?{DAY}"
        text = (await sam.http.get(f"{path}&format=csv")).content.decode()
        line = next(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
        assert line["Nom"].startswith("'=cmd") and line["Attente moyenne (s)"] == "17"
        assert line["Niveau de service sur répondus (20 s)"] == "0,5", "a comma goes with semicolons"
        english = (await sam.http.get(f"{path}&format=csv&decimal=point")).content.decode()
        assert next(csv.reader(io.StringIO(english)))[0].lstrip("\ufeff") == "Identifiant" and ",0.5," in english
        words = (await sam.http.get(f"{path}&format=definitions")).content.decode()
        assert "Vigie" not in words and "Moyenne de l'attente" in words and "histogramme" in words
        book = zipfile.ZipFile(io.BytesIO((await sam.http.get(f"{path}&format=xlsx")).content))
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "=cmd" in sheet
        assert "Définitions" in book.read("xl/workbook.xml").decode()
        place = tmp_path / "sites.parquet"
        place.write_bytes((await sam.http.get(f"{path}&format=parquet")).content)
        told = duckdb.execute(f"select name, asa, answered from '{place}'").fetchall()
        assert told == [("=cmd|' /C calc'!A0", 17.0, 2.0)]
        meta = duckdb.execute(f"select key, value from parquet_kv_metadata('{place}')").fetchall()
        assert b"definitions" in dict(meta) and "asa" in msgspec.json.decode(dict(meta)[b"definitions"])
        admin = await world.rig.signed_in("admin@a.test")
        audit = (await admin.http.get("/api/audit")).json()["rows"]
        assert {row["codes"]["format"] for row in audit if row["verb"] == "reporting.export"} == {
            "csv", "definitions", "xlsx", "parquet",
        }  # fmt: skip


def test_days_of_zones_with_odd_offsets_and_changes_of_clocks() -> None:
    from palabre.reporting.actions.periods import days, zone_of

    def hours(zone: str, day: date) -> float:
        span = days(zone_of(zone), day, day)[0]
        assert span.begin % (15 * MINUTE) == 0 == span.end % (15 * MINUTE), "quarters of UTC make up the day"
        return (span.end - span.begin) / HOUR

    assert hours("Asia/Kathmandu", date(2026, 3, 29)) == 24
    assert hours("Europe/Paris", date(2026, 3, 29)) == 23 and hours("Europe/Paris", date(2026, 10, 25)) == 25
    assert hours("Australia/Lord_Howe", date(2026, 4, 5)) == 24.5
    assert hours("Australia/Adelaide", date(2026, 10, 4)) == 23
    assert hours("Africa/Cairo", date(2026, 4, 24)) == 23, "midnight itself is skipped"
    spans = days(zone_of("Africa/Cairo"), date(2026, 4, 23), date(2026, 4, 25))
    assert [a.end == b.begin for a, b in itertools.pairwise(spans)] == [True, True]
