"""What simulation refuses."""

from __future__ import annotations

from palabre.foundations.problems import Problem


class LogRefused(Problem):
    """A call log that cannot be read. `line` counts from 1, the header's; 0: the file as a whole.

    `what` is wrong there and how to `mend` it: words for whoever holds the file; no content but the field refused.
    """

    code, status = "simulation.log_refused", 422

    def __init__(self, line: int, what: str, mend: str) -> None:
        super().__init__(line=line)
        self.line, self.what, self.mend = line, what, mend

    def __str__(self) -> str:
        return f"{f'line {self.line}: ' if self.line else ''}{self.what}: {self.mend}"


class ScenarioRefused(Problem):
    """A scenario that cannot be simulated. `reason` names the field and what is wrong with it."""

    code, status = "simulation.scenario_refused", 422

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class PreviewBusy(Problem):
    """Another preview is being played by this process: ask again in a few seconds."""

    code, status = "simulation.preview_busy", 503


class PreviewTooLong(Problem):
    """It was ended after `seconds`."""

    code, status = "simulation.preview_too_long", 503


class PreviewFailed(Problem):
    """The process that played it ended before its figures."""

    code, status = "simulation.preview_failed", 500
