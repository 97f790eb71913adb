"""Run another flow, and come back by the exit that it names."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar

import msgspec

from palabre.flows.actions.visit import Entered, Visit
from palabre.flows.model.step import FlowName, Identifier, Step, VariableName, Words, step
from palabre.flows.model.subflows import FAILED
from palabre.flows.model.text import variables_in


@step
class SubFlow(Step, tag="sub_flow", frozen=True, kw_only=True):
    """`flow`: its id. `version`: the one to run; none: the one that is published when the run comes by.

    It has variables of its own: `give` sets those that it declares as given, `take` fills ours (name → its own) from
    those that it declares as returned. Exits: those of its `come_back` steps, and `failed` (it could not go on).
    """

    flow: FlowName
    version: Annotated[int, msgspec.Meta(ge=1)] | None = None
    give: Annotated[dict[Identifier, Words], msgspec.Meta(max_length=50)] = {}  # noqa: RUF012
    take: Annotated[dict[VariableName, Identifier], msgspec.Meta(max_length=50)] = {}  # noqa: RUF012

    exits_by: ClassVar[Mapping[str, Any]] = {"always": ("failed",), "of": "flow"}

    def all_exits(self) -> tuple[str, ...]:
        return (*(e for e in self.next if e != FAILED), FAILED)

    def refers_to(self) -> Iterable[tuple[str, str]]:
        return (("flow", self.flow),)

    def looks_at(self) -> Iterable[str]:
        return (name for text in self.give.values() for name in variables_in(text))

    def binds(self) -> Iterable[str]:
        return self.take

    def runs(self) -> tuple[str, int | None, tuple[str, ...], dict[str, str]]:
        return self.flow, self.version, tuple(self.give), self.take

    async def run(self, visit: Visit) -> str:
        raise Entered(self.flow, self.version, {name: visit.fill(text) for name, text in self.give.items()})
