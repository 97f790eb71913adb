"""Where a conversation stands, in the words a customer is told."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from palabre.foundations.decision import World
from palabre.foundations.ids import ConversationId

# (world, conversation) → place in its queue from 1, None when it does not wait. Given by whoever knows routing.
Position = Callable[[World, ConversationId], int | None]


class Standing(msgspec.Struct, frozen=True):
    """`state`: opening, flow, waiting (`position`), talking (`advisor`, an id), over (she may write on), closed."""

    state: str
    position: int | None = None
    advisor: str | None = None


def standing(
    world: World, conversation: ConversationId, position: Position | None, *, closed: bool = False
) -> Standing:
    alive = world["conversations"].conversations.get(conversation)
    if alive is None or not alive.present:
        return Standing("closed" if closed or alive or conversation in world["conversations"].closed else "opening")
    kinds = {s.kind: s.owner for s in alive.segments.values()}
    for kind in ("talk", "hold", "consult"):
        if kind in kinds:
            return Standing("talking", advisor=kinds[kind])
    if "queue" in kinds or "ring" in kinds:
        return Standing("waiting", position=position(world, conversation) if position else None)
    if "flow" in kinds or not kinds:
        return Standing("flow")
    return Standing("over")
