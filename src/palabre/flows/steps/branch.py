"""Take the exit of the first case that holds."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar

import msgspec

from palabre.flows.actions.visit import Visit
from palabre.flows.model.conditions import Condition, compared_in, condition_fault, holds, variables_of
from palabre.flows.model.faults import Fault
from palabre.flows.model.step import Identifier, Step, step


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    when: Condition
    exit: Identifier


@step
class Branch(Step, tag="branch", frozen=True, kw_only=True):
    """`otherwise` is its exit when no case holds."""

    cases: Annotated[tuple[Case, ...], msgspec.Meta(min_length=1, max_length=50)]

    exits_by: ClassVar[Mapping[str, Any]] = {"always": ("otherwise",), "each": "cases"}

    def all_exits(self) -> tuple[str, ...]:
        return (*dict.fromkeys(case.exit for case in self.cases), "otherwise")

    def looks_at(self) -> Iterable[str]:
        return (name for case in self.cases for name in variables_of(case.when))

    def compares(self) -> Iterable[tuple[str, str, tuple[str, ...]]]:
        return (one for case in self.cases for one in compared_in(case.when))

    def faults(self) -> Iterable[Fault]:
        for case in self.cases:
            if code := condition_fault(case.when):
                yield Fault(code, what=case.exit)
            if case.exit == "otherwise":
                yield Fault("exit_reserved", what="otherwise")

    async def run(self, visit: Visit) -> str:
        return next((case.exit for case in self.cases if holds(case.when, visit.variables)), "otherwise")
