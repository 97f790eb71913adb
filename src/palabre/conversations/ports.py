"""What higher rooms add to a conversation's card, in the reader's transaction, under a name of their own; and how a
conversation that is a trial is known."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from palabre.foundations.ids import ConversationId
from palabre.plumbing.postgres import Transaction

TRIAL = "trial-"
"""How the entry of a conversation begins in which somebody tries a flow that she designs: counted nowhere."""
ROBOT = "trial-robot-"
"""The same, of one in which a robot tries what is published."""


def is_trial(entry: str) -> bool:
    return entry.startswith(TRIAL)


class Choice(msgspec.Struct):
    """Under the name `choices`, what the customer chose or gave in the flow. `kind`: menu (`label` is the branch taken)
    or collected (`label` is the variable, `value` what was given)."""

    step: str
    kind: str
    label: str
    value: str = ""


Detail = Callable[[Transaction, ConversationId], Awaitable[Any]]

details: dict[str, Detail] = {}


def on_card(name: str, read: Detail) -> None:
    """`read` is asked by whoever may read the conversation; one function a name, however often a process composes."""
    details[name] = read
