"""The rules under which a log is played again, and what may be asked of them: what if?

One queue per type, everybody in one shared pool, VIP by seconds of priority; nobody is sent away by a longest wait or
a greatest length, for the log knows none. A what-if changes one thing.
"""

from __future__ import annotations

import msgspec

from palabre.foundations.facts import Fact
from palabre.routing.facts import (
    AdvisorConfigured,
    Capacity,
    QueueRules,
    Requirement,
    Ring,
    RoutingRulesPublished,
    Share,
)
from palabre.simulation.model.replay_plan import Plan

TARGET_SECONDS = 20.0
VIP_SECONDS = 20.0
WAIT_SECONDS_MAX = 86_400.0
LENGTH_MAX = 1_000_000
OWN_TYPE_SHARE_MIN = 0.1  # of her services in the log: from there a type is one of her own
SITES = ("site-1", "site-2")  # advisors in the order of their names, by turns
ANYONE = Requirement("all")


class Choice(msgspec.Struct, frozen=True):
    """after_call_seconds: of work after each call. ring_seconds: a type's own people alone for so long, then everybody
    (None: everybody at once). site_share: of the calls, wished for the first of SITES, 0 to 1 (None: no wish).
    """

    after_call_seconds: float
    vip_seconds: float = VIP_SECONDS
    ring_seconds: float | None = None
    site_share: float | None = None


def told(plan: Plan, choice: Choice) -> list[Fact]:
    """The rows' facts: rules and advisors."""
    queues = tuple(_queue(type_, choice) for type_ in plan.types)
    return [RoutingRulesPublished(0, 1, queues), *(_advisor(plan, n, a) for n, a in enumerate(sorted(plan.types_of)))]


def _queue(type_: str, choice: Choice) -> QueueRules:
    rings = (Ring(0, ANYONE),)
    if choice.ring_seconds is not None:
        rings = (Ring(0, Requirement("skill", type_)), Ring(choice.ring_seconds, ANYONE))
    shares: tuple[Share, ...] = ()
    if choice.site_share is not None:
        wished = (choice.site_share, 1 - choice.site_share)
        shares = tuple(Share("site", site, share) for site, share in zip(SITES, wished, strict=True))
    return QueueRules(
        queue=type_, channel="voice", rings=rings, target_seconds=TARGET_SECONDS, short_abandon_seconds=0.0,
        wait_seconds_max=WAIT_SECONDS_MAX, length_max=LENGTH_MAX, wrap_up_seconds=choice.after_call_seconds,
        shares=shares,
    )  # fmt: skip


def _advisor(plan: Plan, number: int, advisor: str) -> AdvisorConfigured:
    served = plan.types_of[advisor]
    least = OWN_TYPE_SHARE_MIN * sum(served.values())
    own = tuple((type_, 5) for type_, n in sorted(served.items()) if n >= least)
    return AdvisorConfigured(0, advisor, own, SITES[number % 2], None, (Capacity("voice", 1),))
