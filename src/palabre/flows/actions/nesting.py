"""Into a sub-flow and back: what becomes of a run's flow, step and variables. Whoever executes it writes it."""
from __future__ import annotations

from palabre.flows.actions.visit import Visit
from palabre.flows.model.choices import NAME
from palabre.flows.model.flow import Flow
from palabre.flows.model.subflows import DEPTH_MAX, FAILED
from palabre.flows.model.text import nearest
from palabre.flows.model.validation import GIVEN
from palabre.flows.model.variables import AS_IF, begins_with, fits
from palabre.flows.problems import SubFlowUnavailable
from palabre.flows.store.runs import Frame
from palabre.foundations.ids import FlowId


def enter(visit: Visit, flow: FlowId, version: int, document: Flow, given: dict[str, str]) -> str:
    """The run is in the sub-flow; returns its first step. Raises SubFlowUnavailable: too deep, or given what does not
    fit."""
    run = visit.run
    if len(run.frames) >= DEPTH_MAX:
        raise SubFlowUnavailable(reason="too_deep")
    known = {name: value for name, value in given.items() if name in document.declares}
    if unfit := [name for name, value in known.items() if not fits(document.declares[name], value)]:
        raise SubFlowUnavailable(reason="unfit", variables=unfit)
    spoken = nearest(visit.language, document.languages) or document.languages[0]
    shared = {name: value for name, value in run.variables.items() if name in (*GIVEN, NAME, AS_IF)}
    begun = {**document.variables, **begins_with(document.declares)}
    run.frames = [*run.frames, Frame(run.flow, run.version, run.step, run.variables)]
    run.flow, run.version = flow, version
    run.variables = {**begun, **shared, "language": spoken, **known}
    visit.flow = document
    return document.start


def come_back(visit: Visit, caller: Flow, exit: str) -> str:
    """The run is in the flow that waited; returns the step that follows. `caller`: the outermost frame's document."""
    run = visit.run
    *run.frames, frame = run.frames
    step = caller.steps[frame.step]
    called = step.runs()
    taken = called[3] if called else {}
    own = {name: run.variables.get(theirs, "") for name, theirs in taken.items()}
    declared = caller.declares
    own = {name: value for name, value in own.items() if name not in declared or fits(declared[name], value)}
    if (spoken := nearest(visit.language, caller.languages)) is not None:
        own["language"] = spoken
    if NAME in run.variables:
        own[NAME] = run.variables[NAME]
    run.flow, run.version, run.step = frame.flow, frame.version, frame.step
    run.variables = {**frame.variables, **own}
    visit.flow = caller
    return step.next.get(exit) or step.next[FAILED]
