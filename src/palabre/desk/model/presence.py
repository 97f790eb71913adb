"""Is she there? What the gateway has heard of her sockets, against what routing believes: only changes are asked.

Seconds are of a clock that never runs back. Proof is the browser's answer to our ping, which it gives in a hidden,
throttled tab too; a timer of the page proves nothing.
"""

from __future__ import annotations

import msgspec

from palabre.foundations.decision import Command, World
from palabre.foundations.ids import AdvisorId
from palabre.foundations.limits import PRESENCE_SECONDS
from palabre.routing.commands import LosePresence, RegainPresence, SignIn, SignOut
from palabre.routing.model.state import Advisor

GONE_SECONDS = 120.0  # all her sockets gone: then she is signed out
UNSHOWN_MAX = 3  # offers in a row that her page did not paint: pings alone are not believed any more


class Seen(msgspec.Struct):
    """What one gateway knows of one advisor.

    heard: last sign of life of any socket, of another gateway's too. elsewhere: when another gateway last named her.
    ponged: last answer to a ping. gone: since when she has no socket.
    withdrawn: since the instant of the last offer not shown. unshown: how many in a row.
    left: she signed out herself; a new socket signs her in again.
    """

    heard: float
    sockets: int = 0
    ponged: float = 0.0
    gone: float = 0.0
    withdrawn: float = 0.0
    unshown: int = 0
    left: bool = False
    elsewhere: float = 0.0


def on_the_phone(world: World, advisor: str) -> bool:
    """Her telephone is joined with a customer, whatever her page does."""
    legs = (call.legs.get(AdvisorId(advisor)) for call in world["voice"].calls.values())
    return any(leg is not None and leg.state == "up" for leg in legs)


def lively(seen: Seen, now: float) -> bool:
    return now - seen.heard <= PRESENCE_SECONDS


def wanted(id: AdvisorId, seen: Seen, advisor: Advisor, now: float, world: World) -> Command | None:
    """The one change to ask for now, if any."""
    lives = lively(seen, now)
    if not advisor.signed_in:
        return SignIn(id) if seen.sockets and lives and not seen.left else None
    if not lives and advisor.present:
        return LosePresence(id, on_the_phone(world, id), round((now - seen.heard) * 1000))
    if not seen.sockets:
        gone = now - max(seen.gone, seen.elsewhere) > GONE_SECONDS and not on_the_phone(world, id)
        return SignOut(id, "lost") if gone else None
    if lives and not advisor.present:
        return RegainPresence(id)
    if advisor.held and seen.ponged > seen.withdrawn and seen.unshown < UNSHOWN_MAX:
        return RegainPresence(id)
    return None
