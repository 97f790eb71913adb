"""Whether a line that should carry a voice carries nothing. No I/O; times are seconds of one clock that only grows.

Two ways to be silent: no packet comes, or packets come and there is not even the noise of a room in them (a microphone
that is closed, a gateway that sends zeros). Whoever has been heard may listen for long before anything is said of her.
"""

from __future__ import annotations

import msgspec

NO_PACKETS, NO_SOUND = "no_packets", "no_sound"
WHYS = (NO_PACKETS, NO_SOUND)
PACKETS_SECONDS = 4.0  # between two looks at the counters
KEPT_OPEN_MAX = 5  # packets between two looks; a voice has fifty a second
FIRST_SECONDS, LATER_SECONDS = 8.0, 30.0  # never heard yet; heard before


class Heard(msgspec.Struct):
    """Of one line in a talk. `since`: it is listened to; `packets`, `packets_at`: counted last, and when more had come
    (-1: not counted yet). `sounding`: something is heard just now; `sound_at`: last, None never. `muted`: by the
    server; `holding`: its own telephone has put us on hold."""

    since: float
    packets: int = -1
    packets_at: float = 0.0
    sounding: bool = False
    sound_at: float | None = None
    muted: bool = False
    holding: bool = False


def count(line: Heard, packets: int, now: float) -> None:
    """As the counter says. A smaller one is another stream; a few are what keeps a silent line open (comfort noise)."""
    if line.packets < 0 or abs(packets - line.packets) > KEPT_OPEN_MAX:
        line.packets_at = now
    line.packets = packets


def sounds(line: Heard, on: bool, now: float) -> None:
    line.sounding, line.sound_at = on, now


def excuse(line: Heard, now: float, *, muted: bool | None = None, holding: bool | None = None) -> None:
    """Silence meanwhile counts for nothing, and its time begins anew. None: as it was."""
    line.muted = line.muted if muted is None else muted
    line.holding = line.holding if holding is None else holding
    line.since = line.packets_at = now
    line.sound_at = None if line.sound_at is None else now


def why(line: Heard, now: float, looked_at: float) -> str:
    """One of WHYS, '' where nothing is wrong. `looked_at`: when the counters were read last."""
    if line.muted or line.holding:
        return ""
    if line.packets >= 0 and looked_at - line.packets_at >= PACKETS_SECONDS:
        return NO_PACKETS
    if line.sounding:
        return ""
    if line.sound_at is None:
        return NO_SOUND if now - line.since >= FIRST_SECONDS else ""
    return NO_SOUND if now - line.sound_at >= LATER_SECONDS else ""
