"""Faults planted in the production functions, to show that the checkers see them."""
from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from textwrap import dedent

from palabre.processes.rooms import ROOMS as PARTITION
from palabre.simulation.model.days.day import Day


@contextmanager
def planted(function: Callable, old: str, new: str) -> Iterator[None]:
    """`function` with `old` replaced in its source, wherever it is called from."""
    source = dedent(inspect.getsource(function))
    assert old in source, f"{function.__name__} no longer says {old!r}"
    made: dict = {}
    exec(compile(source.replace(old, new), inspect.getfile(function), "exec"), function.__globals__, made)
    sound, function.__code__ = function.__code__, made[function.__name__].__code__
    try:
        yield
    finally:
        function.__code__ = sound


FLOORS: tuple[dict, ...] = tuple({**floor, "callbacks": False} for floor in (
    {"advisors": 3, "per_hour": 120, "minutes": 20},
    {"advisors": 2, "per_hour": 60, "minutes": 20},
    {"advisors": 5, "per_hour": 300, "minutes": 20},
    {"minutes": 12},
    {"advisors": 2, "per_hour": 60, "minutes": 40, "whims": 3000.0, "deaths": 0, "patience": (3000,)},
))  # fmt: skip
CALLING_BACK: tuple[dict, ...] = (
    {"minutes": 12, "callbacks": True}, {"advisors": 3, "per_hour": 120, "minutes": 20, "callbacks": True},
)  # fmt: skip
TRANSFERRING: tuple[dict, ...] = ({"minutes": 12, "rooms": PARTITION, "callbacks": False, "transfers": True},)


def caught(seeds: range, wanted: set[str], floors: tuple[dict, ...] = FLOORS) -> Counter[str]:
    """Violations of small and large days until a wanted law spoke; a crash of the owner counts as the law `crash`."""
    seen: Counter[str] = Counter()
    for seed, floor in product(seeds, floors):
        day = Day(seed, **floor)
        try:
            day.run()
        except (KeyError, AttributeError, ValueError, AssertionError, TypeError, RecursionError):
            seen["crash"] += 1
        seen += day.laws.violations
        if wanted & set(seen):
            break
    return seen
