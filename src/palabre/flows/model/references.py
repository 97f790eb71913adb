"""What a flow's document names beside itself: prompts, queues, hours, other flows; and how it names others instead."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from palabre.flows.model.flow import Flow


def names_said(flow: Flow) -> set[str]:
    """Prompts of the library."""
    said: set[str] = set()
    for step in flow.steps.values():
        said |= {one for one in step.said() if isinstance(one, str)} | set(step.labels())
    return said


def references(flow: Flow) -> list[tuple[str, str]]:
    """(kind, id), each once."""
    return sorted({one for step in flow.steps.values() for one in step.refers_to()})


def refer_anew(value: Any, moved: Mapping[str, str]) -> Any:
    """The document with ids replaced wherever one is a whole text. Ids are UUIDs: nothing else is equal to one."""
    if isinstance(value, str):
        return moved.get(value, value)
    if isinstance(value, Mapping):
        return {name: refer_anew(inner, moved) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [refer_anew(inner, moved) for inner in value]
    return value
