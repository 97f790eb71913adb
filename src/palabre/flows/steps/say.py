"""Say something."""
from __future__ import annotations

from collections.abc import Iterable

from palabre.flows.actions.visit import Visit
from palabre.flows.model.step import Prompts, Said, Step, step


@step
class Say(Step, tag="say", frozen=True, kw_only=True):
    """`interruptible`: a digit typed over it ends it and counts for the next step that listens."""

    prompts: Prompts
    interruptible: bool = True

    def said(self) -> Iterable[Said]:
        return self.prompts

    async def run(self, visit: Visit) -> str:
        await visit.say(self.prompts, interruptible=self.interruptible)
        return "done"
