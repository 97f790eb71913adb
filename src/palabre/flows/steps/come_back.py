"""The end of a sub-flow: back to who ran it."""
from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from palabre.flows.actions.visit import CameBack, Visit
from palabre.flows.model.step import Identifier, Step, step


@step
class ComeBack(Step, tag="come_back", frozen=True, kw_only=True):
    """`exit`: the exit that the flow which ran this one takes. Where none did, the customer is hung up."""

    exit: Identifier = "done"

    exits: ClassVar[tuple[str, ...]] = ()

    def comes_back_by(self) -> Iterable[str]:
        return (self.exit,)

    async def run(self, visit: Visit) -> str:
        raise CameBack(self.exit)
