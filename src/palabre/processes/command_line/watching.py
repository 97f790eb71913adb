"""Nothing hangs: a plugin of pytest, named in pyproject.

A phase of a test (its fixtures, itself, their end) that exceeds its time (marker `seconds_max`) fails, and says where
everything stood. A process that no signal reaches any more is ended by whoever waits for it: `PALABRE_WATCHED` names
the file where it reads what runs, and until when.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

PLUGIN = __name__
KEPT_IN = "PALABRE_WATCHED"
TEST_SECONDS_MAX = 240
COLLECTING_SECONDS_MAX, ENDING_SECONDS_MAX = 300, 120
FRAMES_MAX = 12
# what is raised within a __del__ or the callback of a weak reference goes nowhere: it is said again until it is heard,
# not so soon that it cuts short how what has failed is tidied up, and before the process is ended for hearing nothing
AGAIN_SECONDS = 15.0


class Doing(NamedTuple):
    """What a process of tests is at; `until`: seconds of the machine's monotonic clock."""

    what: str = "starting"
    phase: str = ""
    until: float = 0.0

    @classmethod
    def read(cls, file: Path) -> Doing | None:
        """None before it has said anything."""
        return cls(*json.loads(file.read_text())) if file.exists() else None

    def is_over(self, grace_seconds: float) -> bool:
        return time.monotonic() > self.until + grace_seconds


def note(what: str, phase: str, seconds: float) -> None:
    if kept := os.environ.get(KEPT_IN):
        part = Path(f"{kept}.part")
        part.write_text(json.dumps([what, phase, time.monotonic() + seconds]))
        part.replace(kept)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "seconds_max(n): a test that may take longer than the others' bound")
    note("collecting", "", COLLECTING_SECONDS_MAX)


def pytest_unconfigure() -> None:
    note("ending", "", ENDING_SECONDS_MAX)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item):
    return (yield from _bounded(item, "setup"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item):
    return (yield from _bounded(item, "call"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item):
    return (yield from _bounded(item, "teardown"))


def _bounded(item: pytest.Item, phase: str) -> Iterator[Any]:
    marker = item.get_closest_marker("seconds_max")
    seconds = marker.args[0] if marker else TEST_SECONDS_MAX
    note(item.nodeid, phase, seconds)

    def too_long(*_: object) -> None:
        pytest.fail(f"longer than {seconds} s in {phase}\n{others_stand()}")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_SECONDS)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def others_stand() -> str:
    """Where the tasks of the running loop and the other threads stand; this thread's own place is in the failure."""
    said = io.StringIO()
    for task in _tasks():
        task.print_stack(limit=FRAMES_MAX, file=said)
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    for ident, stack in sys._current_frames().items():
        if ident != threading.get_ident():
            said.write(f"Thread {names.get(ident, ident)}:\n{''.join(traceback.format_stack(stack, FRAMES_MAX))}")
    return said.getvalue()


def _tasks() -> list[asyncio.Task]:
    try:
        return sorted(asyncio.all_tasks(), key=lambda task: task.get_name())
    except RuntimeError:  # no loop is running
        return []
