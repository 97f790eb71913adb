"""A partition with a room of four lines, hosted for real: PostgreSQL, NATS, owner, followers."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import msgspec
import psycopg
import pytest

from palabre.foundations.decision import Command, Decision, Room
from palabre.foundations.facts import Fact
from palabre.foundations.ids import TenantId
from palabre.foundations.problems import Problem
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import new_id
from palabre.plumbing.journal import PostgresJournal
from palabre.plumbing.partition.commander import Commander
from palabre.plumbing.partition.follower import Followers
from palabre.plumbing.partition.host import Host
from palabre.plumbing.postgres import Database


class Counted(Fact, tag="test.Counted.1"):
    by: int
    item: str = ""


class Noted(Fact, tag="test.Noted.1"):
    row: str


class Reminded(Fact, tag="test.Reminded.1"):
    number: int


class Count(Command, tag="test.Count"):
    by: int
    remind_after_ms: int = 0
    item: str = ""


class TooMuch(Problem):
    code = "test.too_much"


class Sum(msgspec.Struct):
    total: int = 0
    notes: list[str] = []
    due: int | None = None
    reminded: int = 0


def _count(d: Decision, command: Count) -> int:
    if command.by > 1000:
        raise TooMuch(by=command.by)
    if command.by == 666:
        d.emit(Counted(d.now, 1))
        raise RuntimeError("a defect, after the first fact")
    d.emit(Counted(d.now, command.by, command.item))
    return d.state("sum").total


def _counted(state: Sum, fact: Counted, number: int) -> None:
    state.total += fact.by
    if fact.by == 7:
        state.due = fact.at + 50


def _noted(state: Sum, fact: Noted, number: int) -> None:
    if fact.row == "poison":
        raise ValueError("this fact cannot be applied")
    state.notes.append(fact.row)


def _reminded(state: Sum, fact: Reminded, number: int) -> None:
    state.due, state.reminded = None, state.reminded + 1


ROOM = Room(
    name="sum",
    new_state=lambda world: Sum(notes=[]),
    evolve={Counted: _counted, Noted: _noted, Reminded: _reminded},
    commands={Count: _count},
    deadline=lambda state: state.due,
    tick=lambda d: d.emit(Reminded(d.now, 1)),
    dump=msgspec.to_builtins,
    load=lambda world, data: msgspec.convert(data, Sum),
)


class Stage:
    """Everything around one tenant; `host()` starts an owner of a given name."""

    def __init__(self, database, nats, web: Database, router: Database, projector: Database, tenant: TenantId) -> None:
        self.database, self.nats, self.web, self.router, self.projector, self.tenant = (
            database,
            nats,
            web,
            router,
            projector,
            tenant,
        )
        self._buses: list[Bus] = []

    async def bus(self) -> Bus:
        bus = await Bus.open(self.nats.url("core"), "test")
        self._buses.append(bus)
        return bus

    @asynccontextmanager
    async def host(self, name: str = "one"):
        host = Host(name, self.router, PostgresJournal(self.router), await self.bus(), [ROOM])
        task = asyncio.create_task(host.run())
        try:
            yield host
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def commander(self) -> Commander:
        return Commander(self.web, await self.bus(), [ROOM])

    async def follower(self):
        followers = Followers(self.web, await self.bus(), [ROOM])
        self.followers = followers
        return await followers.of(self.tenant)

    async def new_tenant(self) -> TenantId:
        tenant = TenantId(new_id())
        async with await psycopg.AsyncConnection.connect(self.database.dsn("owner")) as connection:
            await connection.execute("select palabre.create_partition(%s)", (tenant,))
        return tenant

    async def close(self) -> None:
        for bus in self._buses:
            await bus.close()
        for pool in (self.web, self.router, self.projector):
            await pool.close()


@pytest.fixture
async def stage(own_database, nats):
    pools = [await Database.open(own_database.dsn(role), size_max=4) for role in ("web", "router", "projector")]
    made = Stage(own_database, nats, *pools, tenant=TenantId(""))
    made.tenant = await made.new_tenant()
    bus = await made.bus()

    async def wake(tenant: str) -> None:
        await bus.publish("wake.outbox", tenant.encode())

    made.web.wake = wake
    try:
        yield made
    finally:
        await made.close()
