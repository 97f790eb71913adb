"""Routing as a partition hosts it."""
from __future__ import annotations

from palabre.foundations.decision import Room
from palabre.routing.model import (
    advisors,
    answering,
    evolve_advisors,
    evolve_items,
    evolve_skills,
    following,
    snapshot,
    timers,
)
from palabre.routing.model.state import State

ROOM = Room(
    name="routing",
    new_state=lambda world: State(),
    evolve={**evolve_advisors.EVOLVE, **evolve_skills.EVOLVE, **evolve_items.EVOLVE},
    commands={**advisors.COMMANDS, **answering.COMMANDS},
    follow=following.FOLLOW,
    deadline=timers.deadline,
    tick=following.tick,
    dump=snapshot.dump,
    load=snapshot.load,
)
