"""Our side of `routing`: the production model, owner and journal; in the router's own process, or asked over the bus."""

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
from palabre.plumbing.bus import Bus
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.journal import PostgresJournal
from palabre.plumbing.partition.commander import Commander
from palabre.plumbing.partition.follower import Follower
from palabre.plumbing.partition.host import Host
from palabre.plumbing.partition.owned import Owned
from palabre.plumbing.postgres import Database
from palabre.routing import commands, facts
from palabre.routing.model.room import ROOM

ROOMS = [ROOM]
_CODEC = codec_of(ROOMS)


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
            tuple((f"s{(n * 4 + k) % queues}", chance.randint(1, 10)) for k in range(4)),
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
) -> dict[str, float]:
    """No bus: the loop of the owner alone. `rate`: arrivals a second (0: as many as `outstanding` allows)."""
    journal, owners, lives, asked = PostgresJournal(router), [], [], count()
    for partition, tenant in zip(partitions, tenants, strict=True):
        owned = Owned(partition, tenant, ROOMS, _CODEC)
        owned.restart(*await journal.take_over(partition, f"bench-{new_id()}"))
        async for first, entries in journal.read_from(partition, 0):
            owned.replay(first, entries)
        if not owned.world["routing"].advisors:
            furnish(owned, advisors, queues)
        waiting: deque = deque()
        owners.append((owned, waiting))
        lives.append(Lives(queues, waiting.append))
    begun = time.perf_counter()
    end, arrived, cpu = begun + seconds, 0, time.process_time()
    while (now := time.perf_counter()) < end:
        alive = sum(x.created - x.done for x in lives)
        wanted = int((now - begun) * rate) - arrived if rate else max(outstanding - alive, 0)
        for _ in range(wanted):
            lives[arrived % len(lives)].arrive()
            arrived += 1
        if not any(waiting for _, waiting in owners):
            await asyncio.sleep(0.0002)
            continue
        taken = []
        for (owned, waiting), life in zip(owners, lives, strict=True):
            at = now_ms()
            while waiting:
                owned.ask(f"{next(asked)}-{begun}", waiting.popleft(), at, None)
            if owned.dirty:
                taken.append((owned, life, *owned.take()))
        appends = [a for _, _, a, _, _ in taken if a]
        written = await journal.append(appends) if appends else set()
        for owned, life, append, entries, _ in taken:
            if append and owned.partition in written:
                owned.committed, owned.in_flight = append.last, frozenset()
                for entry in entries:
                    life.durable(entry.facts)
    spent, used = time.perf_counter() - begun, time.process_time() - cpu
    done = sum(x.done for x in lives)
    return {
        "lifecycles_per_second": done / spent,
        "waited": [w for x in lives for w in x.waited],
        "cpu_microseconds": used / max(done, 1) * 1e6,
    }  # type: ignore[dict-item]


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
) -> dict[str, float]:
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
    begun, arrived = time.perf_counter(), 0
    while (now := time.perf_counter()) < begun + seconds:
        alive = sum(x.created - x.done for x in lives)
        wanted = int((now - begun) * rate) - arrived if rate else max(outstanding - alive, 0)
        for _ in range(wanted):
            lives[arrived % len(lives)].arrive()
            arrived += 1
        await asyncio.sleep(0.0005)
    spent, done = time.perf_counter() - begun, sum(x.done for x in lives)
    for follower in followers:
        await follower.stop()
    await bus.close()
    await web.close()
    return {
        "lifecycles_per_second": done / spent,
        "waited": [w for x in lives for w in x.waited],
        "failed": len(failed),
    }  # type: ignore[dict-item]


def make_tenants(owner_dsn: str, number: int) -> tuple[list[TenantId], list[int]]:
    made = [TenantId(new_id()) for _ in range(number)]
    with psycopg.connect(owner_dsn) as connection:
        partitions = [
            connection.execute("select palabre.create_partition(%s)", (tenant,)).fetchone()[0] for tenant in made
        ]
    return made, partitions
