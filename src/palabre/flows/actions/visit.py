"""What a step is given when a run comes by: the line, the run's variables, and the services of the process."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence

import msgspec

from palabre.channels.ports import TEXT, Line, Prompt
from palabre.conversations.ports import ROBOT, is_trial
from palabre.flows.actions import prompts
from palabre.flows.actions.patience import stored
from palabre.flows.model.choices import NAME, Choice, with_choice
from palabre.flows.model.flow import Flow
from palabre.flows.model.step import Said
from palabre.flows.model.text import fill
from palabre.flows.model.variables import AS_IF, fits
from palabre.flows.problems import VariablesTooLarge, VariableUnfit
from palabre.flows.store.runs import Run
from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services


class RunOver(Exception):
    """Raised by a step after which nothing follows; `reason` is one of flows.facts.RUN_ENDINGS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StepFailed(Exception):
    """A step could not be done for a reason that none of its exits names; `why` is a code."""


class Entered(Exception):
    """Raised by a step after which another flow has the customer, until it comes back. `version` None: the published
    one. `given`: what it is told."""

    def __init__(self, flow: str, version: int | None, given: dict[str, str]) -> None:
        super().__init__(flow)
        self.flow, self.version, self.given = flow, version, given


class CameBack(Exception):
    """Raised by the last step of a sub-flow; `exit` is the one that the step which ran it takes."""

    def __init__(self, exit: str) -> None:
        super().__init__(exit)
        self.exit = exit


class Visit:
    """One coming-by at one step. What it binds is written with the next step; `remember` writes at once."""

    def __init__(
        self, services: Services, scope: Scope, flow: Flow, run: Run, line: Line, save: Callable[[], Awaitable[None]]
    ) -> None:
        self.services, self.scope, self.flow, self.run, self.line, self._save = services, scope, flow, run, line, save
        self.typed = ""  # digits typed over the last prompt; in memory alone, they may be the start of a secret

    @property
    def key(self) -> str:
        """The same when this step is entered again after a restart: the id of the one command it sends."""
        return f"{self.run.id}:{self.run.visit}"

    @property
    def trial(self) -> bool:
        """Whether who designs the flow tries it: nobody is sought, nothing is called."""
        return is_trial(self.run.entry)

    @property
    def robot(self) -> bool:
        """Whether who tries it is a robot: nobody is there to choose."""
        return self.run.entry.startswith(ROBOT)

    @property
    def as_if(self) -> Instant | None:
        """When it is, for the flow, where that is not now."""
        told = self.run.variables.get(AS_IF)
        return int(told) if told and self.trial else None

    @property
    def variables(self) -> dict[str, str]:
        return self.run.variables

    @property
    def language(self) -> str:
        return self.run.variables.get("language") or self.flow.languages[0]

    @property
    def languages(self) -> tuple[str, ...]:
        """In which prompts are looked up: the present language, then the flow's first."""
        return self.language, self.flow.languages[0]

    @property
    def written(self) -> bool:
        """Whether the customer reads and writes."""
        return TEXT in self.line.capabilities

    def may_hold(self, name: str, value: str) -> bool:
        """Whether the variable, where the flow declares it, is of a type that this fits."""
        return name not in self.flow.declares or fits(self.flow.declares[name], value)

    def bind(self, name: str, value: str) -> None:
        """Set a variable; bounded together with all others."""
        if not self.may_hold(name, value):
            raise VariableUnfit(variable=name)
        after = {**self.run.variables, name: value}
        if len(msgspec.json.encode(after)) > limits.RUN_VARIABLES_BYTES_MAX:
            raise VariablesTooLarge(bytes_max=limits.RUN_VARIABLES_BYTES_MAX)
        self.run.variables = after

    def chose(self, kind: str, name: str, label: str = "") -> None:
        """Keep for whoever takes over what the customer chose here; written with the next step."""
        choice = Choice(self.run.step, kind, name, label)
        self.run.variables = {**self.run.variables, NAME: with_choice(self.run.variables, choice)}

    def fill(self, text: str) -> str:
        """The text with its {variables}."""
        return fill(text, self.run.variables)

    def take_typed(self) -> str:
        """Digits typed already; asked once."""
        typed, self.typed = self.typed, ""
        return typed

    async def prompts(self, said: Sequence[Said]) -> list[Prompt]:
        async def read() -> list[Prompt]:
            async with self.services.database.single(self.scope) as tx:
                return await prompts.resolve(tx, said, self.languages, self.run.variables)

        return await stored(read) if said else []

    async def labels(self, names: Iterable[str]) -> dict[str, str]:
        """Words of prompts, for buttons; none is asked for where nothing is read."""
        wanted = [name for name in names if name]

        async def read() -> dict[str, str]:
            async with self.services.database.single(self.scope) as tx:
                return await prompts.texts(tx, wanted, self.languages)

        return await stored(read) if wanted and self.written else {}

    async def say(self, said: Sequence[Said], *, interruptible: bool = True) -> None:
        """Say; digits typed over it go to the next step that listens."""
        if found := await self.prompts(said):
            self.typed += await self.line.say(found, language=self.language, interruptible=interruptible)

    async def remember(self, **awaited: str) -> None:
        """Write what this step has begun outside, so that after a restart it is found again."""
        self.run.awaited = {**self.run.awaited, **awaited}
        await self._save()
