"""What pytest says of each test: a plugin of each part of a run, and a file in which the run finds what it counted.

`PALABRE_COUNTED` names the file; without it nothing is kept.
"""

import json
import os
import time
from pathlib import Path

PLUGIN = __name__
KEPT_IN = "PALABRE_COUNTED"


class Counts:
    """Passed, failed, skipped; seconds by kind, those of several processes added; reports that failed, by test.

    `told`: lines for the end of its part, of what a process could not say itself.
    """

    def __init__(self) -> None:
        self.passed = self.failed = self.skipped = 0
        self.seconds: dict[str, float] = {}
        self.failures: dict[str, int] = {}
        self.told: list[str] = []

    @classmethod
    def read(cls, file: Path) -> "Counts":
        """Nothing counted where there is no file: its process never came to begin."""
        made = cls()
        if file.exists():
            vars(made).update(json.loads(file.read_text()))
        return made

    def add(self, other: "Counts") -> None:
        for name in ("passed", "failed", "skipped"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for kind, seconds in other.seconds.items():
            self.take(kind, seconds)
        self.failures |= other.failures

    def keep(self, file: Path | None = None) -> None:
        if kept := file or _kept_in():
            part = kept.with_suffix(".part")
            part.write_text(json.dumps(vars(self)))
            part.replace(kept)

    def take(self, kind: str, seconds: float) -> None:
        self.seconds[kind] = self.seconds.get(kind, 0.0) + seconds

    def hung(self, what: str, phase: str) -> None:
        """It was ended by force; what came after it was never run."""
        self.failed += 1
        self.failures[what] = self.failures.get(what, 0) + 1
        self.told.append(f"HUNG: {what} {phase}".rstrip() + "; the rest of its part did not run")

    def pytest_runtest_logreport(self, report) -> None:
        self.take(report.nodeid.split("/")[1] if "/" in report.nodeid else "other", report.duration)
        if report.when == "call" and report.passed:
            self.passed += 1
        elif report.failed:
            self.failed += 1
            self.failures[report.nodeid] = self.failures.get(report.nodeid, 0) + 1
        elif report.skipped and report.when in ("setup", "call"):
            self.skipped += 1

    def pytest_collectreport(self, report) -> None:
        self.failed += report.failed

    def pytest_runtest_logfinish(self) -> None:
        self.keep()  # one that is ended by force has counted so far

    def pytest_sessionfinish(self) -> None:
        self.keep()

    def by_kind(self) -> str:
        return "seconds: " + ", ".join(f"{kind} {seconds:.0f}" for kind, seconds in self.seconds.items())

    def closing_line(self, began: float) -> str:
        seconds = time.monotonic() - began
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped in {seconds:.0f} s"


def _kept_in() -> Path | None:
    return Path(os.environ[KEPT_IN]) if os.environ.get(KEPT_IN) else None


def pytest_configure(config) -> None:
    config.pluginmanager.register(Counts(), "palabre-counts")
