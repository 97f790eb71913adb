"""Let the customer choose: digits on a telephone, buttons where there are any."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar

import msgspec

from palabre.channels.ports import CHOSEN, SILENCE, Option
from palabre.flows.actions.visit import Visit
from palabre.flows.model.choices import MENU
from palabre.flows.model.faults import Fault
from palabre.flows.model.step import Identifier, Prompts, Said, Seconds, Step, Tries, step

Phrase = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class MenuOption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`key`: the digits to type. `exit`: the exit it leads to. `label`: a prompt whose words a button shows. `spoken`:
    phrases that choose it too, in any of the flow's languages, where the installation understands speech."""

    key: Annotated[str, msgspec.Meta(pattern=r"^[0-9*#]{1,4}$")]
    exit: Identifier
    label: Identifier | None = None
    spoken: Annotated[tuple[Phrase, ...], msgspec.Meta(max_length=20)] = ()


@step
class Menu(Step, tag="menu", frozen=True, kw_only=True):
    """Each option has its exit; `silence` and `wrong` are taken after `tries` of them in a row.

    `prompts` are what is asked; `written` is asked instead where the line is read (buttons need no "press 1").
    `on_silence`, `on_wrong`: said before it is asked again. `seconds`: for an answer (`seconds_written` in writing).
    """

    prompts: Prompts
    options: Annotated[tuple[MenuOption, ...], msgspec.Meta(min_length=1, max_length=20)]
    written: Prompts = ()
    on_silence: Prompts = ()
    on_wrong: Prompts = ()
    tries: Tries = 3
    seconds: Seconds = 6.0
    seconds_written: Seconds = 900.0

    exits_by: ClassVar[Mapping[str, Any]] = {"always": ("silence", "wrong"), "each": "options"}

    def all_exits(self) -> tuple[str, ...]:
        return (*dict.fromkeys(option.exit for option in self.options), "silence", "wrong")

    def said(self) -> Iterable[Said]:
        return (*self.prompts, *self.written, *self.on_silence, *self.on_wrong)

    def labels(self) -> Iterable[str]:
        return (option.label for option in self.options if option.label)

    def faults(self) -> Iterable[Fault]:
        keys = [option.key for option in self.options]
        yield from (Fault("key_twice", what=key) for key in sorted({k for k in keys if keys.count(k) > 1}))
        yield from (Fault("exit_reserved", what=o.exit) for o in self.options if o.exit in ("silence", "wrong"))

    async def run(self, visit: Visit) -> str:
        prompts = await visit.prompts(self.written if visit.written and self.written else self.prompts)
        labels = await visit.labels(option.label or "" for option in self.options)
        options = [Option(o.key, labels.get(o.label or "", "") or o.key, o.spoken) for o in self.options]
        seconds = self.seconds_written if visit.written else self.seconds
        reason = SILENCE
        for attempt in range(self.tries):
            again = self.on_silence if reason == SILENCE else self.on_wrong
            before = await visit.prompts(again) if attempt else []
            choice = await visit.line.choose(
                [*before, *prompts], options, language=visit.language, seconds=seconds, typed=visit.take_typed())
            if choice.reason == CHOSEN and choice.option is not None:
                taken = next(o for o in self.options if o.key == choice.option.key)
                visit.chose(MENU, taken.exit, taken.label or "")
                return taken.exit
            reason = choice.reason
        return "silence" if reason == SILENCE else "wrong"
