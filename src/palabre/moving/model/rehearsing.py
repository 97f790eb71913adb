"""What is wrong with a robot's call, of what it heard and what its run came by; pure."""

from __future__ import annotations

import msgspec

from palabre.channels.voice.model.robots import Heard
from palabre.flows.model.ways import Outcome

SOUND_MS_MIN = 80           # less is a click
SILENCE_MS_MAX = 10_000     # in the midst of a call, nothing being asked
CALLS, FLOWS = "calls", "flows"


class Asked(msgspec.Struct, frozen=True):
    """`expects`: '' anywhere that the flow leads by itself, else kind or kind:id of the step where it must end."""

    kind: str
    keys: str = ""
    expects: str = ""


def problems(asked: Asked, heard: Heard | None, outcome: Outcome) -> list[str]:
    """Codes, the gravest first: interrupted, not_answered, nothing_heard, flow_failed, too_long, other_end, keys_left,
    long_silence."""
    if heard is None or heard.ended == "broken":
        return ["interrupted"]
    if heard.ended == "refused" or outcome.state == "none":
        return ["not_answered"]
    found = {
        "nothing_heard": sound_ms(heard) < SOUND_MS_MIN,
        "flow_failed": outcome.reason == "failed",
        "too_long": heard.ended == "too_long",
        "other_end": asked.kind == FLOWS and bool(asked.expects) and not _met(asked.expects, outcome.came_to),
        "keys_left": asked.kind == FLOWS and heard.ended == "far" and len(heard.pressed) < len(asked.keys),
        "long_silence": longest_silence_ms(heard) > SILENCE_MS_MAX,
    }
    return [code for code, so in found.items() if so]


def sound_ms(heard: Heard) -> int:
    return sum(max(0, end - begin) for begin, end in heard.sounds)


def first_sound_ms(heard: Heard) -> int | None:
    return heard.sounds[0][0] if heard.sounds else None


def longest_silence_ms(heard: Heard) -> int:
    """From the answer to the end."""
    edges = [0, *(t for pair in heard.sounds for t in pair), heard.talked_ms]
    return max((edges[n + 1] - edges[n] for n in range(0, len(edges), 2)), default=0)


def _met(expects: str, came_to: str) -> bool:
    return came_to == expects or came_to.split(":")[0] == expects
