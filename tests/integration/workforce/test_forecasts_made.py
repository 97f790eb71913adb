"""Measures kept as reports tell them; a worker that stops midway is followed by another, and nothing is there twice."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from web_rig import open_web_rig

from palabre.foundations.scope import Scope
from palabre.plumbing.blobs import Blobs
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Database
from palabre.plumbing.settings import Settings
from palabre.reporting.model.ledger import Ledger
from palabre.reporting.model.rows import Contact
from palabre.reporting.store import rolls, rows
from palabre.tenants.model.permissions import everything
from palabre.workforce.actions import forecasts
from palabre.workforce.actions.demand import collect, demand_of, list_demand
from palabre.workforce.actions.demand_file import import_file
from palabre.workforce.actions.forecasts import ask_forecast, ask_of_the_night, get_run, make_next
from palabre.workforce.actions.intraday import today_of, update_today
from palabre.workforce.actions.queues import clock_of
from palabre.workforce.store import forecasts as store

HALF_HOUR = 1_800_000
SECONDS_MAX = 20.0


class Centre:
    def __init__(self, rig, projector, tenant, queue) -> None:
        self.services, self.projector, self.tenant, self.queue = rig.services, projector, tenant, queue

    def transaction(self):
        return self.services.database.transaction(everything(self.tenant))

    async def contacts(self, *several: tuple[int, int]) -> None:
        """Each: when it entered the queue, and the milliseconds of its talk; 0: it gave up."""
        ledger = Ledger()
        for n, (at, talk) in enumerate(several):
            one = Contact(f"{at}.{n}", self.tenant, self.queue, "first", at, at)
            if talk:
                one.answered, one.ended, one.end, one.talk = at + 1_000, at + 1_000 + talk, "handled", talk
            else:
                one.ended, one.end = at + 30_000, "abandoned"
            ledger.changed_contacts[one.item] = one
        async with self.projector.transaction(Scope(self.tenant)) as tx:
            await rolls.lock(tx)
            await rows.keep(tx, ledger)

    async def file(self, days: int = 30) -> None:
        first = datetime.now(UTC).date() - timedelta(days)
        lines = ["start,calls,aht"]
        for n in range(days):
            for half in range(48):
                lines.append(f"{first + timedelta(n)}T{half // 2:02}:{half % 2 * 30:02},{20 + half % 7},{200}")
        async with self.transaction() as tx:
            await import_file(tx, "\n".join(lines).encode(), self.queue, "f.csv")

    async def made(self) -> list[dict]:
        async with self.transaction() as tx:
            return await store.forecasts(tx, self.queue, 100)


@pytest.fixture
async def centre(own_database, nats, tmp_path):
    async with open_web_rig(own_database, nats, tmp_path) as rig:
        rig.services.settings = Settings()
        rig.services.blobs = Blobs(rig.services.database, rig.services.secrets, tmp_path / "blobs")
        founded = await rig.found("A", "admin@a.test", time_zone="UTC")
        admin = await rig.signed_in("admin@a.test")
        ring = {"after_seconds": 0, "requirement": {"kind": "all", "parts": []}}
        queue = (await admin.post("/api/queues", {"name": "Aide", "channel": "voice", "rings": [ring]}))["id"]
        projector = await Database.open(own_database.dsn("projector"), size_max=2)
        try:
            yield Centre(rig, projector, founded.tenant, queue)
        finally:
            await projector.close()


async def test_measures_are_kept_by_the_half_hour_and_again_without_counting_twice(centre):
    midnight = now_ms() // 86_400_000 * 86_400_000
    two_days_ago = midnight - 2 * 86_400_000
    nine = two_days_ago + 18 * HALF_HOUR
    await centre.contacts((nine, 60_000), (nine + 16 * 60_000, 120_000), (nine + 4 * HALF_HOUR, 0))
    for _ in range(2):
        await collect(centre.services, centre.tenant)
    async with centre.transaction() as tx:
        known = await demand_of(tx, await clock_of(tx), centre.queue, datetime.now(UTC).date())
        told = await list_demand(tx)
    assert known.history.slots == (18 * 1_800, 22 * 1_800)
    assert known.history.counts.tolist() == [[2, 1]]
    assert known.handled.tolist() == [[2, 0]] and known.seconds.tolist() == [[180, 0]]
    assert [(one.half_hours, one.offered, one.imported) for one in told] == [(2, 3, 0)]
    await centre.contacts((nine + 60_000, 30_000))
    await collect(centre.services, centre.tenant)
    async with centre.transaction() as tx:
        assert [one.offered for one in await list_demand(tx)] == [4]


async def test_each_night_asks_once(centre):
    await centre.file()
    async with centre.transaction() as tx:
        assert [await ask_of_the_night(tx, date(2026, 11, day)) for day in (23, 23, 24)] == [1, 0, 1]


async def test_a_worker_that_stops_midway_is_followed_and_nothing_is_published_twice(centre, monkeypatch):
    await centre.file()
    async with centre.transaction() as tx:
        run = await ask_forecast(tx, centre.queue)
    monkeypatch.setattr(forecasts, "HELD_MS", 300)
    begun, go_on, calls = threading.Event(), threading.Event(), []
    true = forecasts.coming_days

    def slow(*given):
        calls.append(given)
        if len(calls) == 1:
            begun.set()
            go_on.wait(SECONDS_MAX)
        return true(*given)

    monkeypatch.setattr(forecasts, "coming_days", slow)
    first = asyncio.create_task(make_next(centre.services, centre.tenant))
    await asyncio.to_thread(begun.wait, SECONDS_MAX)
    assert not await make_next(centre.services, centre.tenant), "it is held by who makes it"
    async with asyncio.timeout(SECONDS_MAX):
        while not await make_next(centre.services, centre.tenant):
            await asyncio.sleep(0.02)
    go_on.set()
    assert await first
    assert [one["id"] for one in await centre.made()] == [run.id] and len(calls) == 2
    async with centre.transaction() as tx:
        assert (await get_run(tx, run.id)).state == "done"
        assert (await store.run(tx, run.id))["tries"] == 2


async def test_one_that_always_fails_is_given_up_and_told(centre, monkeypatch):
    await centre.file()
    async with centre.transaction() as tx:
        run = await ask_forecast(tx, centre.queue)
    monkeypatch.setattr(forecasts, "HELD_MS", 0)
    monkeypatch.setattr(forecasts, "coming_days", lambda *given: 1 / 0)
    for _ in range(forecasts.TRIES_MAX):
        with pytest.raises(ZeroDivisionError):
            await make_next(centre.services, centre.tenant)
    assert await make_next(centre.services, centre.tenant)
    async with centre.transaction() as tx:
        told = await get_run(tx, run.id)
    assert (told.state, told.reason) == ("refused", "failed")


async def test_the_rest_of_today_is_told_anew_from_what_came(centre):
    await centre.file()
    async with centre.transaction() as tx:
        await ask_forecast(tx, centre.queue)
        assert (await today_of(tx, centre.queue)).at == 0
    assert await make_next(centre.services, centre.tenant)
    now = now_ms()
    midnight = now // 86_400_000 * 86_400_000
    await centre.contacts(*((midnight + n, 60_000) for n in range(5)))
    await collect(centre.services, centre.tenant)
    await update_today(centre.services, centre.tenant)
    async with centre.transaction() as tx:
        told = await today_of(tx, centre.queue)
    passed = (now - midnight) // HALF_HOUR
    assert told.at >= now and len(told.rows) in (48 - passed, 47 - passed)
    if passed:
        assert told.came == 5 and told.told > 15 * passed and told.times <= 1
    assert all(row.needed for row in told.rows)


async def test_a_forecast_of_days_gone_is_judged_by_what_came(centre):
    await centre.file()
    today = datetime.now(UTC).date()
    first = today - timedelta(2)
    told = [[(first + timedelta(n)).isoformat(), 1_800 * half, 24.0, 20.0, 24.5, 30.0, 0, 0, 0]
            for n in range(14) for half in range(7)]  # fmt: skip
    async with centre.transaction() as tx:
        await store.insert_forecast(tx, {
            "id": new_id(), "queue": centre.queue, "now": now_ms() - 2 * 86_400_000, "first": first,
            "last": first + timedelta(13), "told": {"model": "level"}, "rows": told})  # fmt: skip
        found = await forecasts.accuracy(tx, centre.queue)
    came = [20 + half for half in range(7)]
    error, floor = (round(100 * sum(abs(mean - one) for one in came) / sum(came), 2) for mean in (24, 30))
    assert [(one.half_hours, one.error, one.floor_error) for one in found.forecasts] == [(14, error, floor)]
    assert found.forecasts[0].covered == round(100 * 5 / 7, 1)
    assert [(one.days, one.half_hours) for one in found.by_lead] == [(0, 7), (1, 7)], "today is not over"
