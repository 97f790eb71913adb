"""Days as they grow old: summed, moved to files, read from there as if nothing had moved, forgotten at last."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from random_journals import ADVISORS, BEGIN, PARTNERS, play, random_steps

from palabre.foundations.clock import HOUR
from palabre.foundations.scope import Scope
from palabre.plumbing.blobs import Blobs
from palabre.plumbing.identity import new_id
from palabre.plumbing.secrets import Secrets, master_key
from palabre.plumbing.settings import Settings
from palabre.reporting.actions.keeping import Keeping
from palabre.reporting.actions.periods import day_span, zone_of
from palabre.reporting.actions.reports import Asked, make_report
from palabre.reporting.problems import LongMemoryUnavailable
from palabre.reporting.store.long_memory import LongMemory, of_process
from palabre.tenants.model.permissions import everything

from .test_roll_ups import project

DAY = 24 * HOUR
NEVER = date(2023, 11, 13), date(2023, 11, 16)  # around the journal's day


@pytest.fixture
async def keeping(projector, tmp_path):
    secrets = Secrets(projector, master_key(tmp_path / "master.key"))
    return Keeping(
        projector, Blobs(projector, secrets, tmp_path / "blobs"), of_process(Settings()), recent_days=2, kept_days=31
    )


@pytest.fixture
async def services(web, tmp_path):
    secrets = Secrets(web, master_key(tmp_path / "master.key"))
    return SimpleNamespace(database=web, settings=Settings(), blobs=Blobs(web, secrets, tmp_path / "blobs"))


@pytest.fixture
async def tenant(database, projector):
    """One whose rows are there too, for its time zone."""
    from palabre.plumbing.postgres import Database
    from palabre.tenants.actions.tenants import create_tenant

    owner = await Database.open(database.dsn("owner"), size_max=1)
    try:
        founded = await create_tenant(
            owner, "K", administrator_name="A", administrator_email=f"{new_id()}@k.test",
            administrator_password="une phrase de passe longue",
            time_zone="Asia/Kathmandu",
        )  # fmt: skip
    finally:
        await owner.close()
    return founded.tenant


async def end_everything(projector, tenant) -> None:
    """No contact is under way any more: what is may still change."""
    async with projector.transaction(Scope(tenant)) as tx:
        await tx.execute(
            """update palabre.contact set ended = coalesce(ended, queued), talk_from = null, hold_from = null,
             wrap_up_from = null where tenant = %(tenant)s""",
            {"tenant": tenant},
        )


def plain(table) -> list:
    return [(r.subject, r.begin, r.end, r.values, r.n) for r in [*table.rows, table.total]]


async def test_the_same_figures_wherever_they_lie(keeping, services, projector, tenant) -> None:
    journal = play(random_steps(12, 250))
    await project(projector, tenant, journal, 1)
    scope, later = everything(tenant), BEGIN + 10 * DAY
    plain_ones = [Asked("time", each, *NEVER, "Asia/Kathmandu") for each in ("period", "day", "interval")]
    hers = Asked("time", "day", *NEVER, "Asia/Kathmandu", advisor=ADVISORS[0])
    theirs = Asked("time", "interval", *NEVER, "Asia/Kathmandu", partner=PARTNERS[-1])
    asked = [*plain_ones, hers, theirs]

    async def reports():
        return [await make_report(services, scope, a, now=BEGIN + HOUR, limit=500) for a in asked]

    recent = await reports()
    begin = day_span(zone_of("Asia/Kathmandu"), date(2023, 11, 15)).begin
    assert (begin // 60_000) % 60 == 15, "a day of Kathmandu begins at a quarter past"
    assert recent[1].rows and {r.begin for r in recent[1].rows} <= {begin, begin - DAY, begin + DAY}
    told = dict(zip((c.key for c in recent[0].columns), recent[0].total.values, strict=True))
    assert told["offered"] > 12 and told["answered"] > 3

    assert await keeping.make_days(tenant, later) == 10
    assert await keeping.make_days(tenant, later) == 0
    daily = await reports()
    assert [plain(t) for t in daily] == [plain(t) for t in recent]
    assert daily[0].read_from.days == 2 and recent[0].read_from.days == 0

    assert await keeping.move_days(tenant, later) == (0, "open"), "a contact under way holds its day back"
    await end_everything(projector, tenant)
    assert await keeping.move_days(tenant, later) == (1, "")
    async with projector.transaction(Scope(tenant)) as tx:
        left = await tx.one("select count(*) as n from palabre.roll_up where tenant = %(t)s", {"t": tenant})
        assert left["n"] == 0
        await tx.execute("delete from palabre.roll_up_day_made where tenant = %(t)s", {"t": tenant})
    old = await reports()
    assert [plain(t) for t in old] == [plain(t) for t in recent]
    assert old[0].read_from.files > 0 and old[0].read_from.days == 0

    assert await keeping.forget(tenant, BEGIN + 20 * DAY) == 0
    assert await keeping.forget(tenant, BEGIN + 60 * DAY) > 0
    assert (await make_report(services, scope, asked[0], now=later, limit=9)).total.values[0] == 0


async def test_a_late_change_strikes_the_day_out(keeping, projector, tenant) -> None:
    journal = play(random_steps(2, 120))
    await project(projector, tenant, journal, 2)
    await keeping.make_days(tenant, BEGIN + 2 * DAY)
    more = play(random_steps(4, 60))
    await project(projector, tenant, more, 4)  # the same quarters of an hour again
    assert await keeping.make_days(tenant, BEGIN + 2 * DAY) >= 1


async def test_a_reader_that_is_behind_holds_every_day_back(keeping, projector, tenant, database) -> None:
    import psycopg

    await project(projector, tenant, play(random_steps(2, 120)), 2)
    await end_everything(projector, tenant)
    with psycopg.connect(database.dsn("superuser")) as admin:
        admin.execute(
            """update palabre.partition set last_number = 5 where id =
             (select partition from palabre.partition_tenant where tenant = %s)""",
            (tenant,),
        )
    assert await keeping.move_days(tenant, BEGIN + 10 * DAY) == (0, "behind")


def test_its_process_is_started_again_and_its_refusals_are_ours() -> None:
    memory = LongMemory(64)
    try:
        assert memory.ask({"ask": "select len($files) + 1 as n", "files": [], "with": {}})["rows"] == [{"n": 1}]
        first = memory._child
        first.kill()
        first.wait()
        assert memory.ask({"ask": "select len($files) + 2 as n", "files": [], "with": {}})["rows"] == [{"n": 2}]
        assert memory._child.pid != first.pid
        with pytest.raises(LongMemoryUnavailable):
            memory.ask({"ask": "select nonsense", "files": [], "with": {}})
        assert memory.ask({"ask": "select len($files) + 3 as n", "files": ["a/b"], "with": {}}) == {"missing": ["a/b"]}
    finally:
        memory.close()
    assert memory._child is None
