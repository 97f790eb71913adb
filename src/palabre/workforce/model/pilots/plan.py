"""A pilot as it is fixed before it starts: arms, measures, when a difference counts; and who answers whom.

Its hash is told when it begins and with each report: a measure that came later, or another bound, has another one.
"""

from __future__ import annotations

import hashlib
from datetime import date

import msgspec

SHARES = 2**64


class Arm(msgspec.Struct, frozen=True):
    """office, telecentre, home, partner… `share` of the conversations, before all arms are brought to 1."""

    name: str
    share: float = 1.0


class Measure(msgspec.Struct, frozen=True):
    """`effect`: the smallest relative difference that matters. `more_is_better`: otherwise less is."""

    name: str
    effect: float
    more_is_better: bool = False


class PilotPlan(msgspec.Struct, frozen=True):
    """The first arm is the one that others are compared with; the first measure decides, others are told beside it."""

    name: str
    arms: tuple[Arm, ...]
    measures: tuple[Measure, ...]
    since: date
    until: date
    queues: tuple[str, ...]
    seed: str
    confidence: float = 0.95

    def __post_init__(self) -> None:
        names = [a.name for a in self.arms]
        said = [m.name for m in self.measures]
        if len(names) < 2 or len(set(names)) < len(names) or min(a.share for a in self.arms) <= 0:
            raise ValueError("two arms at least, each with its name and a share above 0")
        if not said or len(set(said)) < len(said) or min(m.effect for m in self.measures) <= 0:
            raise ValueError("a measure at least, each with its name and an effect above 0")
        if self.until < self.since or not 0.5 < self.confidence < 1:
            raise ValueError("an end no sooner than its beginning, a confidence between a half and 1")


def fixed(plan: PilotPlan) -> str:
    """The hash of all that is fixed."""
    return hashlib.sha256(msgspec.json.encode(plan, order="deterministic")).hexdigest()


def arm_of(plan: PilotPlan, conversation: str) -> str:
    """Which arm a conversation is routed to: by chance, the same whenever it is asked again, known to nobody before."""
    told = hashlib.sha256(f"{plan.seed}:{conversation}".encode()).digest()
    at = int.from_bytes(told[:8]) / SHARES * sum(a.share for a in plan.arms)
    for arm in plan.arms:
        at -= arm.share
        if at < 0:
            return arm.name
    return plan.arms[-1].name
