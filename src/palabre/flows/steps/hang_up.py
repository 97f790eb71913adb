"""End the conversation, after a last word."""
from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from palabre.flows.actions.visit import RunOver, Visit
from palabre.flows.model.step import Prompts, Said, Step, step


@step
class HangUp(Step, tag="hang_up", frozen=True, kw_only=True):
    """Nothing follows it."""

    prompts: Prompts = ()

    exits: ClassVar[tuple[str, ...]] = ()

    def said(self) -> Iterable[Said]:
        return self.prompts

    async def run(self, visit: Visit) -> str:
        await visit.say(self.prompts, interruptible=False)
        await visit.line.hang_up("flow")
        raise RunOver("hung_up")
