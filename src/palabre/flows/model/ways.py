"""Ways through a flow: which keys lead where, found in its document; pure.

What only a real call can tell (are we open? what does a service answer?) is taken at its first exit.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

from palabre.flows.model.flow import Flow
from palabre.flows.model.step import HANDS_OVER, Step

MENU, COLLECT, HANG_UP = "menu", "collect", "hang_up"
DIGIT = "1"
DEPTH_MAX = 8

Read = Callable[[str, int | None], Flow | None]
"""The document of a sub-flow: its id and version (None: the published one); None where there is none."""


class Way(NamedTuple):
    """`keys` to press; `names` of the branches taken; `end`: kind:id of the step where it ends, as `end_of` says it."""

    keys: str
    names: tuple[str, ...]
    end: str


class Passed(msgspec.Struct, frozen=True):
    """A step come by. `what`: its queue or number, where it has one. `title`: what people call it."""

    flow: str
    step: str
    kind: str
    title: str = ""
    what: str = ""


class Outcome(msgspec.Struct, frozen=True):
    """`state`: none (no run), running, ended (`reason`: of flows.facts.RUN_ENDINGS). `came_to`: as end_of."""

    state: str
    reason: str = ""
    path: list[Passed] = []
    came_to: str = ""


class _At(NamedTuple):
    """Where one is: flows that wait, the outermost first, each with the step that ran the next one."""

    frames: tuple[tuple[Flow, str], ...]
    flow: Flow
    step: str
    keys: str
    names: tuple[str, ...]
    seen: frozenset[tuple[int, str]]


def end_of(step: Step) -> str:
    """`queue:ID`, `transfer:+33…`, `hang_up`: what somebody may expect a call to come to."""
    return f"{tag_of(step)}:{what}" if (what := what_of(step)) else tag_of(step)


def tag_of(step: Step) -> str:
    return str(step.__struct_config__.tag)


def what_of(step: Step) -> str:
    """What the step is about, where that is one thing: its queue, its number."""
    return getattr(step, "queue", "") or getattr(step, "number", "")


def ways(flow: Flow, read: Read, *, most: int) -> list[Way]:
    """Each branch of each menu once, at most `most`, in the order of the menus."""
    found, begin = [], _At((), flow, flow.start, "", (), frozenset())
    for way in _from(begin, read):
        found.append(way)
        if len(found) == most:
            break
    return found


def _from(at: _At, read: Read) -> Iterator[Way]:
    step, place = at.flow.steps.get(at.step), (len(at.frames), at.step)
    if step is None or place in at.seen:
        return  # round in a circle: what is pressed there was found before
    at = at._replace(seen=at.seen | {place})
    if step.reaches_out == HANDS_OVER:
        yield Way(at.keys, at.names, end_of(step))
    elif tag_of(step) == MENU:
        yield from _menu(at, step, read)
    elif back := [*step.comes_back_by()]:
        yield from _back(at, back[0], read)
    elif (sub := step.runs()) is not None:
        yield from _into(at, step, sub, read)
    else:
        yield from _on(at, step, read)


def _menu(at: _At, step: Any, read: Read) -> Iterator[Way]:
    for exit in dict.fromkeys(option.exit for option in step.options):
        option = next(o for o in step.options if o.exit == exit)
        if following := step.next.get(exit):
            yield from _from(
                at._replace(step=following, keys=at.keys + option.key, names=(*at.names, exit)), read)


def _on(at: _At, step: Any, read: Read) -> Iterator[Way]:
    exits = step.all_exits()
    if not exits:
        yield Way(at.keys, at.names, end_of(step))
    elif following := step.next.get(exits[0]):
        yield from _from(at._replace(step=following, keys=at.keys + _typed(step)), read)


def _typed(step: Any) -> str:
    if tag_of(step) != COLLECT:
        return ""
    return DIGIT * step.length_min + (step.end_key if step.length_min < step.length_max else "")


def _into(at: _At, step: Any, sub: tuple, read: Read) -> Iterator[Way]:
    flow = read(sub[0], sub[1]) if len(at.frames) < DEPTH_MAX else None
    if flow is None:
        yield from _on(at, step, read)
    else:
        yield from _from(at._replace(frames=(*at.frames, (at.flow, at.step)), flow=flow, step=flow.start), read)


def _back(at: _At, exit: str, read: Read) -> Iterator[Way]:
    if not at.frames:
        yield Way(at.keys, at.names, HANG_UP)
        return
    *outer, (flow, step) = at.frames
    if following := flow.steps[step].next.get(exit):
        yield from _from(at._replace(frames=tuple(outer), flow=flow, step=following), read)
