"""What is asked for an advisor's presence, instant by instant."""

from __future__ import annotations

import pytest

from palabre.channels.voice.model.room import ROOM as VOICE
from palabre.channels.voice.model.state import Call, Leg
from palabre.desk.model.presence import GONE_SECONDS, UNSHOWN_MAX, Seen, wanted
from palabre.foundations.decision import World
from palabre.foundations.ids import AdvisorId, ConversationId
from palabre.routing.commands import LosePresence, RegainPresence, SignIn, SignOut
from palabre.routing.model.state import Advisor

ME = AdvisorId("someone")
CALL = ConversationId("a-call")


def world(leg: str = "") -> World:
    """A partition where her telephone is up, lost, or (empty) not in use."""
    made = World([VOICE])
    if leg:
        made["voice"].calls[CALL] = Call("line", "node", legs={ME: Leg(leg)})
    return made


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
    asked = wanted(ME, seen, advisor(**state), now, world())
    assert (type(asked) if asked else None) is command


def test_a_lost_desk_is_signed_out_as_lost() -> None:
    asked = wanted(ME, Seen(heard=0, gone=0), advisor(present=False), GONE_SECONDS + 1, world())
    assert asked == SignOut(ME, "lost")


@pytest.mark.parametrize(("leg", "talks_on"), [("up", True), ("lost", False), ("connecting", False), ("", False)])
def test_a_silent_page_does_not_cut_a_talk_that_her_telephone_carries(leg: str, talks_on: bool) -> None:
    assert wanted(ME, Seen(heard=100, gone=100), advisor(), 113, world(leg)) == LosePresence(ME, talks_on, 13_000)
    signed_out = wanted(ME, Seen(heard=0, gone=0), advisor(present=False), GONE_SECONDS + 1, world(leg))
    assert signed_out == (None if talks_on else SignOut(ME, "lost"))
