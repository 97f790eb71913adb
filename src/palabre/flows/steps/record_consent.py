"""Announce the recording and take a refusal."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar

import msgspec

from palabre.channels.ports import CHOSEN, RECORDING, Option
from palabre.flows.actions.visit import Visit
from palabre.flows.model.step import Prompts, Said, Seconds, Step, step


@step
class RecordConsent(Step, tag="record_consent", frozen=True, kw_only=True):
    """`prompts` announce it and name the key that refuses; silence for `seconds` after them does not refuse.

    Where the line cannot be recorded nothing is announced and the exit is `refused`.
    """

    prompts: Annotated[Prompts, msgspec.Meta(min_length=1)]
    refuse_key: Annotated[str, msgspec.Meta(pattern=r"^[0-9*#]$")] = "2"
    seconds: Seconds = 3.0

    exits: ClassVar[tuple[str, ...]] = ("allowed", "refused")
    needs: ClassVar[frozenset[str]] = frozenset({RECORDING})

    def said(self) -> Iterable[Said]:
        return self.prompts

    async def run(self, visit: Visit) -> str:
        if RECORDING not in visit.line.capabilities:
            return "refused"
        visit.take_typed()  # a digit typed over the greeting cannot answer what was not yet announced
        prompts, language = await visit.prompts(self.prompts), visit.language
        typed = await visit.line.say(prompts, language=language, interruptible=True)
        if typed and self.refuse_key not in typed:
            await visit.line.say(prompts, language=language, interruptible=False)  # cut short: said whole
        refused = self.refuse_key in typed or await self._refuses(visit)
        await visit.line.allow_recording(not refused)
        return "refused" if refused else "allowed"

    async def _refuses(self, visit: Visit) -> bool:
        choice = await visit.line.choose(
            [], [Option(self.refuse_key)], language=visit.language, seconds=self.seconds)
        return choice.reason == CHOSEN
