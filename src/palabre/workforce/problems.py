"""What planning refuses."""

from __future__ import annotations

from palabre.foundations.problems import Invalid, NotFound, Problem


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


class TermsInvalid(Invalid):
    """Terms of work from home. `field` names what does not fit, `reason` why: twice, past, overlap,
    ends_before_it_begins, day_without_hours."""

    code = "workforce.terms_invalid"


class AgreementUnknown(NotFound):
    code = "workforce.agreement_unknown"


class AgreementOpen(Problem):
    """She has one already, or has asked for one."""

    code = "workforce.agreement_open"


class AgreementNotSo(Problem):
    """It is in a `state` in which that cannot be done; somebody may have been quicker."""

    code = "workforce.agreement_not_so"


class TermsChanged(Problem):
    """What she read is no longer what is offered."""

    code = "workforce.terms_changed"


class ReasonMissing(Invalid):
    code = "workforce.reason_missing"


class OutsideContactHours(Problem):
    """Her agreement names hours at which she may be reached; she may say herself that she works beyond."""

    code = "workforce.outside_contact_hours"


class TooManyIncidents(Problem):
    """So many of hers are open already."""

    code = "workforce.too_many_incidents"


class IncidentOver(Problem):
    """It is closed, or never was."""

    code = "workforce.incident_over"


class QueueUnknown(NotFound):
    code = "workforce.queue_unknown"


class HistoryFileUnreadable(Problem):
    """`reason`: empty, encoding, no_header, no_start_column, no_count_column, too_many_lines, too_long, too_coarse
    (over half an hour a row), queue_needed."""

    code, status = "workforce.history_unreadable", 422


class HistoryImportUnknown(NotFound):
    code = "workforce.history_import_unknown"


class HistoryImportUndone(Problem):
    code = "workforce.history_import_undone"


class EventUnknown(NotFound):
    code = "workforce.event_unknown"


class EventImpossible(Invalid):
    """`field` names what does not fit, `reason` why: before_first, too_long, too_many, out_of_bounds, empty."""

    code = "workforce.event_impossible"


class ForecastTooMany(Problem):
    """Of this queue some are being made already."""

    code = "workforce.forecast_too_many"


class ForecastMissing(NotFound):
    """None was made of this queue yet."""

    code = "workforce.forecast_missing"


class ObjectiveChanged(Problem):
    """Somebody else changed it meanwhile."""

    code = "workforce.objective_changed"


class ObjectiveImpossible(Invalid):
    """No number of advisors reaches it."""

    code = "workforce.objective_impossible"
