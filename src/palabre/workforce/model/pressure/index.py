"""Pressure of one advisor's week, from what her work was: never from her voice, her face or her words.

Each part runs from 0, at or below `calm`, to 1, at or above `heavy`; the index is their weighted mean, 0 to 100, of the
parts that are known. Which ones were known is told with it. Bounds are a tenant's to change; these are what one begins
with, not measured truths.
"""

from __future__ import annotations

import msgspec

KNOWN_MIN = 3  # parts: of fewer no index is made
KEPT_WEEKS = 13


class Facts(msgspec.Struct, frozen=True):
    """Of one week. None: not known. Shares from 0 to 1, minutes, counts.

    `occupancy`: time with customers and in wrap-up by time available or so busy. `soon`: contacts begun within 15 s of
    the last wrap-up, of all. `longest_run`: minutes without five free ones. `difficult`: contacts she or a reason code
    called so, of all. `change`: effort points of what changed. `moved`: hours of the schedule changed after it was
    published, of all. `chosen`: hours that she chose, of all.
    """

    occupancy: float | None = None
    soon: float | None = None
    longest_run: float | None = None
    difficult: float | None = None
    change: float | None = None
    moved: float | None = None
    chosen: float | None = None


class Bound(msgspec.Struct, frozen=True):
    """`heavy` below `calm` where less is heavier."""

    calm: float
    heavy: float
    weight: float = 1.0


BOUNDS: dict[str, Bound] = {
    "occupancy": Bound(0.70, 0.92, 2.0), "soon": Bound(0.30, 0.80, 1.5), "longest_run": Bound(60, 150, 1.5),
    "difficult": Bound(0.05, 0.25, 1.5), "change": Bound(2, 10, 1.0), "moved": Bound(0.0, 0.2, 1.0),
    "chosen": Bound(0.6, 0.1, 1.0),
}  # fmt: skip


class Part(msgspec.Struct, frozen=True):
    """`share` 0 to 1 of its way to heavy; `points` of the index that it makes."""

    name: str
    value: float
    share: float
    points: float


class Pressure(msgspec.Struct, frozen=True):
    """`index` 0 to 100, None where too little is known. `parts`: the one that makes most first."""

    index: float | None
    parts: tuple[Part, ...]
    unknown: tuple[str, ...]


def pressure(facts: Facts, bounds: dict[str, Bound] | None = None) -> Pressure:
    """ValueError for a bound of no known part, or one whose ends are one."""
    used = BOUNDS | (bounds or {})
    if wrong := [n for n, b in used.items() if n not in BOUNDS or b.calm == b.heavy or b.weight < 0]:
        raise ValueError(f"{wrong[0]}: no such part, or calm is heavy, or a weight below 0")
    known = {n: v for n in BOUNDS if (v := getattr(facts, n)) is not None and used[n].weight > 0}
    total = sum(used[n].weight for n in known)
    parts = []
    for name, value in known.items():
        one = used[name]
        share = min(1.0, max(0.0, (value - one.calm) / (one.heavy - one.calm)))
        parts.append(Part(name, value, share, 100 * share * one.weight / total))
    parts.sort(key=lambda p: (-p.points, p.name))
    index = sum(p.points for p in parts) if len(parts) >= KNOWN_MIN else None
    return Pressure(index, tuple(parts), tuple(n for n in BOUNDS if getattr(facts, n) is None))
