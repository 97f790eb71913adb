"""Shares of a queue by site or partner over a window that passes in sixtieths: a wish among the free, no more.

An offer counts for its advisor's share from its making, unless it ends unaccepted.
"""
from __future__ import annotations

import msgspec

from palabre.foundations.clock import Instant
from palabre.routing.facts import QueueRules, Share
from palabre.routing.model.state import Advisor, Offer, Profile, State

BUCKETS = 60
WHOLE_SHARE = 10_000


class Attained(msgspec.Struct, frozen=True):
    """`asked`, `attained`, `attainable`: parts of `n` offers of the window. Attainable: where somebody of it was free
    and equal but for the share, so that a greater wish would have had her."""

    kind: str
    id: str | None
    asked: float
    attained: float
    attainable: float
    n: int


def name_of(share: Share) -> str:
    return f"{share.kind}:{share.id or ''}"


def share_of(rules: QueueRules, one: Advisor | Profile) -> str:
    """The share she stands in; empty: in none."""
    for share in rules.shares:
        if (one.site if share.kind == "site" else one.partner) == share.id:
            return name_of(share)
    return ""


def bucket_of(rules: QueueRules, at: Instant) -> int:
    return int(at // max(1, round(rules.share_window_seconds * 1000 / BUCKETS)))


def count(state: State, rules: QueueRules, offer: Offer, by: int) -> None:
    """An offer made (1) or ended unaccepted (-1)."""
    buckets = state.given.setdefault(rules.queue, {})
    newest = bucket_of(rules, state.now)
    for old in [b for b in buckets if b <= newest - BUCKETS]:
        del buckets[old]
    bucket = bucket_of(rules, offer.made_at)
    if bucket <= newest - BUCKETS:
        return
    shares = buckets.setdefault(bucket, {})
    for place, names in enumerate(((offer.share,), offer.possible)):
        for name in names:
            one = shares.setdefault(name, [0, 0])
            one[place] = max(0, one[place] + by)  # never below: the window may have changed since it was made


def totals(state: State, rules: QueueRules, now: Instant) -> tuple[int, dict[str, list[int]]]:
    """Offers of the window in all, and by share: offers, possible ones."""
    newest, sums = bucket_of(rules, now), {}
    for bucket, shares in state.given.get(rules.queue, {}).items():
        if newest - BUCKETS < bucket <= newest:
            for name, (given, possible) in shares.items():
                one = sums.setdefault(name, [0, 0])
                one[0] += given
                one[1] += possible
    return sum(given for given, _ in sums.values()), sums


def behind(rules: QueueRules, n: int, sums: dict[str, list[int]]) -> dict[str, int]:
    """By share, how far it is beyond what is asked: the smallest is asked first. In none: what the others leave."""
    asked = {name_of(s): round(s.share * WHOLE_SHARE) for s in rules.shares}
    asked[""] = max(0, WHOLE_SHARE - sum(asked.values()))
    return {name: WHOLE_SHARE * sums.get(name, (0, 0))[0] - part * n if n else -part for name, part in asked.items()}


def attained(state: State, rules: QueueRules, now: Instant) -> list[Attained]:
    n, sums = totals(state, rules, now)
    return [
        Attained(s.kind, s.id, s.share, given / n if n else 0.0, possible / n if n else 0.0, n)
        for s in rules.shares
        for given, possible in (sums.get(name_of(s), (0, 0)),)
    ]
