"""Every explanation is checked by what would have happened: remove the blocker it names, and the offer is made."""
from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from palabre.foundations.decision import World, decide, receive, tick
from palabre.foundations.problems import Problem
from palabre.routing import commands, facts
from palabre.routing.model.blockers import blockers
from palabre.routing.model.explain import why_her, why_not, why_waiting
from palabre.routing.model.matching import pressing
from palabre.simulation.model.days.day import Day

EVERY_BATCHES, PEOPLE_MAX = 60, 4
LOAD = {"offer", "talking", "wrap_up"}
ENDED_TOGETHER = {"status", "presence", "unconfirmed", "not_shown"}  # a sign-in ends several
ABLE = tuple((name, 10) for name in ("fr", "mobile", "chat", "ar"))
ROOMY = tuple(facts.Capacity(channel, 3) for channel in ("voice", "chat", "email"))


def copy(world: World) -> World:
    other = World(world.rooms, world.partition, world.tenant)
    other.load(msgspec.msgpack.decode(msgspec.msgpack.encode(world.dump())))
    return other


class Elsewhere:
    """A day that goes on otherwise than it did: a copy of the world in which one thing is changed."""

    def __init__(self, world: World, now: int) -> None:
        self.world, self.now, self.made = copy(world), now, []

    def ask(self, command) -> None:
        try:
            self.made += decide(self.world, command, self.now)[1]
        except Problem as problem:
            self.made.append(problem)

    def until(self, instant: int) -> None:
        """Time passes; every desk shows what it is offered."""
        self.show()
        while (due := self.world.deadline()) is not None and due <= instant:
            self.now = max(self.now, due)
            self.made += tick(self.world, self.now)
            self.show()

    def show(self) -> None:
        for offer in [o for o in self.world["routing"].offers.values() if not o.shown]:
            self.ask(commands.ShowOffer(offer.id, offer.advisor))

    def remove(self, advisor: str, item: str, blocker) -> None:
        """What the blocker names is no more."""
        code, her = blocker.code, self.world["routing"].advisors[advisor]
        if code in ("later_ring", "declined", "preferred", "hours", "withheld"):
            self.until(blocker.until)
        elif code == "signed_out":
            self.ask(commands.SignIn(advisor))
            self.ask(commands.ChangeStatus(advisor, "available"))
            self.ask(commands.RegainPresence(advisor))
        elif code in ("status", "unconfirmed"):
            self.ask(commands.ChangeStatus(advisor, "available"))
        elif code in ("presence", "not_shown"):
            self.ask(commands.RegainPresence(advisor))
        elif code == "talking":
            self.ask(commands.FinishWorkItem(blocker.detail, advisor))
            if blocker.detail in her.wrap_ups:
                self.ask(commands.EndWrapUp(blocker.detail, advisor))
        elif code == "wrap_up":
            self.ask(commands.EndWrapUp(blocker.detail, advisor))
        elif code in ("offer", "reservation"):
            self.ask(commands.CancelWorkItem(blocker.detail))
        elif code in ("not_able", "capacity"):
            told = facts.AdvisorConfigured(0, advisor, ABLE, her.site, her.partner, ROOMY)
            self.made += receive(self.world, [told], self.now)
        else:
            raise AssertionError(f"nobody knows how to remove {code}")

    def offered(self) -> list[facts.OfferMade]:
        return [f for f in self.made if isinstance(f, facts.OfferMade)]


class Watched(Day):
    """Looks at the world between some batches. `seen`: codes that were removed, and how often the offer followed."""

    def __init__(self, seed: int, **more) -> None:
        self.batches, self.seen, self.wrong = 0, Counter(), []
        super().__init__(seed, **more)

    def heard(self, made, number, cause) -> None:
        super().heard(made, number, cause)
        self.batches += 1
        if self.batches % EVERY_BATCHES == 0:
            self.look_at_all()

    def look_at_all(self) -> None:
        state = self.owner.world["routing"]
        for item in [i for line in state.lines.values() for i in line.values() if i.state == "waiting" and i.place]:
            told = why_waiting(state, item, self.now)
            alone = [p for p in told.people if len(p.blockers) == 1]
            several = [p for p in told.people if len(p.blockers) > 1]
            if any(not p.blockers for p in told.people):
                self.wrong.append(("nothing keeps her", item.id, told))
            for person in alone[:PEOPLE_MAX]:
                self.without(item, person.advisor, person.blockers[0])
            for person in several[:2]:
                self.still_kept(item, person)

    def without(self, item, advisor: str, blocker) -> None:
        there = Elsewhere(self.owner.world, self.now)
        before = pressing(item, self.now)
        there.remove(advisor, item.id, blocker)
        known, her = there.world["routing"].items.get(item.id), there.world["routing"].advisors.get(advisor)
        self.seen[blocker.code] += 1
        hers = [o for o in there.offered() if o.advisor == advisor]
        gone = known is None or known.state != "waiting"          # it rings, at hers or where it was due rather
        first = [o for o in hers if o.item == item.id or (
            (i := there.world["routing"].items.get(o.item)) is None or i.place is None or there.now != self.now
            or pressing_of(self.owner.world, o.item, self.now) >= before)]
        left = [] if gone else [b.code for b in blockers(there.world["routing"], her, known, there.now)]
        if blocker.code == "withheld" and blocker.code in left:
            return  # looked at again, she is still too occupied
        if there.now != self.now and left and blocker.code not in left:
            return  # time had to pass, and something else keeps her by now: a missed offer
        if not gone and not first and not (her and her.reserved):
            self.wrong.append((blocker, item.id, advisor, blockers(there.world["routing"], her, known, there.now)))

    def still_kept(self, item, person) -> None:
        """One of several removed is not enough."""
        there = Elsewhere(self.owner.world, self.now)
        there.remove(person.advisor, item.id, person.blockers[0])
        left = {b.code for b in person.blockers[1:]} - ENDED_TOGETHER
        if person.blockers[0].code in LOAD:
            return  # with a talk's end a reservation may end, or the room be enough
        if person.blockers[0].code in ("capacity", "not_able"):
            left -= LOAD  # given more room, she has it beside what she does
        if there.now == self.now and left and any(
                o.advisor == person.advisor and o.item == item.id for o in there.offered()):
            self.wrong.append(("offered all the same", item.id, person))


def pressing_of(world: World, item: str, now: int):
    return pressing(world["routing"].items[item], now)


@pytest.mark.parametrize("seed", range(3))
def test_remove_the_named_blocker_and_the_offer_is_made(seed):
    day = Watched(seed, minutes=12, deaths=0)
    day.run()
    assert not day.wrong, (seed, len(day.wrong), day.wrong[:2])
    assert sum(day.seen.values()) > 20, day.seen


class Chosen(Day):
    """Asks why her at each offer, by the world as it was just before."""

    def __init__(self, seed: int, **more) -> None:
        self.decided, self.wrong = Counter(), []
        super().__init__(seed, **more)

    def heard(self, made, number, cause) -> None:
        super().heard(made, number, cause)
        if any(isinstance(f, facts.OfferMade) for f in made) and number % 2 == 0:
            self.before(made, number)

    def before(self, made, number) -> None:
        """The journal folded anew, up to each offer of this batch."""
        world = World(self.owner.world.rooms, self.owner.world.partition)
        world.load(self.folded)
        for fact in made:
            if isinstance(fact, facts.OfferMade):
                self.check(world, fact)
            world.apply(fact)

    def check(self, world: World, offer: facts.OfferMade) -> None:
        told = why_her(world["routing"], offer.offer, offer.item, offer.advisor, offer.at)
        self.decided[told.decided_by] += 1
        self.decided[told.urgency] += 1
        if told.chosen.advisor != offer.advisor or (told.runner_up and told.runner_up.key() < told.chosen.key()):
            self.wrong.append((offer, told))
        if told.runner_up is not None:
            other = why_not(world["routing"], offer.item, told.runner_up.advisor, offer.advisor, offer.at)
            if other.blockers or other.decided_by != told.decided_by:
                self.wrong.append((offer, told, other))


@pytest.mark.parametrize("seed", range(2))
def test_why_her_names_what_put_her_first(seed):
    day = Chosen(seed, minutes=12, deaths=0)
    keep_before(day)
    day.run()
    assert not day.wrong, day.wrong[:2]
    assert day.decided["only"] and sum(day.decided.values()) > 30, day.decided


def keep_before(day: Chosen) -> None:
    """The world before each decision, kept by the owner's own entrances."""
    for name in ("ask", "tick", "receive"):
        if (entrance := getattr(day.owner, name, None)) is not None:
            setattr(day.owner, name, kept(day, entrance))


def kept(day: Chosen, entrance):
    def enter(*given, **named):
        day.folded = msgspec.msgpack.decode(msgspec.msgpack.encode(day.owner.world.dump()))
        return entrance(*given, **named)

    return enter
