"""Flows that run one another: what a flow offers to who runs it, and that they end."""
from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from palabre.flows.model.faults import Fault
from palabre.flows.model.flow import Flow
from palabre.flows.model.variables import Declared

DEPTH_MAX = 5
"""Flows within flows: beyond it nobody can follow, and a circle is found."""

FAILED = "failed"
"""The exit of the step that runs a sub-flow when the sub-flow could not go on."""


class Offered(msgspec.Struct, frozen=True):
    """What a published flow is to others. `calls`: the flows that it runs itself."""

    flow: str
    name: str
    version: int
    exits: tuple[str, ...] = ()
    declares: Mapping[str, Declared] = {}
    calls: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


def offered(flow: str, name: str, version: int, document: Flow) -> Offered:
    exits = sorted({e for step in document.steps.values() for e in step.comes_back_by()})
    calls = {id for step in document.steps.values() for kind, id in step.refers_to() if kind == "flow"}
    return Offered(
        flow, name, version, tuple(exits), document.declares, frozenset(calls), document.languages, document.channels)


def depth_fault(calls: frozenset[str], known: Mapping[str, Offered], self_id: str = "") -> Fault | None:
    """Too deep, or in a circle: through `self_id`, whose new document calls `calls`."""
    below, at = {*calls}, 1
    while below:
        if self_id and self_id in below:
            return Fault("sub_flow_recursive", "", known[self_id].name if self_id in known else "")
        at += 1
        if at > DEPTH_MAX:
            return Fault("sub_flow_too_deep", "", str(DEPTH_MAX))
        below = set().union(*(known[one].calls for one in below if one in known))
    return None


def call_faults(
    called: Offered, wired: tuple[str, ...], give: tuple[str, ...], take: Mapping[str, str], flow: Flow
) -> Iterator[Fault]:
    """What one step that runs `called` gets wrong. `give`: names given; `take`: own variable → name returned."""
    yield from (Fault("exit_not_wired", "", e) for e in called.exits if e not in wired)
    yield from (Fault("exit_unknown", "", e) for e in wired if e not in (*called.exits, FAILED))
    ways = {name: one.way for name, one in called.declares.items()}
    yield from (Fault("given_unknown", "", name) for name in give if ways.get(name) != "given")
    needed = (n for n, one in called.declares.items() if one.way == "given" and not one.begins)
    yield from (Fault("given_missing", "", name) for name in needed if name not in give)
    yield from (Fault("returned_unknown", "", name) for name in take.values() if ways.get(name) != "returned")
    for own, name in take.items():
        mine, theirs = flow.declares.get(own), called.declares.get(name)
        if mine and theirs and mine.type not in ("text", theirs.type):
            yield Fault("value_unfit", "", own)
    yield from (Fault("sub_flow_language", "", tag) for tag in flow.languages if tag not in called.languages)
    yield from (Fault("sub_flow_channel", "", one) for one in flow.channels if one not in called.channels)
