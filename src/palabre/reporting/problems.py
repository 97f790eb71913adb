"""What reporting refuses."""

from __future__ import annotations

from palabre.foundations.problems import Invalid, Problem


class UnknownTimeZone(Invalid):
    code = "reporting.unknown_time_zone"


class ThresholdOutOfBounds(Invalid):
    code = "reporting.threshold_out_of_bounds"


class PeriodRefused(Invalid):
    """Backwards, unknown, or more days than one answer reads (`days_max`)."""

    code = "reporting.period_refused"


class ReportRefused(Invalid):
    """These filters say nothing together: `field` names the one too many."""

    code = "reporting.report_refused"


class ExportTooLong(Invalid):
    code = "reporting.export_too_long"


class LongMemoryUnavailable(Problem):
    """Old days cannot be read just now."""

    code, status = "reporting.long_memory_unavailable", 503
