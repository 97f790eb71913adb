"""The plain case: one skill, exponential times, offers answered at once; and what theory says of it."""
from __future__ import annotations

import random
from heapq import heappop, heappush
from statistics import mean, stdev

from palabre.foundations.decision import World, decide, receive
from palabre.routing import commands, facts
from palabre.routing.model.room import ROOM

START = 1_700_000_000_000


def plain(seed: int, calls: int, per_hour: float, handle: float, advisors: int, patience: float = 0) -> tuple:
    """Share that waits, mean wait in seconds of all, share that leaves: of `calls` after a warm-up."""
    chance, world = random.Random(seed), World([ROOM])
    needs = (facts.Ring(0, facts.Requirement("all")),)
    rules = facts.QueueRules("q", "voice", needs, wrap_up_seconds=0, wait_seconds_max=1e7, length_max=10**6)
    one = (facts.Capacity("voice", 1),)
    told = [facts.AdvisorConfigured(0, f"a{n:03}", (), None, None, one) for n in range(advisors)]
    receive(world, [facts.RoutingRulesPublished(0, 1, (rules,)), *told], START)
    for fact in told:
        decide(world, commands.SignIn(fact.advisor), START)
        decide(world, commands.ChangeStatus(fact.advisor, "available"), START)
    load = per_hour / 3600 * handle / advisors
    warm_seconds = 20 * handle if patience else 20 * handle / (advisors * (1 - load**0.5) ** 2)
    warm, calls = START + warm_seconds * 1000, calls + round(warm_seconds * per_hour / 3600)
    state, events, waits, left, arrived = world["routing"], [], [], 0, 0
    heappush(events, (START, 0, None))
    while events:
        at, _, what = heappop(events)
        now = round(at)
        if what is None:
            arrived += 1
            made = decide(world, commands.QueueWorkItem(f"c{arrived}", "q"), now)[1]
            if patience:
                heappush(events, (at + chance.expovariate(1 / patience) * 1000, arrived, ("leave", made[0].item)))
            if arrived < calls:
                heappush(events, (at + chance.expovariate(per_hour / 3_600_000), arrived, None))
        elif what[0] == "leave":
            item = state.items.get(what[1])
            if item is None or item.state != "waiting":
                continue
            if item.since >= warm:
                left += 1
                waits.append((at - item.since) / 1000)
            made = decide(world, commands.CancelWorkItem(what[1], "abandoned"), now)[1]
        else:
            made = decide(world, commands.FinishWorkItem(*what), now)[1]
        for fact in made:
            if type(fact) is facts.OfferMade:
                decide(world, commands.AcceptOffer(fact.offer, fact.advisor), fact.at)
                since = state.items[fact.item].since
                if since >= warm:
                    waits.append((fact.at - since) / 1000)
                talk = (fact.item, fact.advisor)
                heappush(events, (fact.at + chance.expovariate(1 / handle) * 1000, arrived, talk))
    return sum(w > 0 for w in waits) / len(waits), mean(waits), left / len(waits)


def erlang_c(per_second: float, handle: float, n: int) -> tuple[float, float, float]:
    load, blocking = per_second * handle, 1.0
    for k in range(1, n + 1):
        blocking = load * blocking / (k + load * blocking)
    waits = blocking / (1 - load / n * (1 - blocking))
    return waits, waits / (n / handle - per_second), 0.0


def erlang_a(per_second: float, handle: float, n: int, patience: float) -> tuple[float, float, float]:
    """Birth and death, cut where the tail is nothing."""
    shares = [1.0]
    for k in range(1, n + 3000):
        shares.append(shares[-1] * per_second / (min(k, n) / handle + max(0, k - n) / patience))
    total = sum(shares)
    waiting = sum(max(0, k - n) * p for k, p in enumerate(shares)) / total
    return sum(shares[n:]) / total, waiting / per_second, waiting / patience / per_second


def replicate(cell: tuple, replications: int, calls: int) -> list[tuple[float, float]]:
    """Mean and standard error over independent replications, for each of the three figures."""
    found = [plain(1000 + r, calls, *cell) for r in range(replications)]
    return [(mean(v), stdev(v) / replications**0.5) for v in zip(*found, strict=True)]
