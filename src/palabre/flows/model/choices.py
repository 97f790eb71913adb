"""What a customer chose and gave on her way through a flow, for whoever takes over: she need not say it again.

It lies among the run's variables, under a name that no flow can use, and goes with them when she is erased. What was
collected secretly is never bound, hence never here.
"""
from __future__ import annotations

from collections.abc import Mapping

import msgspec

NAME = "_choices"  # of a flow's own variables each begins with a letter
CHOICES_MAX = 20   # the last ones are kept
MENU, COLLECTED = "menu", "collected"


class Choice(msgspec.Struct, frozen=True, array_like=True):
    """`name`: the exit of a menu, the variable of what was collected. `label`: the prompt whose words name it."""

    step: str
    kind: str
    name: str
    label: str = ""


def chosen(variables: Mapping[str, str]) -> list[Choice]:
    """In the order they were made."""
    return msgspec.json.decode(variables[NAME], type=list[Choice]) if variables.get(NAME) else []


def with_choice(variables: Mapping[str, str], choice: Choice) -> str:
    """What to keep under NAME: a step that is come by again has one choice, the last."""
    kept = [one for one in chosen(variables) if one.step != choice.step]
    return msgspec.json.encode([*kept, choice][-CHOICES_MAX:]).decode()
