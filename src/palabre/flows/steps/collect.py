"""Take digits or words from the customer; a secret exists in memory for this step only."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from palabre.channels.ports import COLLECTED, HEARING, SILENCE, WRONG
from palabre.flows.actions.checks import CHECKS
from palabre.flows.actions.visit import Visit
from palabre.flows.model.choices import COLLECTED as GIVEN
from palabre.flows.model.faults import Fault
from palabre.flows.model.step import Identifier, Prompts, Said, Seconds, Step, Tries, VariableName, step


@step
class Collect(Step, tag="collect", frozen=True, kw_only=True):
    """What was taken is bound to `variable`; `silence` and `wrong` are taken after `tries` of them.

    `secret` (PIN, card): never bound, written, logged or recorded; `check` is all that can be done with it.
    `check`: a check by name (luhn…) that decides between `collected` and `rejected`.
    `written`: asked instead where the line is read. Digits end at `end_key`, at `length_max` or after `seconds`.
    `spoken`: what is said counts too (digits and numbers, or a sentence for text), where the installation understands
    speech; never with `secret`.
    """

    prompts: Prompts
    variable: VariableName | None = None
    collects: Literal["digits", "text"] = "digits"
    length_min: Annotated[int, msgspec.Meta(ge=1, le=2000)] = 1
    length_max: Annotated[int, msgspec.Meta(ge=1, le=2000)] = 20
    end_key: Annotated[str, msgspec.Meta(pattern=r"^[*#]?$")] = "#"
    secret: bool = False
    check: Identifier | None = None
    written: Prompts = ()
    on_silence: Prompts = ()
    on_wrong: Prompts = ()
    tries: Tries = 3
    seconds: Seconds = 5.0
    seconds_written: Seconds = 900.0
    spoken: bool = False

    exits_by: ClassVar[Mapping[str, Any]] = {"always": ("collected", "silence", "wrong"), "if": {"check": "rejected"}}

    def all_exits(self) -> tuple[str, ...]:
        return ("collected", "silence", "wrong", *(("rejected",) if self.check else ()))

    def said(self) -> Iterable[Said]:
        return (*self.prompts, *self.written, *self.on_silence, *self.on_wrong)

    def binds(self) -> Iterable[str]:
        return (self.variable,) if self.variable else ()

    def faults(self) -> Iterable[Fault]:
        if self.secret and self.variable:
            yield Fault("secret_bound", what=self.variable)
        if not self.secret and not self.variable:
            yield Fault("variable_missing")
        if self.check and self.check not in CHECKS:
            yield Fault("check_unknown", what=self.check)
        if self.secret and self.spoken:
            yield Fault("secret_spoken")
        if self.length_min > self.length_max:
            yield Fault("length_backwards")

    async def run(self, visit: Visit) -> str:
        prompts = await visit.prompts(self.written if visit.written and self.written else self.prompts)
        reason = SILENCE
        for attempt in range(self.tries):
            before = await visit.prompts(self.on_silence if reason == SILENCE else self.on_wrong) if attempt else []
            taken = await visit.line.collect(
                [*before, *prompts], language=visit.language, kind=self.collects, length_min=self.length_min,
                length_max=self.length_max, end_key=self.end_key, secret=self.secret,
                seconds=self.seconds_written if visit.written else self.seconds, typed=visit.take_typed(),
                **({"spoken": True} if self.spoken and HEARING in visit.line.capabilities else {}))
            if taken.reason == COLLECTED and self._fits(visit, taken.value):
                return await self._judge(visit, taken.value)
            reason = WRONG if taken.reason == COLLECTED else taken.reason
        return "silence" if reason == SILENCE else "wrong"

    def _fits(self, visit: Visit, value: str) -> bool:
        """A date that is none is asked for again."""
        return self.secret or not self.variable or visit.may_hold(self.variable, value)

    async def _judge(self, visit: Visit, value: str) -> str:
        if self.check and not await CHECKS[self.check](visit, value):
            return "rejected"
        if self.variable and not self.secret:
            visit.bind(self.variable, value)
            visit.chose(GIVEN, self.variable)
        return "collected"
