"""Watching what becomes of a conversation's work items, from the partition's own facts."""
from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from palabre.foundations.facts import Fact
from palabre.foundations.ids import ConversationId, WorkItemId
from palabre.plumbing.partition.follower import Follower
from palabre.routing.facts import WorkItemEnded

WAITING, TALKING, ENDED, GONE = "waiting", "talking", "ended", "gone"


class Seen(msgspec.Struct, frozen=True):
    """`state`: waiting (or being offered), talking, ended, gone (the customer).

    `item`: the newest work item. `reason`: why the last one ended, '' when that was not seen.
    """

    state: str
    item: WorkItemId | None = None
    reason: str = ""


Ears = dict[ConversationId, list[Callable[[Fact], None]]]
_EARS: WeakKeyDictionary[Follower, Ears] = WeakKeyDictionary()


def _ears_of(follower: Follower) -> Ears:
    """One listener per follower, however many wait: a fact reaches its own conversation's watches only."""
    if follower not in _EARS:
        ears: Ears = {}

        def hear(number: int, fact: Fact) -> None:
            for tell in ears.get(getattr(fact, "conversation", ""), ()):
                tell(fact)

        follower.subscribe(hear)
        _EARS[follower] = ears
    return _EARS[follower]


class Watch:
    """Use as a context: from its beginning on no change is missed."""

    def __init__(self, follower: Follower, conversation: ConversationId) -> None:
        self._follower, self._conversation = follower, conversation
        self._changed = asyncio.Event()
        self._reason = ""

    def __enter__(self) -> Watch:
        _ears_of(self._follower).setdefault(self._conversation, []).append(self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        ears = _EARS[self._follower]
        ears[self._conversation].remove(self._hear)
        if not ears[self._conversation]:
            del ears[self._conversation]

    def _hear(self, fact: Fact) -> None:
        if isinstance(fact, WorkItemEnded):
            self._reason = fact.reason
        self._changed.set()

    def wake(self) -> None:
        """Something else than a fact is to be looked at: whoever waits for the next change goes on."""
        self._changed.set()

    def look(self) -> Seen:
        """The present, whatever was missed before."""
        world = self._follower.world
        alive = world["conversations"].conversations.get(self._conversation)
        if alive is None or not alive.present:
            return Seen(GONE, None, self._reason)
        items = world["routing"].conversations.get(self._conversation, ())
        for state, names in ((TALKING, ("talking",)), (WAITING, ("waiting", "offered"))):
            if found := [item for item in items if item.state in names]:
                return Seen(state, max(found, key=lambda item: item.number).id, self._reason)
        handled = any(item.state == "wrap_up" for item in items)
        return Seen(ENDED, None, "handled" if handled else self._reason)

    async def next(self, seconds: float | None, beside: Coroutine[Any, Any, Any] | None = None) -> bool:
        """Wait for a change, `seconds` at most; False when none came. `beside` is done first, and cut by a change."""
        work = asyncio.ensure_future(beside) if beside else None
        change = asyncio.ensure_future(self._changed.wait())
        try:
            if work:
                await asyncio.wait({work, change}, return_when=asyncio.FIRST_COMPLETED)
            if work and work.done():
                work.result()
            await asyncio.wait({change}, timeout=0 if work and not change.done() else seconds)
            came = change.done()
        finally:
            await _cancel(work, change)
        self._changed.clear()
        return came


async def _cancel(*tasks: asyncio.Future | None) -> None:
    left = [task for task in tasks if task is not None and not task.done()]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
