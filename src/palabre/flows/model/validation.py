"""What publication checks: a flow that is published can be run to an end whatever the customer does."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from palabre.channels.ports import SPEECH
from palabre.flows.model.faults import Fault
from palabre.flows.model.flow import Flow
from palabre.flows.model.step import Said, Spoken, Step
from palabre.flows.model.subflows import Offered, call_faults, depth_fault
from palabre.flows.model.text import nearest, variables_in
from palabre.flows.model.variables import compared_fault, constant_fault, declaration_faults, spoken_fault

GIVEN = ("channel", "entry", "language", "position", "wait_minutes", "waiting_since")
"""Variables every run has; only `language` may be set by steps."""


class Library(msgspec.Struct):
    """What exists beside the flow.

    prompts: name -> language -> whether it is recorded. voices: languages that can be synthesised.
    known: kind ("queue", "calendar"…) -> ids. capabilities: channel -> what its lines can do.
    flows: published flows by id; `versions`: those that a step pins, by (id, version). itself: this flow's own id.
    callers: published flows that run this one in its latest version: (their name, exits they have wired).
    """

    prompts: Mapping[str, Mapping[str, bool]] = {}
    voices: frozenset[str] = frozenset()
    known: Mapping[str, frozenset[str]] = {}
    capabilities: Mapping[str, frozenset[str]] = {}
    flows: Mapping[str, Offered] = {}
    versions: Mapping[tuple[str, int], Offered] = {}
    itself: str = ""
    callers: Sequence[tuple[str, frozenset[str]]] = ()


def flow_faults(flow: Flow, library: Library) -> list[Fault]:
    """All of them, in order; an empty list may be published."""
    faults = [*_targets(flow), *_reached(flow), *_channels(flow, library), *_variables(flow), *_called(flow, library)]
    for name, step in flow.steps.items():
        faults += [msgspec.structs.replace(f, where=name) for f in step.faults()]
        faults += _exits(name, step)
        faults += [Fault(f"{kind}_unknown", name, id) for kind, id in step.refers_to()
                   if id not in library.known.get(kind, ())]
        faults += _prompts(flow, name, step, library)
        faults += [msgspec.structs.replace(f, where=name) for f in (*_typed(flow, step), *_calls(flow, step, library))]
    return sorted(set(faults))


def _targets(flow: Flow) -> Iterator[Fault]:
    if flow.start not in flow.steps:
        yield Fault("start_unknown", "", flow.start)
    if flow.on_error is not None and flow.on_error not in flow.steps:
        yield Fault("on_error_unknown", "", flow.on_error)
    for name, step in flow.steps.items():
        yield from (Fault("target_unknown", name, t) for t in step.next.values() if t not in flow.steps)


def _exits(name: str, step: Step) -> Iterator[Fault]:
    exits = step.all_exits()
    yield from (Fault("exit_not_wired", name, e) for e in exits if e not in step.next)
    yield from (Fault("exit_unknown", name, e) for e in step.next if e not in exits)
    yield from (Fault("exit_twice", name, e) for e in set(exits) if exits.count(e) > 1)


def _reached(flow: Flow) -> Iterator[Fault]:
    waiting = [s for s in (flow.start, flow.on_error) if s in flow.steps]
    reached = set(waiting)
    while waiting:
        for target in flow.steps[waiting.pop()].next.values():
            if target in flow.steps and target not in reached:
                reached.add(target)
                waiting.append(target)
    yield from (Fault("step_unreachable", name) for name in flow.steps if name not in reached)


def _channels(flow: Flow, library: Library) -> Iterator[Fault]:
    yield from (Fault("channel_unknown", "", c) for c in flow.channels if c not in library.capabilities)
    offered = frozenset().union(*(library.capabilities.get(c, frozenset()) for c in flow.channels))
    for name, step in flow.steps.items():
        yield from (Fault("channel_cannot", name, need) for need in sorted(step.needs - offered))


def _variables(flow: Flow) -> Iterator[Fault]:
    bound = {*GIVEN, *flow.variables, *flow.declares}.union(*(step.binds() for step in flow.steps.values()))
    begun = (*flow.variables, *flow.declares)
    yield from (Fault("variable_reserved", "", v) for v in begun if v in GIVEN and v != "language")
    yield from (Fault("variable_twice", "", v) for v in flow.declares if v in flow.variables)
    yield from declaration_faults(flow.declares)
    if (language := flow.variables.get("language")) is not None and language not in flow.languages:
        yield Fault("language_unknown", "", language)
    for name, step in flow.steps.items():
        yield from (Fault("language_unknown", name, tag) for tag in step.speaks() if tag not in flow.languages)
        yield from (Fault("variable_reserved", name, v) for v in step.binds() if v in GIVEN and v != "language")
        looked = {*step.looks_at(), *(v for s in step.said() if isinstance(s, Spoken) for v in variables_in(s.value))}
        yield from (Fault("variable_unknown", name, v) for v in looked - bound)
        if flow.declares:
            known = {*GIVEN, *flow.variables, *flow.declares, *step.own_names}
            yield from (Fault("variable_undeclared", name, v) for v in step.binds() if v not in known)


def _typed(flow: Flow, step: Step) -> Iterator[Fault]:
    """What is set, compared or said of a declared variable fits its type."""
    spoken = (s for s in step.said() if isinstance(s, Spoken))
    found = (
        *(constant_fault(flow.declares, name, text) for name, text in step.gives()),
        *(compared_fault(flow.declares, *one) for one in step.compares()),
        *(spoken_fault(flow.declares, s.say, s.value) for s in spoken),
    )
    yield from (fault for fault in found if fault is not None)


def _calls(flow: Flow, step: Step, library: Library) -> Iterator[Fault]:
    if (run := step.runs()) is None:
        return
    id, version, give, take = run
    called = library.flows.get(id) if version is None else library.versions.get((id, version))
    if called is None:
        yield Fault("flow_not_published", "", library.flows[id].name if id in library.flows else id)
    else:
        yield from call_faults(called, tuple(step.next), give, take, flow)


def _called(flow: Flow, library: Library) -> Iterator[Fault]:
    """Who runs this one finds each of its exits wired; and it runs nobody in a circle."""
    exits = {e for step in flow.steps.values() for e in step.comes_back_by()}
    for caller, wired in library.callers:
        yield from (Fault("caller_not_wired", "", f"{caller} {e}") for e in exits - wired)
    calls = frozenset(id for step in flow.steps.values() for kind, id in step.refers_to() if kind == "flow")
    if (fault := depth_fault(calls, library.flows, library.itself)) is not None:
        yield fault


def _prompts(flow: Flow, name: str, step: Step, library: Library) -> Iterator[Fault]:
    heard = any(SPEECH in library.capabilities.get(c, ()) for c in flow.channels)
    for said in step.said():
        for language in flow.languages:
            if (code := _unsayable(said, language, library, heard)) is not None:
                yield Fault(code, name, f"{_named(said)} {language}")
    for label in step.labels():
        for language in flow.languages:
            if nearest(language, list(library.prompts.get(label, ()))) is None:
                yield Fault("prompt_missing", name, f"{label} {language}")


def _unsayable(said: Said, language: str, library: Library, heard: bool) -> str | None:
    """None where it can be said in that language; else the fault's code."""
    spoken = nearest(language, list(library.voices)) is not None
    if isinstance(said, Spoken):
        return "voice_missing" if said.say == "text" and heard and not spoken else None
    offered = library.prompts.get(said, {})
    tag = nearest(language, list(offered))
    if tag is None:
        return "prompt_missing"
    return "recording_missing" if heard and not (offered[tag] or spoken) else None


def _named(said: Said) -> str:
    return f"({said.say})" if isinstance(said, Spoken) else said
