"""Set variables, among them the language."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec

from palabre.flows.actions.visit import Visit
from palabre.flows.model.step import Step, VariableName, Words, step
from palabre.flows.model.text import variables_in


@step
class Set(Step, tag="set", frozen=True, kw_only=True):
    """`values`: variable → text, which may hold other {variables}; all are read before any is set."""

    values: Annotated[dict[VariableName, Words], msgspec.Meta(min_length=1, max_length=50)]

    def binds(self) -> Iterable[str]:
        return self.values

    def looks_at(self) -> Iterable[str]:
        return (name for text in self.values.values() for name in variables_in(text))

    def gives(self) -> Iterable[tuple[str, str]]:
        return self.values.items()

    def speaks(self) -> Iterable[str]:
        return (self.values["language"],) if "language" in self.values else ()

    async def run(self, visit: Visit) -> str:
        filled = {name: visit.fill(text) for name, text in self.values.items()}
        for name, value in filled.items():
            visit.bind(name, value)
        return "done"
