"""Lifecycles a second of the routing model alone: pure memory, no journal, no bus.

    python bench/routing_model.py [--advisors 2000] [--queues 50] [--teams 40] [--backlog] [--profile] [--json]
    python bench/routing_model.py --instructions [--advisors 400]

The second counts by valgrind what the processor executes for one lifecycle, which a busy machine does not change.

One lifecycle is eight facts and five commands: queue, (offer), show, accept, finish, end wrap-up. Arrivals are paced in
virtual time to the occupancy asked; with --backlog three customers wait per advisor and each freed one is served.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from collections import deque

from palabre.foundations.decision import World, decide, receive
from palabre.routing import commands, facts
from palabre.routing.model.room import ROOM

START = 1_700_000_000_000
COUNTED = 1_000  # lifecycles, when instructions are


def world_of(advisors: int, queues: int, teams: int, skills_each: int = 4, seed: int = 1) -> World:
    """Advisors stand in teams; each team has `skills_each` skills, each advisor levels of her own. As many teams as
    advisors: everybody has a set of her own."""
    chance, world = random.Random(seed), World([ROOM], partition=1)
    rules = tuple(
        facts.QueueRules(f"q{n}", "voice", (facts.Ring(0, needs),), wait_seconds_max=1e6)
        for n in range(queues)
        for needs in (facts.Requirement("skill", f"s{n}", 1),)
    )
    receive(world, [facts.RoutingRulesPublished(0, 1, rules)], START)
    owned = [[(t * skills_each + k) % queues for k in range(skills_each)] for t in range(teams)]
    if teams >= advisors:  # nobody like anybody else
        owned = [sorted(chance.sample(range(queues), min(skills_each, queues))) for _ in range(teams)]
    one, two = facts.Capacity("voice", 1), facts.Capacity("chat", 3)
    for n in range(advisors):
        skills = tuple((f"s{k}", chance.randint(1, 10)) for k in owned[n % teams])
        receive(world, [facts.AdvisorConfigured(0, f"advisor-{n:06d}", skills, None, None, (one, two))], START)
    for n in range(advisors):
        decide(world, commands.SignIn(f"advisor-{n:06d}"), START)
        decide(world, commands.ChangeStatus(f"advisor-{n:06d}", "available"), START)
    return world


def run(
    world: World, advisors: int, queues: int, seconds: float, backlog: bool, occupancy: float = 0.8, lifecycles: int = 0
) -> dict:
    """For so many seconds once the house is full, or until so many lifecycles are done after that."""
    chance, now = random.Random(2), START
    talks: deque = deque()
    state, done, created = world["routing"], 0, 0

    def take(made: list) -> None:
        for fact in made:
            if type(fact) is facts.OfferMade:
                decide(world, commands.ShowOffer(fact.offer, fact.advisor), now)
                decide(world, commands.AcceptOffer(fact.offer, fact.advisor), now)
                talks.append((fact.item, fact.advisor))

    served = max(n for n, one in enumerate(state.by_bit) if one.able) + 1
    in_hand = int(advisors * occupancy)
    ahead = advisors * 4 if backlog else in_hand
    begin, busy, warm = time.perf_counter(), time.process_time(), False
    while (spent := time.perf_counter() - begin) < seconds or not warm or done < lifecycles:
        if not warm and talks and created >= ahead:  # the clock starts when the house is full
            begin, busy, warm, done = time.perf_counter(), time.process_time(), True, 0
        for _ in range(200):
            now += 1
            created += 1
            command = commands.QueueWorkItem(f"conversation-{created}", f"q{chance.randrange(served)}")
            take(decide(world, command, now)[1])
            while len(state.items) > ahead and talks:
                item, advisor = talks.popleft()
                decide(world, commands.FinishWorkItem(item, advisor), now)
                take(decide(world, commands.EndWrapUp(item, advisor), now)[1])
                done += 1
    return {
        "advisors": advisors,
        "queues": queues,
        "profiles": len(state.profiles),
        "backlog": backlog,
        "lifecycles_per_second": round(done / spent),
        "cpu_microseconds_per_lifecycle": round((time.process_time() - busy) / max(done, 1) * 1e6, 1),
        "facts": world.number,
        "timers": len(state.timers),
        "waiting": sum(len(x) for x in state.lines.values()),
    }


def instructions(advisors: int, queues: int, teams: int) -> dict:
    """Of one lifecycle: what COUNTED more of them add. Raises where there is no valgrind."""

    def counted(lifecycles: int) -> int:
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", sys.executable, "-B", __file__]
        sizes = {"--advisors": advisors, "--queues": queues, "--teams": teams, "--lifecycles": lifecycles}
        command += [str(x) for pair in sizes.items() for x in pair]
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONHASHSEED": "0"})
        return int(re.search(r"Collected : (\d+)", done.stderr)[1])

    return {"instructions_per_lifecycle": round((counted(200 + COUNTED) - counted(200)) / COUNTED)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--advisors", type=int, default=2000)
    parser.add_argument("--queues", type=int, default=50)
    parser.add_argument("--teams", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--backlog", action="store_true")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--instructions", action="store_true", help="of one lifecycle; needs valgrind, takes a minute")
    parser.add_argument("--lifecycles", type=int, default=0, help="instead of --seconds")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.lifecycles:
        options.seconds = 0.0
    if options.instructions:
        told = instructions(min(options.advisors, 400), options.queues, options.teams)
        return print(json.dumps(told) if options.json else told)
    world = world_of(options.advisors, options.queues, options.teams)
    if options.profile:
        import cProfile

        cProfile.runctx(
            "run(world, options.advisors, options.queues, options.seconds, options.backlog)",
            globals(),
            locals(),
            sort="tottime",
        )
        return
    result = run(
        world, options.advisors, options.queues, options.seconds, options.backlog, lifecycles=options.lifecycles
    )
    print(json.dumps(result) if options.json else "\n".join(f"{k:28} {v}" for k, v in result.items()))


if __name__ == "__main__":
    main()
