"""What a higher room may keep for who asks for somebody: the place of one who was to be called back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from palabre.foundations.ids import ConversationId, QueueId
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services

PlaceOf = Callable[[Services, Scope, ConversationId, QueueId], Awaitable[int]]

_place_of: list[PlaceOf] = []


def keep_places(function: PlaceOf) -> None:
    """`function(services, scope, conversation, queue)`: since when (ms) this customer's place is kept in the queue; 0:
    nowhere. It must answer the same when asked again for the same conversation. The last one given counts."""
    _place_of[:] = [function]


async def kept_place(services: Services, scope: Scope, conversation: ConversationId, queue: QueueId) -> int:
    return await _place_of[0](services, scope, conversation, queue) if _place_of else 0
