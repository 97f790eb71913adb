"""A call to one of ours who speaks a prompt: what is asked, where it stands."""

from __future__ import annotations

import msgspec

CALLING, SPEAKING, HEARING, SPOKEN, KEPT, ENDED = "calling", "speaking", "hearing", "spoken", "kept", "ended"


class TakeAsked(msgspec.Struct, frozen=True):
    """`id`: of the call, chosen by who asks. `number`: called, by the dial plan. `name`, `language`: of the prompt."""

    id: str
    person: str
    number: str
    name: str
    language: str
    seconds_max: int = 120


class TakeDone(msgspec.Struct, frozen=True):
    """`do`: look, sound (from `offset` on), keep, discard."""

    id: str
    person: str
    do: str
    offset: int = 0


class Take(msgspec.Struct):
    """`state`: calling, speaking, hearing (said back on the telephone, kept there by a key), spoken (she put down: kept
    or discarded on the screen), kept, ended. `why` it ended: busy, no_answer, failed, a problem's code, too_long, or
    discarded, hung_up (while it was said back), forgotten (nobody decided in time), silent (nothing was said),
    not_recorded, lost (the telephone part began anew). `seconds` spoken."""

    state: str = CALLING
    why: str = ""
    seconds: float = 0.0
