"""What every channel can be asked: the customer's side of one conversation, as a flow's step sees it.

A channel's driver gives a `Line` to the flow runner; a step speaks and listens through it and never learns
which channel it is, only what the line is capable of. Seconds are floats, languages BCP-47 tags.
"""
from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

import msgspec

from palabre.foundations.ids import ConversationId

# What a line may be capable of.
SPEECH = "speech"      # prompts are heard
DIGITS = "digits"      # the customer types digits
TEXT = "text"          # prompts are read, the customer writes
BUTTONS = "buttons"    # options are shown to be pressed
MUSIC = "music"        # something fills the wait
TRANSFER = "transfer"  # the customer can be connected with an outside number
MESSAGES = "messages"    # the customer can leave a voice message
RECORDING = "recording"
HEARING = "hearing"    # what the customer says may be understood: a line has it where its installation has a recogniser

# One line per channel: what a flow for it may use, known before any conversation (publication checks it).
CAPABILITIES: dict[str, frozenset[str]] = {
    "voice": frozenset({SPEECH, DIGITS, MUSIC, TRANSFER, MESSAGES, RECORDING}),
    "chat": frozenset({TEXT, BUTTONS}),
}

CHOSEN, SILENCE, WRONG = "chosen", "silence", "wrong"
COLLECTED, TOO_SHORT = "collected", "too_short"
TRANSFER_OUTCOMES = ("answered", "busy", "no_answer", "failed", "refused")


class CustomerGone(Exception):
    """Raised by any method of a line once the customer has left; the run ends, nothing more is said."""


class Prompt(msgspec.Struct, frozen=True):
    """One thing to say. `kind` and its `value`:

    recording  id of a blob (wav); `text` holds its words, for lines that are read
    taken      the `key` of the last message taken on this line: what was said there, said back and kept nowhere
    text       the words themselves: read, or spoken by a synthesiser
    number     a decimal integer, said as a number
    digits     said one by one
    date       2026-10-25        time  14:05 (24 hours)
    """

    kind: str
    value: str
    text: str = ""


class Option(msgspec.Struct, frozen=True):
    """One answer of a menu. `key`: the digit to press (also accepted when written); `label`: what a button shows.
    `spoken`: phrases that choose it too, on lines that understand speech."""

    key: str
    label: str = ""
    spoken: tuple[str, ...] = ()


class Choice(msgspec.Struct, frozen=True):
    """`option` is None unless `reason` is chosen; the others: silence, wrong (something else was typed)."""

    option: Option | None
    reason: str


class Collected(msgspec.Struct, frozen=True):
    """`reason`: collected, silence, too_short, wrong (does not fit the kind). `value` is '' unless collected.

    A secret value is in memory only: its repr does not show it.
    """

    value: str
    reason: str

    def __repr__(self) -> str:
        return f"Collected(reason={self.reason!r})"


class Taken(msgspec.Struct, frozen=True):
    """A voice message: a wav of one channel, b'' where nothing was said. `peaks`: of the drawn wave, 0-255."""

    wav: bytes
    seconds: float
    peaks: bytes


class Line(Protocol):
    """The customer's side of one conversation. One run owns it; its methods are called one at a time.

    Every method may raise CustomerGone. Any method but those of the wait ends the wait (music stops first).
    """

    channel: str
    conversation: ConversationId
    capabilities: frozenset[str]
    language: str
    """The tag of what the customer asked for ('' unknown): a flow begins in the nearest of its own."""
    cursor: str
    """How far what the customer wrote has been taken ('' where nothing is written). The runner keeps it with the
    run's row after each step and sets it before `resume`, so that after a restart no message is taken twice or lost."""

    async def say(self, prompts: Sequence[Prompt], *, language: str, interruptible: bool) -> str:
        """Return when all is said, or as soon as a digit is typed over it: the digits typed ('' none)."""

    async def choose(
        self, prompts: Sequence[Prompt], options: Sequence[Option], *, language: str, seconds: float, typed: str = ""
    ) -> Choice:
        """Say `prompts` (digits barge in), then wait `seconds` for one of `options`. `typed`: digits typed already.

        Keys may have several digits: the longest that can still be reached is waited for, two seconds between digits.
        One attempt only: repeating is the step's business. On a line with buttons the options are shown with it.
        """

    async def collect(
        self, prompts: Sequence[Prompt], *, language: str, kind: str, length_min: int, length_max: int,
        end_key: str, seconds: float, secret: bool, typed: str = "", spoken: bool = False,
    ) -> Collected:
        """One attempt to take `kind`: digits or text, `length_min`..`length_max` long.

        Digits end at `end_key` ('' none), at `length_max`, or `seconds` after the last digit. `secret`: the line keeps
        the value out of every row, log, trace and recording (it mutes the recording; a chat masks what was written).
        `spoken`: what is said counts too, on lines that understand it; never of a secret.
        """

    async def wait_begin(self, *, music: str, language: str) -> None:
        """Music until somebody takes over or another method is called; idempotent. `music`: a name, '' the default."""

    async def wait_say(self, prompts: Sequence[Prompt], *, language: str) -> None:
        """A message within the wait, music afterwards. Cancelled when somebody takes over: it falls silent at once."""

    async def wait_key(self) -> str:
        """The next digit typed within the wait; asked only of lines with digits, beside `wait_say`."""

    async def transfer(self, number: str, *, seconds: float) -> str:
        """Connect with an outside number; returns when it is settled: one of TRANSFER_OUTCOMES.

        After `answered` the line belongs to the two who talk: CustomerGone follows at the end of their talk.
        """

    async def allow_recording(self, allowed: bool) -> None:
        """The customer was told and did not refuse (True), or refused (False)."""

    async def take_message(self, key: str, *, seconds_max: int, silence_seconds: int) -> Taken | None:
        """A tone, then what she says, until silence, # or her hanging up (no CustomerGone then: it is a message too).

        `key`: the same when the step is entered again. None where it could not be written.
        """

    async def hang_up(self, reason: str) -> None:
        """End the conversation for the customer (a chat says that it is closed). Idempotent."""


class Heard(msgspec.Struct, frozen=True):
    """What a recogniser understood. `final`: of a whole utterance; else what it takes it for until now."""

    text: str
    final: bool


class Recogniser(Protocol):
    """Speech to text, while it is spoken."""

    languages: frozenset[str]

    def understands(self, language: str) -> bool:
        """Whether it has an ear for this tag, or for a shorter one of its prefixes."""

    def listen(
        self, sound: AsyncIterator[bytes], *, language: str, phrases: Sequence[str] = ()
    ) -> AsyncIterator[Heard]:
        """Texts as they are understood, until the sound ends. `sound`: samples, 8,000 Hz, 16 bits, one channel.
        `phrases`: what is likely said; nothing else need be understood."""


class Speech(Protocol):
    """Text to speech, given by whoever has a synthesiser."""

    languages: frozenset[str]
    """Tags it has a voice for; a prompt in `fr-MA` is spoken by the voice of `fr` where none is nearer."""

    async def speak(self, text: str, *, language: str) -> bytes:
        """A wav file, 8,000 Hz, 16 bits, one channel."""


def words(prompts: Sequence[Prompt]) -> str:
    """The prompts as one text, for lines that are read."""
    read = (p.text or ("" if p.kind in ("recording", "taken") else p.value) for p in prompts)
    return " ".join(part for part in read if part)
