"""A prompt spoken on the telephone, by one of ours who was shown a code for it."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar

import msgspec

from palabre.channels.ports import CHOSEN, COLLECTED, MESSAGES, Option, Prompt
from palabre.flows.actions.spoken_prompts import DIGITS, Spoken, keep_spoken, of_code
from palabre.flows.actions.visit import Visit
from palabre.flows.model.step import Prompts, Said, Step, step
from palabre.flows.model.text import nearest
from palabre.foundations import limits

TRIES = 3
_WORDS = {
    "fr": ("Tapez votre code.", "Parlez après le signal, puis tapez dièse.",
           "Pour garder, tapez 1. Pour recommencer, 2.", "C’est gardé."),
    "en": ("Type your code.", "Speak after the tone, then press hash.", "To keep it, press 1. To speak again, 2.",
           "It is kept."),
    "ar": ("اكتب الرمز.", "تكلم بعد الإشارة ثم اضغط المربع.", "للحفظ اضغط 1. للإعادة اضغط 2.", "تم الحفظ."),
}  # fmt: skip


@step
class RecordPrompt(Step, tag="record_prompt", frozen=True, kw_only=True):
    """Asks for the code that the designer shows beside a message (8 digits, a quarter of an hour), takes what is said,
    says it back, keeps it at 1. `prompts`: said first.

    Exits: kept, refused (three codes that are none), given_up (nothing said, or never kept), failed (this line cannot).
    """

    prompts: Prompts = ()
    seconds_max: Annotated[int, msgspec.Meta(ge=5, le=limits.PROMPT_SECONDS_MAX)] = 120

    exits: ClassVar[tuple[str, ...]] = ("kept", "refused", "given_up", "failed")
    needs: ClassVar[frozenset[str]] = frozenset({MESSAGES})

    def said(self) -> Iterable[Said]:
        return self.prompts

    async def run(self, visit: Visit) -> str:
        if MESSAGES not in visit.line.capabilities:
            return "failed"
        await visit.say(self.prompts)
        words = _WORDS[nearest(visit.language, list(_WORDS)) or "fr"]
        for _ in range(TRIES):
            taken = await visit.line.collect(
                [_text(words[0])], language=visit.language, kind="digits", length_min=DIGITS, length_max=DIGITS,
                end_key="", secret=True, seconds=8.0, typed=visit.take_typed())
            if taken.reason == COLLECTED and (spoken := await of_code(visit.services, visit.scope, taken.value)):
                return await self._speak(visit, spoken, taken.value, words)
        return "refused"

    async def _speak(self, visit: Visit, spoken: Spoken, code: str, words: tuple[str, ...]) -> str:
        line, language = visit.line, visit.language
        for n in range(TRIES):
            await line.say([_text(words[1])], language=language, interruptible=False)
            key = f"{visit.key}:{n}"
            taken = await line.take_message(key, seconds_max=self.seconds_max, silence_seconds=5)
            if taken is None:
                return "failed"
            if not taken.wav:
                continue
            back = [Prompt("taken", key), _text(words[2])]  # until she keeps it, it is nowhere but on this line
            choice = await line.choose(back, [Option("1"), Option("2")], language=language, seconds=8.0)
            if choice.reason == CHOSEN and choice.option is not None and choice.option.key == "1":
                await keep_spoken(visit.services, visit.scope, spoken, taken.wav, code)
                await line.say([_text(words[3])], language=language, interruptible=True)
                return "kept"
        return "given_up"


def _text(words: str) -> Prompt:
    return Prompt("text", words, words)
