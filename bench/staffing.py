"""Staffing by simulation: events a second of our loop beside simpy on the same model, and how soon a what-if answers.

    ./palabre bench staffing [--seconds 4] [--runs 5] [--json] [--quick]

One queue of 200 advisors who are busy to nine tenths, customers who give up; the peer meets the very same customers and
must tell the same counts. Ours runs on all cores, a process each, as a search of staffings does; the peer too. What-if:
a day of three types and three groups by the half-hour, fifty days played with another staffing.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import _machine
import numpy as np
from _machine import Others, Row

from palabre.workforce.model.multi_skill.loop import ABANDONED, ANSWERED, OFFERED, WAITED
from palabre.workforce.model.multi_skill.scenario import Group, Scenario, Type, draw
from palabre.workforce.model.multi_skill.staffing import Desk, days_of, told

ADVISORS, HANDLE, PATIENCE, INTERVAL = 200, 240.0, 180.0, 3600.0
RATE = 0.9 * ADVISORS / HANDLE
GOAL, RATIO, WHAT_IF_SECONDS = 5.0, 10.0, 1.0
PEER_CUSTOMERS = 40_000


def centre(customers: int) -> Scenario:
    hours = max(1, round(customers / RATE / INTERVAL))
    kind = Type("one", (RATE * INTERVAL,) * hours, HANDLE, patience_seconds=PATIENCE)
    return Scenario((kind,), (Group("all", {"one": 1}, ADVISORS),), INTERVAL)


def ours(given: tuple[int, int]) -> tuple[float, int]:
    """Seconds, drawing included, and events."""
    customers, seed = given
    scenario = centre(customers)
    began = time.perf_counter()
    found = Desk(scenario).play([draw(scenario, np.random.default_rng(seed))], scenario.staff())
    return time.perf_counter() - began, found.events


def by_simpy(given: tuple[int, int]) -> tuple[float, int]:
    """The same customers; it draws nothing itself. Its counts are ours."""
    import simpy

    customers, seed = given
    scenario = centre(customers)
    day = draw(scenario, np.random.default_rng(seed))
    counts = {"answered": 0, "abandoned": 0, "waited": 0.0}

    def customer(world, crew, service: float, patience: float):
        came = world.now
        with crew.request() as asked:
            found = yield asked | world.timeout(patience)
            if asked not in found:
                counts["abandoned"] += 1
                counts["waited"] += patience
                return
            counts["answered"] += 1
            counts["waited"] += world.now - came
            yield world.timeout(service)

    def arrivals(world, crew):
        for at, service, patience in zip(*(x.tolist() for x in (day.at, day.service, day.patience)), strict=True):
            yield world.timeout(at - world.now)
            world.process(customer(world, crew, service, patience))

    began = time.perf_counter()
    world = simpy.Environment()
    world.process(arrivals(world, simpy.Resource(world, ADVISORS)))
    world.run()
    spent = time.perf_counter() - began
    # its advisors serve whoever waits at the end, ours go home: the last hour apart, all is the same
    sums = Desk(scenario).play([day], scenario.staff()).sums.sum(axis=(0, 1))
    assert sums[OFFERED] == counts["answered"] + counts["abandoned"]
    assert abs(sums[ABANDONED] - counts["abandoned"]) <= ADVISORS
    assert abs(sums[ANSWERED] - counts["answered"]) <= ADVISORS
    assert abs(sums[WAITED] - counts["waited"]) <= 0.01 * counts["waited"] + ADVISORS * PATIENCE
    return spent, int(sums[OFFERED] + counts["answered"] + counts["abandoned"])


def what_if() -> float:
    chance = np.random.default_rng(1)
    types = tuple(
        Type(name, tuple(chance.integers(20, 90, 28).tolist()), handle, patience_seconds=200.0)
        for name, handle in (("billing", 240.0), ("technical", 420.0), ("chat", 600.0))
    )
    groups = (
        Group("billing", {"billing": 1}, 12), Group("technical", {"technical": 1}, 16),
        Group("both", {"billing": 2, "technical": 1, "chat": 3}, 15, {"chat": 3}),
    )  # fmt: skip
    scenario = Scenario(types, groups, 1800.0)
    desk, days = Desk(scenario), days_of(scenario, 50, 1)
    began = time.perf_counter()
    staff = scenario.staff()
    staff[2] += 1
    told(desk, days, staff)
    return time.perf_counter() - began


def main() -> int:
    parser = _machine.asking(__doc__, "one short run: shows that it works")
    parser.add_argument("--seconds", type=float, default=4.0, help="of ours in each run, about")
    asked = parser.parse_args()
    customers, peers = round(asked.seconds * 4_000_000), PEER_CUSTOMERS
    if asked.quick:
        asked.runs, customers, peers = 1, 400_000, 4_000
    of_machine, cores = _machine.machine(), os.cpu_count() or 1
    goals = (None, None, None) if asked.quick else (GOAL, RATIO, WHAT_IF_SECONDS)
    rate = Row(f"events on {cores} cores", "million/s", [], [], "simpy", *goals[:2], lower=False)
    slider = Row("what if: fifty days, three skills", "s", [], goal=goals[2])
    with ProcessPoolExecutor(cores, get_context("spawn")) as pool:
        list(pool.map(ours, [(1_000, n) for n in range(cores)]))  # compiled
        what_if()
        for run in range(asked.runs):
            for kind, many, values in ((ours, customers, rate.values), (by_simpy, peers, rate.peer_values)):
                began = time.perf_counter()
                with Others() as others:
                    events = sum(e for _, e in pool.map(kind, [(many // cores, run * cores + n) for n in range(cores)]))
                values.append(events / (time.perf_counter() - began) / 1e6)
            rate.others.append(others.share)
            slider.values.append(what_if())
    return _machine.report("staffing", of_machine, [rate, slider], asked.json)


if __name__ == "__main__":
    sys.exit(main())
