"""What a step is, and the list of kinds of steps: each room adds its own by the decorator `step`."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, TypeVar

import msgspec

from palabre.flows.model.faults import Fault

Identifier = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Words = Annotated[str, msgspec.Meta(max_length=2000)]
Seconds = Annotated[float, msgspec.Meta(ge=0.1, le=86_400)]
Tries = Annotated[int, msgspec.Meta(ge=1, le=10)]


class Spoken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something said that is not in the library. `say`: number, digits, date, time, text; variables as {name}."""

    say: Annotated[str, msgspec.Meta(pattern="^(number|digits|date|time|text)$")]
    value: Words


Said = Identifier | Spoken
"""A prompt of the library by its name, or something made of variables."""

Prompts = Annotated[tuple[Said, ...], msgspec.Meta(max_length=20)]


def _refers(kind: str) -> msgspec.Meta:
    """Told in the JSON Schema, so that a designer offers what exists."""
    return msgspec.Meta(extra_json_schema={"x-refers": kind})


QueueName = Annotated[str, _refers("queue")]
CalendarName = Annotated[str, _refers("calendar")]
FlowName = Annotated[str, _refers("flow")]
VariableName = Annotated[Identifier, _refers("variable")]
"""Ids of what exists beside the flow, and names of its own variables."""


ASKS, HANDS_OVER = "asks", "hands_over"
"""What a step that reaches out may do: ask for something, or give the customer to somebody."""


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """One step of a flow, as its JSON says it. `next`: which step follows each exit. `title`: what people call it.

    A kind of step is a subclass with a `tag`, its fields, and `run`, which returns one of its exits. What it needs to
    exist is told by the methods below, so that publication refuses what could not be run.
    """

    next: dict[str, Identifier] = {}
    title: Annotated[str, msgspec.Meta(max_length=80)] = ""

    exits: ClassVar[tuple[str, ...]] = ("done",)
    unbounded: ClassVar[bool] = False              # it may last as long as a queue's longest wait and a talk
    needs: ClassVar[frozenset[str]] = frozenset()  # capabilities without which it makes no sense
    exits_by: ClassVar[Mapping[str, Any]] = {}     # where `all_exits` says more, for designers: see `told_exits`
    own_names: ClassVar[tuple[str, ...]] = ()      # variables it sets under a name of its own, which no flow declares
    reaches_out: ClassVar[str] = ""                # it disturbs people: a trial asks who tries it instead

    def all_exits(self) -> tuple[str, ...]:
        """Every exit `run` may return; each must be wired."""
        return self.exits

    def said(self) -> Iterable[Said]:
        """Everything it may say."""
        return ()

    def labels(self) -> Iterable[str]:
        """Prompts of which only the words are needed (buttons)."""
        return ()

    def looks_at(self) -> Iterable[str]:
        """Variables it reads."""
        return ()

    def binds(self) -> Iterable[str]:
        """Variables it sets."""
        return ()

    def speaks(self) -> Iterable[str]:
        """Languages it switches to."""
        return ()

    def refers_to(self) -> Iterable[tuple[str, str]]:
        """What must exist beside the flow: ("queue", id), ("calendar", id)…"""
        return ()

    def gives(self) -> Iterable[tuple[str, str]]:
        """Texts that stand in the flow and are set to variables: (variable, text)."""
        return ()

    def compares(self) -> Iterable[tuple[str, str, tuple[str, ...]]]:
        """(variable, test, texts that it is compared with)."""
        return ()

    def comes_back_by(self) -> Iterable[str]:
        """Exits by which the whole flow, run as a sub-flow, comes back here."""
        return ()

    def runs(self) -> tuple[str, int | None, tuple[str, ...], dict[str, str]] | None:
        """The sub-flow it runs: (flow, version, names given, own variable → name returned)."""
        return None

    def faults(self) -> Iterable[Fault]:
        """What a person got wrong that its fields alone can tell; `where` is filled by the caller."""
        return ()

    async def run(self, visit: Any) -> str:
        """Do it, through `visit` (flows.actions.visit.Visit), and return the exit taken."""
        raise NotImplementedError


def told_exits(kind: type[Step]) -> dict[str, Any]:
    """How a designer knows the exits of a step: `always`, one for `each` entry of a list (its `exit`), `if` a field is
    filled, and those that a flow that is run comes back by (`of`: the field that names it)."""
    return {"always": list(kind.exits), **kind.exits_by}


KINDS: dict[str, type[Step]] = {}
Kind = TypeVar("Kind", bound=type[Step])


def step(kind: Kind) -> Kind:
    """Add a kind of step; its tag is the `kind` that flows name it by."""
    tag = kind.__struct_config__.tag
    if not isinstance(tag, str) or KINDS.get(tag, kind) is not kind:
        raise ValueError(f"{kind.__name__}: a step needs a tag of its own, not {tag!r}")
    KINDS[tag] = kind
    return kind
