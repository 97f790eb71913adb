"""The flow that answers a replayed call: a document as people publish them, walked step by step by the steps' own code.

What it branches on are the log's columns, as a menu or a look-up would have set them; its queues are the log's types.
"""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any

from palabre.flows.model.flow import Flow, read_flow
from palabre.foundations.limits import RUN_VISITS_MAX

TYPES_MAX = 50  # cases of one branch
VIP_PRIORITY = "2"


def flow_of(types: Sequence[str], vip_seconds: float) -> Flow:
    """The production reader's flow; the kinds of steps must have been registered (flows' wiring)."""
    return read_flow(document(types, vip_seconds))


def document(types: Sequence[str], vip_seconds: float) -> dict[str, Any]:
    """VIP or not, then by type, then its queue; whoever cannot enter one hears the end of the call."""
    steps: dict[str, Any] = {"goodbye": {"kind": "hang_up"}}
    steps["vip"] = _branch("priority", {"vip": VIP_PRIORITY}, {"vip": "by_type_vip", "otherwise": "by_type"})
    for suffix, seconds in (("", 0.0), ("_vip", vip_seconds)):
        exits = {f"type_{n}": type_ for n, type_ in enumerate(types)}
        leads = {exit: f"queue{suffix}_{n}" for n, exit in enumerate(exits)}
        steps[f"by_type{suffix}"] = _branch("type", exits, {**leads, "otherwise": "goodbye"})
        for step, type_ in zip(leads.values(), types, strict=True):
            ends = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "goodbye")
            steps[step] = {"kind": "queue", "queue": type_, "priority_seconds": seconds, "next": ends}
    return {"languages": ["en"], "start": "vip", "variables": {"priority": "", "type": ""}, "steps": steps}


def _branch(variable: str, exits: dict[str, str], leads: dict[str, str]) -> dict[str, Any]:
    when = lambda value: {"test": "equals", "variable": variable, "value": value}
    return {"kind": "branch", "cases": [{"when": when(v), "exit": e} for e, v in exits.items()], "next": leads}


class Visit:
    """What the steps that need nothing outside are given."""

    def __init__(self, variables: dict[str, str]) -> None:
        self.variables = variables


def sought(flow: Flow, type_: str, vip: bool) -> tuple[str, float]:
    """Which queue the flow asks for this customer, with how many seconds of priority."""
    visit = Visit({**flow.variables, "type": type_, "priority": VIP_PRIORITY if vip else ""})
    name = flow.start
    for _ in range(RUN_VISITS_MAX):
        step: Any = flow.steps[name]
        if hasattr(step, "queue"):
            return step.queue, step.priority_seconds
        name = step.next[_at_once(step.run(visit))]
    raise ValueError("the flow seeks nobody")


def _at_once(step: Coroutine[Any, Any, str]) -> str:
    """The exit of a step that waits for nothing."""
    try:
        step.send(None)
    except StopIteration as exit:
        return exit.value
    step.close()
    raise ValueError("the flow waits for something outside")
