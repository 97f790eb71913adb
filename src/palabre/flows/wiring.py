"""What a process imports to have flows with all their kinds of steps."""
from __future__ import annotations

from palabre.flows.actions.runner import FlowRunner
from palabre.flows.steps import (  # noqa: F401  each registers its kind
    branch,
    business_hours,
    collect,
    hang_up,
    menu,
    queue,
    record_consent,
    say,
    set,
    transfer,
)

__all__ = ["FlowRunner"]
