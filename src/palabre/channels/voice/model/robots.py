"""A robot's call to one of our numbers: what it is asked, what it heard."""

from __future__ import annotations

import msgspec


class RobotCall(msgspec.Struct, frozen=True):
    """`id`: of the call, chosen by who asks. `entry`: what it calls: the key of a trial. `keys`: pressed one after the
    other, each when what is said to it has ended. `greeting_only`: it puts down once it has heard something."""

    id: str
    entry: str
    keys: str = ""
    seconds_max: int = 180
    greeting_only: bool = False


class Heard(msgspec.Struct):
    """Milliseconds, of the dialling or (all else) of the answer. `state`: calling, talking, ended.

    `ended`: far (the flow put down), robot (it had heard enough), too_long, refused (`cause`, Q.850), broken.
    `sounds`: begin and end of what was heard. `pressed`: when, which key.
    """

    state: str = "calling"
    answered_ms: int | None = None
    sounds: list[tuple[int, int]] = []
    pressed: list[tuple[int, str]] = []
    talked_ms: int = 0
    ended: str = ""
    cause: int = 0
