"""A scenario of staffing from a JSON file: docs/reference/staffing.md."""

from __future__ import annotations

from pathlib import Path

from palabre.foundations.limits import STAFFING_BYTES_MAX
from palabre.workforce.actions.files import read_json
from palabre.workforce.model.multi_skill.scenario import Scenario, checked


def read_scenario(path: Path) -> Scenario:
    """Checked. FileRefused, or QuestionRefused where it makes no sense."""
    return checked(read_json(path, Scenario, STAFFING_BYTES_MAX, "ask for less at a time", "staffing.md"))
