"""A site of 200 advisors vanishes in one second at the peak: its 150 customers are back at the head within 35 seconds,
one alarm and not 200, and whoever comes back takes them up one by one."""

from __future__ import annotations

import random
from collections import Counter

from palabre.channels.voice.model.room import ROOM as VOICE
from palabre.conversations.model import ROOM as CONVERSATIONS
from palabre.desk.model.presence import Seen, wanted
from palabre.desk.model.sites import Sites
from palabre.foundations.decision import World
from palabre.foundations.ids import AdvisorId
from palabre.routing import commands, facts
from palabre.routing.facts import Capacity, WorkItemQueued
from palabre.routing.model.room import ROOM
from palabre.routing.model.views import waiting

from .conftest import START, Floor

HERE, ELSEWHERE, TALKING, WAITING = 200, 100, 150, 40
VANISHED = 600.0
PING_SECONDS = 4.0  # between two answers of a living page


class Peak(Floor):
    """`seen`: what the gateway knows of each desk; it looks once a second and asks what it asks in life."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World([CONVERSATIONS, VOICE, ROOM], partition=7)
        self.publish(self.queue_rules("chats", "chat"))
        self.seen: dict[str, Seen] = {}
        self.sites, self.alarms = Sites(), []
        for n in range(HERE + ELSEWHERE):
            id, site = f"advisor-{n:03}", "town" if n < HERE else "village"
            self.receive(facts.AdvisorConfigured(0, id, (), site, None, (Capacity("chat", 1),)))
            self.do(commands.SignIn(id))
            self.seen[id] = Seen(heard=0.0, sockets=1)

    def sweep(self, until: float, lively) -> None:
        """Second by second; whoever is there paints and accepts what she is offered."""
        while self.seconds < until:
            self.until(min(self.seconds + 1.0, until))
            for id, seen in self.seen.items():
                seen.heard = seen.ponged = lively(id, seen)
                advisor = self.state.advisors[AdvisorId(id)]
                if command := wanted(AdvisorId(id), seen, advisor, self.seconds, self.world):
                    self.do(command)
            for offer in list(self.state.offers.values()):
                if self.seconds - self.seen[offer.advisor].heard < 1.0:
                    self.do(commands.AcceptOffer(offer.id, offer.advisor))
            self.alarms += self.sites.look(self.state.advisors.values())


def test_a_site_of_200_that_vanishes_at_the_peak() -> None:
    chance, floor = random.Random(7), Peak()
    for id in list(floor.seen)[:TALKING] + list(floor.seen)[HERE:]:
        floor.status(id, "available")
    talks = []
    for _ in range(TALKING + ELSEWHERE):
        item = floor.arrive("chats")
        floor.accept(item)
        talks.append(item.id)
    floor.until(VANISHED - 60)
    before = [floor.arrive("chats").id for _ in range(WAITING)]
    heard = {id: VANISHED - chance.uniform(0, PING_SECONDS) for id in floor.seen}
    gone = {id for id in floor.seen if floor.state.advisors[AdvisorId(id)].site == "town"}
    held = [i for i in talks if floor.state.items[i].advisor in gone]
    since = {floor.state.items[i].conversation: floor.state.items[i].since for i in held}
    assert len(gone) == HERE and len(held) == TALKING
    floor.clear()

    floor.until(VANISHED)
    floor.sweep(VANISHED + 35, lambda id, seen: heard[id] if id in gone else floor.seconds)
    again = floor.told(WorkItemQueued)
    assert len(again) == TALKING and {q.conversation: q.since for q in again} == since, "with her original arrival"
    late = max(fact.at for fact in again) / 1000 - START / 1000 - VANISHED
    assert late <= 35.0, late
    line = [item.id for item in waiting(floor.state, "chats")]
    assert {*line[:TALKING]} == {q.item for q in again} and line[TALKING:] == before, "before all who waited, in order"
    assert [(a.site, a.gone) for a in floor.alarms] == [("town", True)], "one alarm, and not two hundred"
    assert floor.alarms[0].silent >= HERE / 2 and floor.alarms[0].signed_in == HERE
    assert Counter(type(f).__name__ for f in floor.facts)["PresenceLost"] == HERE

    # the line is back: browsers try again at most four seconds apart, each at an instant of its own
    back = {id: VANISHED + 120 + chance.uniform(0, 4.0) for id in gone}
    floor.clear()
    floor.sweep(VANISHED + 130, lambda id, seen: floor.seconds if id not in gone or floor.seconds >= back[id]
                else seen.heard)  # fmt: skip
    returned = Counter(round(f.at / 1000) for f in floor.facts if isinstance(f, facts.PresenceRegained))
    assert sum(returned.values()) == HERE and max(returned.values()) < HERE / 2, "spread"
    taken = [f.item for f in floor.facts if isinstance(f, facts.OfferEnded) and f.end == "accepted"]
    assert sorted(taken) == sorted(q.item for q in again), "those who were cut off, each once, before all others"
    assert [a.gone for a in floor.alarms] == [True, False]


def test_few_who_fall_silent_are_no_site() -> None:
    floor = Peak()
    for id in list(floor.seen)[:99]:
        floor.do(commands.LosePresence(AdvisorId(id)))
    assert floor.sites.look(floor.state.advisors.values()) == []
    floor.do(commands.LosePresence(AdvisorId("advisor-150")))
    assert [a.silent for a in floor.sites.look(floor.state.advisors.values())] == [100]
    assert floor.sites.look(floor.state.advisors.values()) == [], "told once"
