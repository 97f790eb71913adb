"""What is asked for an advisor's presence, instant by instant."""

from __future__ import annotations

import pytest

from palabre.desk.model.presence import GONE_SECONDS, UNSHOWN_MAX, Seen, wanted
from palabre.foundations.ids import AdvisorId
from palabre.routing.commands import LosePresence, RegainPresence, SignIn, SignOut
from palabre.routing.model.state import Advisor

ME = AdvisorId("someone")


def advisor(**state: object) -> Advisor:
    return Advisor(ME, **{"signed_in": True, "present": True, **state})


@pytest.mark.parametrize(
    ("seen", "state", "now", "command"),
    [
        (Seen(heard=100, sockets=1), {}, 112, None),
        (Seen(heard=100, sockets=1), {}, 112.1, LosePresence),
        (Seen(heard=100, sockets=1), {"present": False}, 113, None),
        (Seen(heard=112, sockets=1), {"present": False}, 113, RegainPresence),
        (Seen(heard=112, sockets=1), {"signed_in": False, "present": False}, 113, SignIn),
        (Seen(heard=100, sockets=1), {"signed_in": False}, 113, None),
        (Seen(heard=112, sockets=1, left=True), {"signed_in": False}, 113, None),
        (Seen(heard=100, sockets=0, gone=100), {}, 111, None),  # a reload
        (Seen(heard=100, sockets=0, gone=100), {}, 113, LosePresence),
        (Seen(heard=100, sockets=0, gone=100), {"present": False}, 100 + GONE_SECONDS, None),
        (Seen(heard=100, sockets=0, gone=100), {"present": False}, 101 + GONE_SECONDS, SignOut),
        (Seen(heard=100, sockets=1, ponged=99, withdrawn=100), {"held": True}, 101, None),
        (Seen(heard=101, sockets=1, ponged=101, withdrawn=100), {"held": True}, 101, RegainPresence),
        (Seen(heard=101, sockets=1, ponged=101, withdrawn=100, unshown=UNSHOWN_MAX), {"held": True}, 101, None),
    ],
)
def test_only_changes_are_commands(seen: Seen, state: dict, now: float, command: type | None) -> None:
    asked = wanted(ME, seen, advisor(**state), now)
    assert (type(asked) if asked else None) is command


def test_a_lost_desk_is_signed_out_as_lost() -> None:
    asked = wanted(ME, Seen(heard=0, gone=0), advisor(present=False), GONE_SECONDS + 1)
    assert asked == SignOut(ME, "lost")
