"""Parts of a run of the tests: processes of pytest with engines of their own, side by side; none hangs for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from palabre.plumbing.engines.spawn import ends_with_us
from palabre.processes.command_line import counting, watching
from palabre.processes.command_line.counting import Counts
from palabre.processes.command_line.watching import Doing

ROOT = Path(__file__).parents[4]
STARTING_SECONDS_MAX = 120  # until pytest says that it collects
GRACE_SECONDS = 60  # after its time a phase of a test has this long to fail by itself
STACKS_SECONDS_MAX = 10  # of a process that writes where it stands and dies
POLL_SECONDS = 0.5
BEHIND = 10  # of niceness
# by which coverage begins in a child
COVERING = ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START")


class Plan(NamedTuple):
    """Folders or files of tests/, and options of pytest; `covered`: measured where the whole run is.

    `behind`: gives way, where processors are short, to those beside it (what is heard is spoiled by waiting, what is
    read is not).
    """

    folders: Sequence[str]
    options: Sequence[str] = ()
    covered: bool = True
    behind: bool = False


class Ended(NamedTuple):
    code: int
    counts: Counts

    @property
    def is_broken(self) -> bool:
        """Not 1, a test that failed, which is counted; nor 5, there was none."""
        return self.code not in (0, 1, 5)


def command(*arguments: str) -> list[str]:
    plugins = (counting.PLUGIN, watching.PLUGIN)
    return [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(f"-p{p}" for p in plugins), *arguments]


class Part:
    """One plan in a process. `live`: it speaks as it goes; else what it says is kept until it has ended."""

    def __init__(self, plan: Plan, *, live: bool, root: Path = ROOT, is_second: bool = False) -> None:
        self.plan, self.began = plan, time.monotonic()
        self.is_second, self.was_forced = is_second, False
        self.folder = tempfile.TemporaryDirectory(prefix="palabre-part-")
        self.said = None if live else tempfile.TemporaryFile("w+", errors="replace")
        self.child = subprocess.Popen(
            command(*plan.options, *(f"tests/{folder}" for folder in plan.folders)),
            cwd=root, env=self._environment(), stdin=subprocess.DEVNULL, stdout=self.said,
            stderr=subprocess.STDOUT if self.said else None, preexec_fn=self._begins,
        )  # fmt: skip

    def _begins(self) -> None:
        ends_with_us(signal.SIGINT)
        if self.plan.behind:
            os.nice(BEHIND)

    def _environment(self) -> dict[str, str]:
        given = {k: v for k, v in os.environ.items() if self.plan.covered or k not in COVERING}
        return given | {counting.KEPT_IN: str(self._counts), watching.KEPT_IN: str(self._doing)}

    @property
    def _counts(self) -> Path:
        return Path(self.folder.name) / "counts.json"

    @property
    def _doing(self) -> Path:
        return Path(self.folder.name) / "doing.json"

    def has_ended(self) -> bool:
        """Also once it was made to end, for it hung."""
        if self.child.poll() is None and self.doing().is_over(GRACE_SECONDS):
            self._end_by_force()
        return self.child.poll() is not None

    def doing(self) -> Doing:
        return Doing.read(self._doing) or Doing(until=self.began + STARTING_SECONDS_MAX)

    def _end_by_force(self) -> None:
        """Its threads write where they stand (pytest's faulthandler does, at this signal); nothing it began remains."""
        self.was_forced = True
        hung, family = self.doing(), list(descendants(self.child.pid))
        self.child.send_signal(signal.SIGABRT)
        try:
            self.child.wait(STACKS_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        for pid in family:
            _kill(pid)
        counts = Counts.read(self._counts)
        counts.hung(hung.what, hung.phase)
        counts.keep(self._counts)

    def close(self) -> Ended:
        """Of one that has ended: tells its words."""
        counts = Counts.read(self._counts)
        if self.said:
            self.said.seek(0)
            print(self.said.read(), end="", flush=True)
            self.said.close()
        for line in counts.told:
            print(line, flush=True)
        self.folder.cleanup()
        return Ended(self.child.returncode, counts)


def run_together(
    plans: Sequence[Plan], meanwhile: Callable[[], None] | None = None, root: Path = ROOT, *, once_more: bool = False
) -> list[Ended]:
    """The first speaks as it goes, after `meanwhile` is done; each of the others tells all at its end.

    `once_more`: a part that hung and was ended by force is run again as a whole, once, and what it then says counts:
    else all that came after the test that hung was never run.
    """
    first, *others = [plan for plan in plans if plan.folders] or [None]
    running = [Part(plan, live=False, root=root) for plan in others]
    if meanwhile:
        meanwhile()
    if first:
        running.append(Part(first, live=True, root=root))
    ended = []
    while running:
        for part in [p for p in running if p.has_ended()]:
            running.remove(part)
            done = part.close()
            if once_more and part.was_forced and not part.is_second:
                print("AGAIN: the part that hung is run once more", flush=True)
                running.append(Part(part.plan, live=False, root=root, is_second=True))
            else:
                ended.append(done)
        if running:
            time.sleep(POLL_SECONDS)
    return ended


def descendants(pid: int) -> Iterator[int]:
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = thread.read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        for child in map(int, children):
            yield child
            yield from descendants(child)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
