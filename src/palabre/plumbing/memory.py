"""The collector of circular garbage, in a process that keeps large worlds for days.

By default it walks through everything over and again: a sixth of the router's time, and pauses of a tenth of a second
at 2,000 advisors.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG_MAX = 20_000
MIDDLE_MAX, OLD_MAX = 20, 50


def settle() -> None:
    """Once what stays is in memory: it is walked through no more, and the rest more seldom."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_MAX, MIDDLE_MAX, OLD_MAX)


@contextmanager
def building() -> Iterator[None]:
    """Around what builds a world in one go: none of it is garbage, and half of the time was spent looking for some."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
