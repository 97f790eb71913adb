"""A machine that sleeps: every process of one program stopped at once, as closing a laptop does, and woken."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def family_of(mark: str) -> list[int]:
    """The process whose command line names `mark` first of all its like, and all that come of it, parents first."""
    parents, marked = {}, []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            pid, parent = int(stat.parent.name), int(stat.read_text().rsplit(")", 1)[1].split()[1])
            parents[pid] = parent
            if mark.encode() in (stat.parent / "cmdline").read_bytes():
                marked.append(pid)
    found = [pid for pid in marked if parents[pid] not in marked]
    assert found, f"nobody runs with {mark}"
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


@contextmanager
def asleep(mark: str) -> Iterator[None]:
    """`mark`: of one machine alone, for others run here too."""
    family = family_of(mark)
    try:
        for pid in family:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in reversed(family):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
