"""Where rooms that ignore each other are made to agree: a chat's place in the queue, which routing knows."""
from __future__ import annotations

from palabre.foundations.decision import World
from palabre.foundations.ids import ConversationId
from palabre.routing.model.views import position


def place_in_queue(world: World, conversation: ConversationId) -> int | None:
    """From 1; None when it does not wait (or is being offered)."""
    items = [i for i in world["routing"].items.values() if i.conversation == conversation]
    return position(world["routing"], items[-1].id) or None if items else None
