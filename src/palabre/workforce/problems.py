"""What planning refuses."""

from __future__ import annotations

from palabre.foundations.problems import Problem


class FileRefused(Problem):
    """A file that cannot be read. `line` counts from 1, the header's; 0: the file as a whole.

    `what` is wrong there and how to `mend` it: words for whoever holds the file.
    """

    code, status = "workforce.file_refused", 422

    def __init__(self, line: int, what: str, mend: str) -> None:
        super().__init__(line=line)
        self.line, self.what, self.mend = line, what, mend

    def __str__(self) -> str:
        return f"{f'line {self.line}: ' if self.line else ''}{self.what}: {self.mend}"


class QuestionRefused(Problem):
    """A question about staffing that has no answer as it is put. `reason` says why, in words."""

    code, status = "workforce.question_refused", 422

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason
