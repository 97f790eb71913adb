"""Why nobody's roster can keep somebody's rules: which of them, left alone, would let one be."""

from __future__ import annotations

import msgspec
import numpy as np

from palabre.workforce.model.rosters.instance import Instance
from palabre.workforce.model.rosters.pricing import Pricer


def conflicting(instance: Instance, person: int) -> list[str]:
    """In words, a rule each: each by itself would have to give way. Empty: no single one would do."""
    staff, found = instance.staffs[person], []
    every = [instance.n_days] * len(instance.shifts)
    ways = {
        "minTotalMinutes": {"min_total_minutes": 0}, "maxShifts": {"max_shifts": every}, "daysOff": {"days_off": []},
        "maxTotalMinutes": {"max_total_minutes": instance.n_days * max(s.length for s in instance.shifts)},
        "minConsecutiveShifts": {"min_consecutive_shifts": 1}, "minConsecutiveDaysOff": {"min_consecutive_days_off": 1},
        "maxConsecutiveShifts": {"max_consecutive_shifts": instance.n_days},
        "maxWeekends": {"max_weekends": instance.n_days},
    }  # fmt: skip
    for rule, change in ways.items():
        pricer = Pricer(instance, msgspec.structs.replace(staff, **change))
        lengths = np.array([-float(s.length) for s in instance.shifts])
        best = pricer.best(np.tile(lengths, (instance.n_days, 1)))
        if best is not None:
            most = f": {-best[0]:g} minutes at most are reached" if rule == "minTotalMinutes" else ""
            found.append(f"{rule}{most}")
    return found
