"""How long somebody will wait, learnt from how long those before waited; a fold of the same facts as routing itself.

The wait of somebody with `ahead` others before her is a multiple of one *turn* (handling time over advisors at work).
That multiple is learnt per queue and number ahead as a running median, which the mean absolute error wants; it starts
from what exponential handling times would give. Beside each estimate the naive one (ahead x turn) is judged by the same
waits: a number is worth announcing only where ours errs by a fifth less, over enough of them.
"""
from __future__ import annotations

from typing import Any

import msgspec

from palabre.foundations.clock import Instant
from palabre.foundations.decision import Room, World
from palabre.foundations.ids import QueueId, WorkItemId
from palabre.routing import facts
from palabre.routing.model.state import Item, State

GAIN_MIN = 0.2          # of the naive error: below it no number is said
JUDGED_MIN = 100        # waits before anything is said
MEMORY = 0.005          # weight of the newest wait in errors: the last few hundred count
STEP = 0.02             # of the running median
HANDLE_MEMORY = 0.02
HANDLE_MS = 180_000.0   # until the first are known
COUNTED_MS = 1_000      # between two countings of a queue's advisors at work


class Place(msgspec.Struct, array_like=True):
    """So many ahead: the learnt multiple of a turn, mean absolute errors in ms of ours and of the naive one."""

    turns: float
    n: int = 0
    ours: float = 0.0
    naive: float = 0.0

    def learn(self, waited: float, turn: float, ahead: int) -> None:
        memory = max(MEMORY, 1 / (self.n + 1))
        self.ours += memory * (abs(waited - self.turns * turn) - self.ours)
        self.naive += memory * (abs(waited - ahead * turn) - self.naive)
        self.n += 1
        step = max(STEP, 1 / (self.n + 5)) * max(0.3, self.turns)
        self.turns = max(0.0, self.turns + (step if waited > self.turns * turn else -step))

    def may_be_said(self) -> bool:
        return self.n >= JUDGED_MIN and self.ours <= (1 - GAIN_MIN) * self.naive


class Waiting(msgspec.Struct, array_like=True):
    queue: QueueId
    since: Instant
    ahead: int
    turn: float


class Pace(msgspec.Struct, array_like=True):
    """Of one queue. `handle_ms`: running mean of talk and wrap-up. `advisors`: at work for it, counted at `counted`."""

    handle_ms: float = HANDLE_MS
    handled: int = 0
    places: dict[int, Place] = {}
    advisors: int = 0
    counted: Instant = 0

    def place(self, ahead: int) -> Place:
        """What is known of so many ahead, or what is assumed: the median of one turn more; some give up before."""
        return self.places.get(bucket_of(ahead)) or Place(turns=0.75 * (ahead + 0.68))

    def learn(self, waited: float, waiting: Waiting) -> None:
        place = self.places.setdefault(bucket_of(waiting.ahead), self.place(waiting.ahead))
        place.learn(waited, waiting.turn, waiting.ahead)

    def hear(self, handled_ms: float) -> None:
        self.handled += 1
        self.handle_ms += max(HANDLE_MEMORY, 1 / self.handled) * (handled_ms - self.handle_ms)


class Waits:
    """State of the room. It reads routing's state of the same world, which the same fact has just changed."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.paces: dict[QueueId, Pace] = {}
        self.waiting: dict[WorkItemId, Waiting] = {}
        self.handling: dict[WorkItemId, tuple[QueueId, Instant]] = {}

    def pace(self, queue: QueueId) -> Pace:
        return self.paces.get(queue) or self.paces.setdefault(queue, Pace())


class Estimate(msgspec.Struct):
    """Milliseconds still to wait. `said`: whether it has proved good enough to be told to anybody."""

    ms: int
    naive_ms: int
    said: bool


def bucket_of(ahead: int) -> int:
    """Numbers ahead that are learnt together: each to five, then ever wider."""
    if ahead <= 5:
        return ahead
    if ahead < 20:
        return 6 + (ahead - 6) // 3
    return 11 + min(10, ahead.bit_length())


def estimate(world: World, item: Item, now: Instant) -> Estimate | None:
    """For one who waits now, by how many are before her now. None where nobody who could take her is at work."""
    routing, waits = world["routing"], world["waits"]
    pace = waits.paces.get(item.queue) or Pace()
    if item.place is None or not (advisors := _advisors(routing, item)):
        return None
    turn, ahead = pace.handle_ms / advisors, _ahead(routing, item)
    place = pace.place(ahead)
    return Estimate(round(place.turns * turn), round(ahead * turn), place.may_be_said())


def _advisors(routing: State, item: Item) -> int:
    """At work for it, busy or not."""
    able = item.place.able & routing.serving
    advisors = 0
    while able:
        low = able & -able
        able ^= low
        advisors += routing.profiles[low.bit_length() - 1].serving
    return advisors


def _ahead(routing: State, item: Item) -> int:
    """Who waits for the same advisors and is before her: her queue's in their order, the others' by their arrival."""
    mask, ahead, mine = routing.nonempty, 0, item.place
    while mask:
        low = mask & -mask
        mask ^= low
        place = routing.by_bit[low.bit_length() - 1]
        if place.able & mine.able:
            ahead += place.live if place is not mine else 0
    return ahead + sum(1 for i in routing.lines[item.queue].values() if i.place is mine and i.key < item.key)


def _queued(waits: Waits, fact: facts.WorkItemQueued, number: int) -> None:
    if fact.interrupted or fact.reserve_seconds or fact.preferred_until:  # without its customer, or for one alone
        return
    routing, pace = waits.world["routing"], waits.pace(fact.queue)
    item = routing.items[fact.item]
    if not pace.counted <= fact.at < pace.counted + COUNTED_MS:
        pace.advisors, pace.counted = _advisors(routing, item), fact.at
    if pace.advisors:
        turn = pace.handle_ms / pace.advisors
        waits.waiting[fact.item] = Waiting(fact.queue, fact.at, _live(routing, item) - 1, turn)


def _live(routing: State, item: Item) -> int:
    """How many wait for the same advisors, herself among them."""
    if routing.nonempty == item.place.bit:
        return item.place.live
    able, mask, live = item.place.able & routing.peopled, routing.nonempty, 0  # profiles nobody has are not for ever
    while mask:
        low = mask & -mask
        mask ^= low
        place = routing.by_bit[low.bit_length() - 1]
        if place.able & able:
            live += place.live
    return live


def _offered(waits: Waits, fact: facts.OfferMade, number: int) -> None:
    """Who is offered at once has not waited, and teaches nothing about waiting."""
    waiting = waits.waiting.get(fact.item)
    if waiting and waiting.since == fact.at:
        del waits.waiting[fact.item]


def _ended_offer(waits: Waits, fact: facts.OfferEnded, number: int) -> None:
    if fact.end != "accepted":
        return
    queue = waits.world["routing"].items[fact.item].queue
    waits.handling[fact.item] = queue, fact.at
    if waited := waits.waiting.pop(fact.item, None):
        waits.pace(queue).learn(fact.at - waited.since, waited)


def _handled(waits: Waits, fact: Any, number: int) -> None:
    """The advisor is through with it: at the end of the wrap-up where there is one."""
    waits.waiting.pop(fact.item, None)
    if fact.item not in waits.world["routing"].items and (begun := waits.handling.pop(fact.item, None)):
        waits.pace(begun[0]).hear(fact.at - begun[1])


def _published(waits: Waits, fact: facts.RoutingRulesPublished, number: int) -> None:
    known = {rules.queue for rules in fact.queues}
    for queue in [q for q in waits.paces if q not in known]:
        del waits.paces[queue]


def _dump(waits: Waits) -> dict[str, Any]:
    return msgspec.to_builtins(
        {"paces": waits.paces, "waiting": waits.waiting, "handling": waits.handling}, str_keys=True)


class _Dumped(msgspec.Struct):
    paces: dict[str, Pace]
    waiting: dict[str, Waiting]
    handling: dict[str, tuple[str, int]]


def _load(world: World, data: dict[str, Any]) -> Waits:
    waits = Waits(world)
    found = msgspec.convert(data, _Dumped, strict=False)
    waits.paces, waits.waiting, waits.handling = found.paces, found.waiting, found.handling
    return waits


ROOM = Room(
    name="waits",
    new_state=Waits,
    evolve={
        facts.RoutingRulesPublished: _published,
        facts.WorkItemQueued: _queued,
        facts.OfferMade: _offered,
        facts.OfferEnded: _ended_offer,
        facts.WorkItemEnded: _handled,
        facts.WorkItemInterrupted: _handled,
        facts.WrapUpEnded: _handled,
    },
    dump=_dump,
    load=_load,
    learns=True,
)
