"""What is refused and why: clients test the code, people read the translation."""

from __future__ import annotations

from typing import ClassVar


class Problem(Exception):
    """A refusal. `code` is stable (`room.sentence_in_snake_case`); `details` holds ids, codes and numbers only.

    `status` is the HTTP status it becomes. Nothing was changed when a problem is raised.
    """

    code: ClassVar[str] = "problem"
    status: ClassVar[int] = 409

    def __init__(self, **details: str | int | float | bool | list | None) -> None:
        super().__init__(self.code, details)
        self.details = details

    def __str__(self) -> str:
        return f"{self.code} {self.details}" if self.details else self.code


class Refused(Problem):
    """A refusal that came over a wire: its class stayed at the other end, its code did not."""

    def __init__(self, code: str, status: int = 409, **details: object) -> None:
        super().__init__(**details)  # type: ignore[arg-type]
        self.code = code  # type: ignore[misc]
        self.status = status  # type: ignore[misc]


class NotFound(Problem):
    code, status = "not_found", 404


class Invalid(Problem):
    """Input that does not fit: `field` names where, `reason` a code."""

    code, status = "invalid", 422


class Forbidden(Problem):
    code, status = "forbidden", 403


class Busy(Problem):
    code, status = "routing.busy", 503
