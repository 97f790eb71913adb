"""The choice between several who are free, and between several items, told by the first criterion that differs."""
from __future__ import annotations

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.ids import AdvisorId
from palabre.routing.model.blockers import blockers
from palabre.routing.model.fairness import fairness_of
from palabre.routing.model.preferring import pressing_for
from palabre.routing.model.requirements import ranks_of
from palabre.routing.model.state import WAITING, Advisor, Item, State

CRITERIA = ("preferred", "ring", "band", "units", "share", "occupied", "idle", "id")


class Candidate(msgspec.Struct):
    """One who is free for an item, by the criteria in their order: smaller is asked first.

    `band`: place among the levels that the ring tells apart. `units`: in use. `share`: how far the share of
    her site or partner is beyond what is asked; `occupied`: today, in millionths (both 0 where the queue asks for
    neither). `idle_since`: longest idle first.
    """

    advisor: AdvisorId
    preferred: bool
    ring: int
    band: int
    units: int
    share: int
    occupied: int
    idle_since: Instant

    @classmethod
    def of(cls, state: State, advisor: Advisor, item: Item, now: Instant) -> Candidate:
        rank = ranks_of(state.queues[item.queue], dict(advisor.skills))[-1] or (len(state.queues[item.queue].rings), 0)
        preferred = item.preferred == advisor.id and item.preferred_until > now
        fair = fairness_of(state, advisor, item, now)
        return cls(advisor.id, preferred, *rank, advisor.units, *fair, advisor.idle_since)

    def key(self) -> tuple:
        fair = self.units, self.share, self.occupied, self.idle_since
        return not self.preferred, self.ring, self.band, *fair, self.advisor


def candidates(state: State, item: Item, now: Instant) -> list[Candidate]:
    """All who may take it this instant, the one it is due to standing first."""
    free = (a for a in state.advisors.values() if not a.removed and not blockers(state, a, item, now))
    return sorted((Candidate.of(state, a, item, now) for a in free), key=Candidate.key)


def deciding(first: Candidate, second: Candidate) -> str:
    """The criterion that puts `first` before `second`."""
    pairs = zip(CRITERIA, first.key(), second.key(), strict=True)
    return next((name for name, one, other in pairs if one != other), "id")


def urgency(state: State, advisor: Advisor, item: Item, now: Instant) -> tuple[str, int]:
    """Why this item and none of the others she could take, and how many there are, itself counted.

    only · overdue (past three times its target: oldest first) · urgency (waited + priority, over its target) · arrival
    """
    waiting = (i for line in state.lines.values() for i in line.values() if i.state == WAITING and i.place)
    rivals = [i for i in waiting if i is not item and not blockers(state, advisor, i, now)]
    if not rivals or item.place is None:
        return "only", len(rivals) + 1
    mine = pressing_for(item, advisor, now)
    best = max(pressing_for(i, advisor, now) for i in rivals)
    if mine[0] > best[0] or mine[0] == 1:
        return "overdue", len(rivals) + 1
    return ("urgency" if mine[1] != best[1] else "arrival"), len(rivals) + 1
