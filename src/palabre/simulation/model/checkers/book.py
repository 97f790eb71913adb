"""What facts say, as plain dictionaries: the checkers' own memory. It shares nothing with the model but the facts."""
from __future__ import annotations

from collections import Counter
from typing import Any

from palabre.routing.facts import QueueRules, Requirement

WHOLE = "voice"


class Book:
    """Advisors, items and offers as facts tell them, and what is able, has room, is refused: by brute force."""

    def __init__(self) -> None:
        self.violations: Counter[str] = Counter()
        self.examples: list[tuple] = []
        self.queues: dict[str, QueueRules] = {}
        self.known: dict[str, QueueRules] = {}          # also removed ones
        self.advisors: dict[str, dict[str, Any]] = {}
        self.items: dict[str, dict[str, Any]] = {}
        self.offers: dict[str, Any] = {}
        self.gone: set[str] = set()                     # conversations whose customer left
        self.now = 0
        self.advisor_of: dict[str, str] = {}
        self.changes: dict[str, tuple] = {}             # of skills: advisors, skills, until
        self.withheld: dict[tuple[str, str], int] = {}  # advisor and deferrable queue, until
        self.days: tuple[int, ...] = ()
        self.given: dict[str, dict[str, tuple]] = {}    # queue -> offer -> at, share, possible
        self.callbacks: dict[str, dict[str, Any]] = {}  # under way
        self.callbacks_over: set[str] = set()
        self.lines: dict[str, str] = {}                 # conversation of who was called back -> callback
        self.customer_of: dict[str, str] = {}           # of a callback, where rows know it
        self.version = 0
        self.planned: dict[int, int] = {}               # version of rules -> when it is to be published

    def flag(self, law: str, *what: Any) -> None:
        self.violations[law] += 1
        if len(self.examples) < 20:
            self.examples.append((law, self.now, *what))

    # -- ability

    def level(self, need: Requirement, skills: dict[str, int]) -> int:
        if need.kind == "skill":
            return skills[need.skill] if skills.get(need.skill, 0) >= need.level else 0
        levels = [self.level(p, skills) for p in need.parts]
        if need.kind == "all":
            return min([10, *levels])
        if need.kind == "any":
            return max([0, *levels])
        return 0 if max([0, *levels]) else 10

    def rank(self, advisor: str, item: str, any_ring: bool = False) -> tuple[int, int] | None:
        """Ring that admits her among the open ones, and her band inside it."""
        i, skills = self.items[item], self.advisors[advisor]["skills"]
        rules = self.queues[i["queue"]]
        for number, ring in enumerate(rules.rings if any_ring else rules.rings[: i["ring"] + 1]):
            level = self.level(ring.requirement, skills)
            if level and rules.best_level_first:
                return number, -level
            if level:
                bands = [n for n, (low, high) in enumerate(ring.bands) if low <= level <= high]
                return number, bands[0] if bands else 99
        return None

    def within(self, advisor: str) -> bool:
        """Her contact hours, by the clock."""
        hours = self.advisors[advisor]["hours"]
        return hours is None or any(begin <= self.now < end for begin, end in hours)

    def serves(self, advisor: str) -> bool:
        a = self.advisors[advisor]
        if a["hours"] is not None and not self.within(advisor):
            return False
        return a["in"] and a["status"] == "available" and a["here"] and a["ok"] and not a["held"] and not a["removed"]

    def room(self, advisor: str, channel: str, units: int) -> bool:
        a = self.advisors[advisor]
        if channel == WHOLE:
            return not a["busy"] and a["most"].get(channel, 0) >= 100
        mine = units
        for other, weight in a["busy"].values():
            if other == WHOLE:
                return False
            if other == channel:
                mine += weight
        return mine <= a["most"].get(channel, 0)

    def able(self, advisor: str, item: str, any_ring: bool = False) -> bool:
        """With nothing in hand, by skills and capacity. She whom it waits for alone, by any ring."""
        rules = self.queues[self.items[item]["queue"]]
        most = self.advisors[advisor]["most"].get(rules.channel, 0)
        return most >= rules.units and self.rank(advisor, item, any_ring) is not None

    def refused(self, advisor: str, item: str) -> bool:
        if self.items[item]["refused"].get(advisor, 0) <= self.now:
            return False
        return any(b != advisor and self.serves(b) and self.able(b, item) for b in self.advisors)

    def may(self, advisor: str, item: str) -> bool:
        """Whether she must be offered it, if nothing else comes first and no reservation keeps her."""
        i = self.items[item]
        if i["state"] != "waiting" or i["queue"] not in self.queues or not self.serves(advisor):
            return False
        if i["alone"] and i["preferred"] != advisor:
            return False
        if self.deferrable(item) and self.withheld.get((advisor, i["queue"]), 0) > self.now:
            return False
        rules = self.queues[i["queue"]]
        if not self.room(advisor, rules.channel, rules.units):              # the quick one first
            return False
        if not self.able(advisor, item, i["alone"]):
            return False
        return not self.refused(advisor, item)

    # -- order

    def late(self, item: str) -> bool:
        i = self.items[item]
        return self.now - i["order"] > 3000 * self.queues[i["queue"]].target_seconds

    def precedes(self, one: str, other: str, her: str = "") -> bool:
        """Whether `one` must be served before `other`, now; by `her`, whose preferred items are past their target."""
        a, b = self.items[one], self.items[other]
        if self.late(one) != self.late(other):
            return self.late(one)
        if self.late(one):
            return (a["order"], a["since"], a["number"]) < (b["order"], b["since"], b["number"])
        if self.deferrable(one) != self.deferrable(other):
            return self.deferrable(other)
        x = (self.now - a["key"]) * self.queues[b["queue"]].target_seconds
        y = (self.now - b["key"]) * self.queues[a["queue"]].target_seconds
        mine, yours = self.raised(one, her), self.raised(other, her)
        if mine != yours and not self.past(other if mine else one):
            return mine
        return (-x, a["since"], a["number"]) < (-y, b["since"], b["number"])

    def deferrable(self, item: str) -> bool:
        return self.queues[self.items[item]["queue"]].deferrable_below > 0

    def past(self, item: str) -> bool:
        """Waiting and priority make more than its target."""
        i = self.items[item]
        return self.now - i["key"] > 1000 * self.queues[i["queue"]].target_seconds

    def raised(self, item: str, her: str) -> bool:
        """Prefers her, and would not be past its target by itself."""
        i = self.items[item]
        return bool(her) and i["preferred"] == her and i["until"] > self.now and not self.past(item)

    def waiting(self) -> list[str]:
        return [n for n, i in self.items.items() if i["state"] == "waiting"]
