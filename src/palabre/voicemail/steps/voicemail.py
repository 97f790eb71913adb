"""Take a voice message: nobody can answer now, or she would rather not wait."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Annotated, ClassVar

import msgspec

from palabre.channels.ports import MESSAGES
from palabre.flows.actions.visit import Visit
from palabre.flows.model.step import ASKS, Prompts, QueueName, Said, Step, step
from palabre.foundations import limits
from palabre.foundations.problems import Problem
from palabre.voicemail.actions.messages import keep

log = logging.getLogger("palabre.voicemail")


@step
class Voicemail(Step, tag="voicemail", frozen=True, kw_only=True):
    """`prompts`, a tone, then what she says: at most `seconds_max`, ended by `silence_seconds` of silence, by # or by
    hanging up. `queue`: whose advisors see to it.

    Exits: left, empty (nothing was said, nothing is kept), failed (this line cannot, or it could not be written).
    """

    queue: QueueName
    prompts: Prompts = ()
    seconds_max: Annotated[int, msgspec.Meta(ge=5, le=limits.VOICE_MESSAGE_SECONDS_MAX)] = 120
    silence_seconds: Annotated[int, msgspec.Meta(ge=2, le=30)] = 5

    reaches_out: ClassVar[str] = ASKS
    exits: ClassVar[tuple[str, ...]] = ("left", "empty", "failed")
    needs: ClassVar[frozenset[str]] = frozenset({MESSAGES})

    def refers_to(self) -> Iterable[tuple[str, str]]:
        return (("queue", self.queue),)

    def said(self) -> Iterable[Said]:
        return self.prompts

    async def run(self, visit: Visit) -> str:
        if MESSAGES not in visit.line.capabilities:
            return "failed"
        visit.take_typed()
        prompts = await visit.prompts(self.prompts)
        if prompts:
            await visit.line.say(prompts, language=visit.language, interruptible=True)
        taken = await visit.line.take_message(
            visit.key, seconds_max=self.seconds_max, silence_seconds=self.silence_seconds)
        if taken is None:
            return "failed"
        if not taken.wav:
            return "empty"
        try:
            await keep(visit.services, visit.scope, visit.run.conversation, self.queue, taken)
        except (OSError, Problem) as error:  # she is told at least
            log.error("voice message not kept", extra={"why": repr(error)[:200]})
            return "failed"
        return "left"
