"""Shares and occupation, by brute force on lists of what was offered and of what everybody did."""
from __future__ import annotations

from typing import Any

from palabre.simulation.model.checkers.book import Book

BUCKETS, DAY = 60, 86_400_000


class Fairness(Book):
    def share_name(self, advisor: str, queue: str) -> str:
        a = self.advisors[advisor]
        for s in self.queues[queue].shares:
            if a["site" if s.kind == "site" else "partner"] == s.id:
                return f"{s.kind}:{s.id or ''}"
        return ""

    def surplus(self, queue: str, name: str) -> float:
        """How far a share is beyond what is asked, times offers of the window."""
        rules = self.queues[queue]
        step = max(1, round(rules.share_window_seconds * 1000 / BUCKETS))
        begin = (self.now // step - BUCKETS + 1) * step
        within = [s for at, s, _ in self.given.get(queue, {}).values() if at >= begin]
        asked = {f"{s.kind}:{s.id or ''}": round(10_000 * s.share) for s in rules.shares}
        part = asked.get(name, max(0, 10_000 - sum(asked.values())))
        return 10_000 * within.count(name) - part * len(within) if within else -part

    def fairness(self, advisor: str, item: str) -> tuple[float, int]:
        queue = self.items[item]["queue"]
        rules = self.queues[queue]
        share = self.surplus(queue, self.share_name(advisor, queue)) if rules.shares else 0
        return share, self.occupied(advisor) if rules.fairness == "least_occupied" else 0

    def share_given(self, f: Any) -> None:
        """`possible`: hers, and those of everybody free with her rank and her units."""
        if f.queue not in self.queues or not self.queues[f.queue].shares:
            return
        mine = self.place_of(f.advisor, f.item)[:3]
        free = [b for b in self.advisors if not self.advisors[b]["reserved"] and self.may(b, f.item)]
        names = {self.share_name(b, f.queue) for b in free if self.place_of(b, f.item)[:3] == mine}
        if self.items[f.item]["reached"] is None and len(mine) == 3 and set(f.possible) != names:
            self.flag("share_possible", f, names)
        self.given.setdefault(f.queue, {})[f.offer] = (f.at, self.share_name(f.advisor, f.queue), f.possible)

    # -- deferrable work

    def on_DeferrableWithheld(self, f: Any) -> None:
        below = round(1_000_000 * self.queues[f.queue].deferrable_below)
        if not below or self.lately(f.advisor) < below or f.deadline != f.at + 60_000:
            self.flag("withheld_unlawfully", f)
        self.withheld[f.advisor, f.queue] = f.deadline

    def below_ceiling(self, f: Any) -> None:
        below = round(1_000_000 * self.queues[f.queue].deferrable_below) if f.queue in self.queues else 0
        if below and self.lately(f.advisor) >= below:
            self.flag("beyond_the_ceiling", f)

    def lately(self, advisor: str) -> int:
        return self.occupied(advisor, self.now - 900_000)

    def may_push(self, item: str) -> bool:
        i = self.items[item]
        return i["queue"] in self.queues and self.deferrable(item) and not self.late(item)

    def only_deferrable(self, advisor: str) -> bool:
        items = self.advisors[advisor]["busy"]
        return bool(items) and all(self.items[n]["state"] != "wrap_up" and self.may_push(n) for n in items)

    def call_behind(self, advisor: str, item: str) -> bool:
        """A call that she could have with nothing in her hands, while she has nothing but deferrable work."""
        if self.queues[self.items[item]["queue"]].channel != "voice" or not self.only_deferrable(advisor):
            return False
        kept, self.advisors[advisor]["busy"] = self.advisors[advisor]["busy"], {}
        try:
            return not self.deferrable(item) and self.may(advisor, item)
        finally:
            self.advisors[advisor]["busy"] = kept

    # -- what everybody does

    def book_time(self, f: Any) -> None:
        concerned = getattr(f, "advisor", None), self.advisor_of.get(getattr(f, "item", None))
        for advisor in {a for a in concerned if a in self.advisors}:
            a = self.advisors[advisor]
            does = "busy" if a["busy"] else "idle" if self.serves(advisor) else "off"
            if does != a["does"]:
                a["times"].append((a["does"], a["does_since"], f.at))
                a["does"], a["does_since"] = does, f.at
        if type(f).__name__ == "OfferMade":
            self.advisor_of[f.item] = f.advisor

    def today(self) -> int:
        before = [d for d in self.days if d <= self.now]
        first = before[-1] if before else 0
        return first + (self.now - first) // DAY * DAY

    def occupied(self, advisor: str, since: int | None = None) -> int:
        """In millionths, since this instant or today's beginning."""
        a, begin = self.advisors[advisor], self.today() if since is None else since
        spent = {"busy": 0, "idle": 0, "off": 0}
        for does, since, until in [*a["times"], (a["does"], a["does_since"], self.now)]:
            spent[does] += max(0, until - max(since, begin))
        whole = spent["busy"] + spent["idle"]
        return spent["busy"] * 1_000_000 // whole if whole else 0
