"""What reporting refuses."""

from __future__ import annotations

from palabre.foundations.problems import Invalid


class UnknownTimeZone(Invalid):
    code = "reporting.unknown_time_zone"


class ThresholdOutOfBounds(Invalid):
    code = "reporting.threshold_out_of_bounds"
