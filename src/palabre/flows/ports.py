"""What a higher room may keep for flows: the place of one who was to be called back; announcements to be said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec

from palabre.channels.ports import Prompt
from palabre.foundations.clock import Instant
from palabre.foundations.ids import ConversationId, QueueId
from palabre.foundations.scope import Scope
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services

PlaceOf = Callable[[Services, Scope, ConversationId, QueueId], Awaitable[int]]

_place_of: list[PlaceOf] = []


def keep_places(function: PlaceOf) -> None:
    """`function(services, scope, conversation, queue)`: since when (ms) this customer's place is kept in the queue; 0:
    nowhere. It must answer the same when asked again for the same conversation. The last one given counts."""
    _place_of[:] = [function]


async def kept_place(services: Services, scope: Scope, conversation: ConversationId, queue: QueueId) -> int:
    return await _place_of[0](services, scope, conversation, queue) if _place_of else 0


class Announced(msgspec.Struct, frozen=True):
    """What is said to everybody who comes by now, oldest first. `ids`: of the announcements, each with its prompt and
    the instant it was made. `hangs_up`: nobody is taken further."""

    ids: tuple[str, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    begins: tuple[Instant, ...] = ()
    hangs_up: bool = False


AnnouncedAt = Callable[[Transaction, str, str, list[str]], Awaitable[Announced]]

_announced_at: list[AnnouncedAt] = []


def announce_by(function: AnnouncedAt) -> None:
    """`function(tx, target, subject, languages)`: target `entry` (subject: the number or widget called) or `queue`
    (its id); languages in order of preference. The last one given counts."""
    _announced_at[:] = [function]


async def announced(tx: Transaction, target: str, subject: str, languages: list[str]) -> Announced:
    return await _announced_at[0](tx, target, subject, languages) if _announced_at else Announced()
