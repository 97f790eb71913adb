"""A scenario of staffing from a JSON file: docs/reference/staffing.md."""

from __future__ import annotations

from pathlib import Path

import msgspec

from palabre.foundations.limits import STAFFING_BYTES_MAX
from palabre.workforce.model.multi_skill.scenario import Scenario, checked
from palabre.workforce.problems import FileRefused


def read_scenario(path: Path) -> Scenario:
    """Checked. FileRefused, or QuestionRefused where it makes no sense."""
    try:
        if path.stat().st_size > STAFFING_BYTES_MAX:
            raise FileRefused(0, f"it is over {STAFFING_BYTES_MAX // 1_000_000} MB", "ask for less at a time")
        return checked(msgspec.json.decode(path.read_bytes(), type=Scenario))
    except OSError as why:
        raise FileRefused(0, why.strerror or "it cannot be read", "name a JSON file that is there") from None
    except msgspec.MsgspecError as why:
        raise FileRefused(0, str(why), "docs/reference/staffing.md says the fields") from None
