"""Our side of `routing`: the production model, owner and journal; in the router's process, or asked over the bus."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable
from contextlib import asynccontextmanager
from itertools import count

import psycopg

from palabre.foundations.decision import codec_of
from palabre.foundations.ids import TenantId
from palabre.plumbing import memory
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.journal import PostgresJournal
from palabre.plumbing.partition import registry
from palabre.plumbing.partition.commander import Commander
from palabre.plumbing.partition.follower import Follower
from palabre.plumbing.partition.host import Host
from palabre.plumbing.partition.owned import Owned
from palabre.plumbing.postgres import Database
from palabre.routing import commands, facts
from palabre.routing.model.room import ROOM

ROOMS = [ROOM]
_CODEC = codec_of(ROOMS)
WRITTEN_AT_ONCE = 100  # arrivals a commit, where a journal is written beforehand
DECIDED_AT_ONCE = 100  # commands, then the loop looks at what has come: about as many as a message of the bus brings
TICK_SECONDS = 0.001  # between arrivals; the loop counts in milliseconds, less would be a loop without rest


def rules_of(queues: int) -> facts.RoutingRulesPublished:
    rules = tuple(
        facts.QueueRules(
            f"q{n}", "voice", (facts.Ring(0, facts.Requirement("skill", f"s{n}", 1)),), wait_seconds_max=1e6
        )
        for n in range(queues)
    )
    return facts.RoutingRulesPublished(0, 1, rules)


def advisors_of(number: int, queues: int) -> list[facts.AdvisorConfigured]:
    chance, one = random.Random(1), (facts.Capacity("voice", 1),)
    return [
        facts.AdvisorConfigured(
            0,
            f"advisor-{n:06d}",
            tuple((f"s{skill}", chance.randint(1, 10)) for skill in {(n * 4 + k) % queues for k in range(4)}),
            None,
            None,
            one,
        )
        for n in range(number)
    ]


def furnish(owned: Owned, advisors: int, queues: int) -> None:
    now = now_ms()
    owned.receive([], [rules_of(queues), *advisors_of(advisors, queues)], now)
    for n in range(advisors):
        owned.ask(f"in{n}", commands.SignIn(f"advisor-{n:06d}"), now, None)
        owned.ask(f"on{n}", commands.ChangeStatus(f"advisor-{n:06d}", "available"), now, None)


class Lives:
    """Customers taken from queue to the end of wrap-up; each gesture is made once the one before it is durable."""

    def __init__(self, queues: int, ask: Callable) -> None:
        self.queues, self.ask, self.created = queues, ask, 0
        self.chance, self.done = random.Random(3), 0
        self.asked_at: dict[str, float] = {}
        self.waited: list[float] = []

    def arrive(self) -> None:
        n, self.created = self.created, self.created + 1
        self.asked_at[f"c{n}"] = time.perf_counter()
        self.ask(commands.QueueWorkItem(f"c{n}", f"q{self.chance.randrange(self.queues)}"))

    def durable(self, made: list) -> None:
        """The next gesture of whoever these committed facts are about."""
        now = time.perf_counter()
        for fact in made:
            kind = type(fact)
            if kind is facts.OfferMade:
                if (begun := self.asked_at.pop(fact.conversation, None)) is not None:
                    self.waited.append(now - begun)
                self.ask(commands.ShowOffer(fact.offer, fact.advisor))
                self.ask(commands.AcceptOffer(fact.offer, fact.advisor))
            elif kind is facts.OfferEnded and fact.end == "accepted":
                self.ask(commands.FinishWorkItem(fact.item, fact.advisor))
            elif kind is facts.WrapUpStarted:
                self.ask(commands.EndWrapUp(fact.item, fact.advisor))
            elif kind is facts.WrapUpEnded:
                self.done += 1


class Seat:
    """A partition owned here, without host or bus, and the customers of its tenant."""

    def __init__(self, partition: int, tenant: TenantId, queues: int) -> None:
        self.owned = Owned(partition, tenant, ROOMS, _CODEC)
        self.waiting: deque = deque()
        self.lives = Lives(queues, self.waiting.append)


class Alone:
    """The loop of an owner, as `plumbing.partition.commits` runs it: one commit on its way, and as soon as it is there
    the next one leaves with all that was decided meanwhile."""

    def __init__(self, router: Database) -> None:
        self.router, self.journal, self.seats = router, PostgresJournal(router), []
        self._asked, self._run = count(), new_id()
        self._committing: asyncio.Task | None = None

    async def own(self, partition: int, tenant: TenantId, advisors: int, queues: int) -> Seat:
        seat = Seat(partition, tenant, queues)
        seat.owned.restart(*await self.journal.take_over(partition, f"bench-{self._run}"))
        furnish(seat.owned, advisors, queues)
        self.seats.append(seat)
        return seat

    async def turn(self) -> None:
        """What waits is decided; then the commit on its way is there, or another one is on its way."""
        await self._decide()
        if not self._leave():
            await self.settle()

    def _leave(self) -> bool:
        """Whether the next commit left: nothing else is on its way, and something was decided."""
        if self._committing is not None and not self._committing.done():
            return False
        if taken := [(seat, *seat.owned.take()) for seat in self.seats if seat.owned.dirty]:
            self._committing = asyncio.create_task(self._commit(taken))
        return bool(taken)

    async def settle(self) -> None:
        """What is on its way to the disk is there."""
        if self._committing is not None:
            await self._committing

    async def _decide(self) -> None:
        at = now_ms()
        for seat in self.seats:
            while seat.waiting:
                for _ in range(min(len(seat.waiting), DECIDED_AT_ONCE)):
                    seat.owned.ask(f"{self._run}-{next(self._asked)}", seat.waiting.popleft(), at, None)
                await asyncio.sleep(0)
                self._leave()

    async def _commit(self, taken: list) -> None:
        written = await self.journal.append([append for _, append, _, _ in taken if append])
        for seat, append, entries, _ in taken:
            if append and append.partition in written:
                seat.owned.committed, seat.owned.in_flight = append.last, frozenset()
                for entry in entries:
                    seat.lives.durable(entry.facts)


async def write(alone: Alone, partition: int, tenant: TenantId, advisors: int, queues: int, facts: int = 0) -> None:
    """A partition as an owner leaves it: everybody available in the snapshot, and so many facts after it."""
    seat = await alone.own(partition, tenant, advisors, queues)
    await alone.turn()
    await alone.settle()
    begun = seat.owned.committed
    await registry.save_snapshot(alone.router, partition, begun, seat.owned.dump())
    while seat.owned.committed < begun + facts:
        for _ in range(WRITTEN_AT_ONCE):
            seat.lives.arrive()
        await alone.turn()
        await alone.settle()


async def in_router(
    router: Database,
    tenants: list[TenantId],
    partitions: list[int],
    *,
    advisors: int,
    queues: int,
    seconds: float,
    outstanding: int,
    rate: float = 0.0,
) -> dict:
    """No bus: the loop of the owner alone. `rate`: arrivals a second (0: as many as `outstanding` allows)."""
    alone = Alone(router)
    seats = [await alone.own(p, t, advisors, queues) for p, t in zip(partitions, tenants, strict=True)]
    await alone.turn()
    await alone.settle()
    memory.settle()
    lives, pace, cpu = [seat.lives for seat in seats], Pace(outstanding, rate), time.process_time()
    while pace.spent() < seconds:
        pace.arrivals(lives)
        if any(seat.waiting for seat in seats):
            await alone.turn()
        else:
            await asyncio.sleep(TICK_SECONDS)
    told = told_of(lives, pace.spent(), time.process_time() - cpu)
    await alone.settle()
    return told


class Pace:
    """Who arrives when: so many a second, or as many as keeps `outstanding` on their way."""

    def __init__(self, outstanding: int, rate: float) -> None:
        self.outstanding, self.rate = outstanding, rate
        self.arrived, self.begun = 0, time.perf_counter()

    def spent(self) -> float:
        return time.perf_counter() - self.begun

    def arrivals(self, lives: list[Lives]) -> None:
        alive = sum(one.created - one.done for one in lives)
        due = int(self.spent() * self.rate) - self.arrived if self.rate else max(self.outstanding - alive, 0)
        for _ in range(due):
            lives[self.arrived % len(lives)].arrive()
            self.arrived += 1


def told_of(lives: list[Lives], spent: float, cpu: float) -> dict:
    done = sum(one.done for one in lives)
    return {
        "lifecycles_per_second": done / spent,
        "waited": [wait for one in lives for wait in one.waited],
        "cpu_microseconds": cpu / max(done, 1) * 1e6,
        "done": done,
    }


@asynccontextmanager
async def hosted(router: Database, nats_url: str):
    bus = await Bus.open(nats_url, "bench-host")
    host = Host("bench", router, PostgresJournal(router), bus, ROOMS)
    task = asyncio.create_task(host.run())
    try:
        await host.owning.wait()
        yield host
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await bus.close()


async def host_alone(router_dsn: str, nats_url: str, ready) -> None:
    """The router in a process of its own, as in production."""
    router = await Database.open(router_dsn, size_max=4)
    async with hosted(router, nats_url):
        memory.settle()
        ready.set()
        await asyncio.Event().wait()


async def over_bus(
    web_dsn: str,
    nats_url: str,
    tenants: list[TenantId],
    *,
    queues: int,
    seconds: float,
    outstanding: int,
    rate: float = 0.0,
) -> dict:
    """As callers see it: commands by the bus, answers after the commit, offers seen in the followed stream."""
    web, bus = await Database.open(web_dsn, size_max=4), await Bus.open(nats_url, "bench-caller")
    commander, failed = Commander(web, bus, ROOMS), []
    await commander.open()
    numbers, run = count(), new_id()

    def asker(partition: int) -> Callable:
        def ask(command) -> None:
            commander.begin(partition, command, f"{run}-{next(numbers)}", 20).add_done_callback(answered)

        return ask

    def answered(asked: asyncio.Future) -> None:
        if asked.result().code:
            failed.append(asked.result().code)

    lives, followers = [], []
    for tenant in tenants:
        follower = Follower(tenant, web, bus, ROOMS)
        await follower.start()
        life = Lives(queues, asker(follower.partition))
        follower.subscribe(lambda number, fact, life=life: life.durable([fact]))
        lives.append(life)
        followers.append(follower)
    memory.settle()
    pace, cpu = Pace(outstanding, rate), time.process_time()
    while pace.spent() < seconds:
        pace.arrivals(lives)
        await asyncio.sleep(TICK_SECONDS)
    told = told_of(lives, pace.spent(), time.process_time() - cpu)
    for follower in followers:
        await follower.stop()
    await bus.close()
    await web.close()
    if failed:
        raise RuntimeError(f"{len(failed)} commands were refused: {sorted(set(failed))}")
    return told


def make_tenants(owner_dsn: str, number: int) -> tuple[list[TenantId], list[int]]:
    made = [TenantId(new_id()) for _ in range(number)]
    with psycopg.connect(owner_dsn) as connection:
        partitions = [
            connection.execute("select palabre.create_partition(%s)", (tenant,)).fetchone()[0] for tenant in made
        ]
    return made, partitions
