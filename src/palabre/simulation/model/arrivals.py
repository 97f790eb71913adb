"""Who comes when, with which mind: a stream of callers in their order, drawn queue by queue so that other rules, other
queues or other advisors change nobody's mind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import merge
from math import exp, log, sqrt

from palabre.foundations.clock import Instant
from palabre.simulation.model.chance import Random, generator
from palabre.simulation.model.customers import Caller
from palabre.simulation.model.engine import START
from palabre.simulation.model.scenario import Arrivals, Callbacks, Scenario, SimulatedQueue, Times, span

Draw = Callable[[], int]  # milliseconds; -1: never


def drawing(times: Times, chance: Random) -> Draw:
    """What draws such times; one draw of `chance` each, whatever the kind, so that streams stay beside each other."""
    if times.kind == "none":
        return lambda: -1
    if times.kind == "constant":
        value = round(times.mean * 1000)
        return lambda: value
    if times.kind == "exponential":
        draw, rate = chance.expovariate, 1 / (times.mean * 1000)
        return lambda: round(draw(rate))
    if times.kind == "lognormal":
        spread = sqrt(log(1 + (times.deviation / times.mean) ** 2))
        middle, gauss = log(times.mean * 1000) - spread**2 / 2, chance.normalvariate
        return lambda: round(exp(gauss(middle, spread)))
    values, pick = [round(v * 1000) for v in times.values], chance.random
    return lambda: values[int(pick() * len(values))]


def callers(scenario: Scenario, seed: int) -> Iterator[Caller]:
    """All of them in order of arrival; none after the measured span."""
    by_id, end = {queue.id: queue for queue in scenario.queues}, span(scenario)[1]
    streams = [
        _stream(scenario, by_id[one.queue], one, seed, number, end) for number, one in enumerate(scenario.arrivals)
    ]
    return streams[0] if len(streams) == 1 else merge(*streams, key=lambda caller: caller.at)


def _stream(
    scenario: Scenario, queue: SimulatedQueue, one: Arrivals, seed: int, number: int, end: Instant
) -> Iterator[Caller]:
    def given(what: str) -> Draw:
        times = getattr(queue, what) or getattr(scenario, what)
        return drawing(times, generator(seed, f"{what}/{queue.id}/{number}"))

    service, patience, wrap_up, answer = map(given, ("service", "patience", "wrap_up", "answer"))
    again, share = drawing(scenario.again, generator(seed, f"again/{queue.id}/{number}")), scenario.again_share
    returns = generator(seed, f"returns/{queue.id}/{number}").random
    back = None
    if scenario.callbacks is not None and queue.channel == "voice":
        back = _back(scenario.callbacks, generator(seed, f"callbacks/{queue.id}/{number}"))
    given_service, given_patience = iter(one.service_seconds), iter(one.patience_seconds)
    name, channel, priority = one.queue, queue.channel, one.priority_seconds
    for at in _instants(one, generator(seed, f"arrivals/{queue.id}/{number}")):
        if at >= end:
            return
        caller = Caller(at, name, service(), patience(), wrap_up(), answer(), -1, 0, priority, channel)
        if share and returns() < share:
            caller.again = again()
        if back is not None:
            caller.back = back()
        if (known := next(given_service, -1.0)) >= 0:
            caller.service = round(known * 1000)
        if (known := next(given_patience, -1.0)) >= 0:
            caller.patience = round(known * 1000)
        yield caller


def _back(wish: Callbacks, chance: Random) -> Callable[[], tuple[int, ...]]:
    """Whether she would rather be called back, and when she picks up at each try; as many draws for everybody."""
    ring, tries = drawing(wish.ring, chance), range(len(wish.distances) + 1)

    def draw() -> tuple[int, ...]:
        would, picks = chance.random() < wish.share, [(chance.random() < wish.answer_share, ring()) for _ in tries]
        return tuple(after if up else -1 for up, after in picks) if would else ()

    return draw


def _instants(one: Arrivals, chance: Random) -> Iterator[Instant]:
    if one.calls_per_hour:
        draw, rate, at = chance.expovariate, one.calls_per_hour / 3_600_000, float(START)
        while True:
            at += draw(rate)
            yield round(at)
    for number, count in enumerate(one.counts):
        begin, length = START + number * one.interval_seconds * 1000, one.interval_seconds * 1000
        many = round(count) if one.exact else poisson(chance, count)
        yield from sorted(round(begin + chance.random() * length) for _ in range(many))
    yield from sorted(START + round(seconds * 1000) for seconds in one.at)


def poisson(chance: Random, mean: float) -> int:
    """By exponential gaps: as many as fit into `mean`."""
    many, left = 0, mean - chance.expovariate(1.0)
    while left > 0:
        many, left = many + 1, left - chance.expovariate(1.0)
    return many
