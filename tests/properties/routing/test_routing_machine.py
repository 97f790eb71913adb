"""Whatever is asked in whatever order: state = fold, snapshots change nothing, indices agree with primary data."""
from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from palabre.conversations.commands import CloseConversation, CustomerLeaves
from palabre.conversations.facts import ConversationOpened
from palabre.conversations.model import ROOM as CONVERSATIONS
from palabre.foundations.decision import Command, World, codec_of, decide, receive, tick
from palabre.foundations.facts import Fact
from palabre.foundations.problems import Problem
from palabre.routing import commands, facts
from palabre.routing.facts import AdvisorConfigured, Capacity, QueueRules, Requirement, Ring
from palabre.routing.model.room import ROOM
from palabre.routing.model.state import SOUGHT
from palabre.routing.model.views import positions, waiting

ROOMS = (CONVERSATIONS, ROOM)
CODEC = codec_of(ROOMS)
START = 1_700_000_000_000
ADVISORS = ("ana", "bea", "cleo")
LEVELS = st.integers(0, 10)
QUEUES = ("calls", "chats", "mails")


def skill(name: str, level: int = 1) -> Requirement:
    return Requirement("skill", name, level)


def rules(version: int) -> tuple[QueueRules, ...]:
    calls = QueueRules("calls", "voice", (Ring(0.0, skill("fr", 3), ((3, 6), (7, 10))), Ring(10.0, Requirement("all"))),
                       wrap_up_seconds=10.0 * (version % 2), wait_seconds_max=90.0, overflow="late", length_max=4)
    chats = QueueRules("chats", "chat", (Ring(0.0, skill("chat")),), target_seconds=60.0, best_level_first=version > 1)
    mails = QueueRules("mails", "email", (Ring(0.0, Requirement("all")),), target_seconds=600.0, units=50 * version)
    late = QueueRules("late", "voice", (Ring(0.0, skill("fr")),), priority_seconds=30.0)
    return (calls, chats, mails, late) if version < 3 else (calls, mails, late)


def configured(advisor: str, levels: tuple[int, int], chats: int) -> AdvisorConfigured:
    skills = tuple((s, n) for s, n in zip(("chat", "fr"), levels, strict=True) if n)
    capacities = Capacity("chat", chats), Capacity("email", 1), Capacity("voice", 1)
    return AdvisorConfigured(0, advisor, skills, None, None, capacities)


def revived(world: World) -> World:
    copy = World(ROOMS, partition=5)
    copy.load(msgspec.msgpack.decode(msgspec.msgpack.encode(world.dump())))
    return copy


class Machine(RuleBasedStateMachine):
    """Two worlds get the same commands: one lives on, the other is thrown away and loaded again at any moment."""

    @initialize(levels=st.lists(st.tuples(LEVELS, LEVELS), min_size=3, max_size=3))
    def begin(self, levels: list[tuple[int, int]]) -> None:
        self.world, self.other = World(ROOMS, partition=5), World(ROOMS, partition=5)
        self.now, self.n, self.version, self.journal = START, 0, 1, []
        self.tell(facts.RoutingRulesPublished(0, 1, rules(1)))
        for advisor, level in zip(ADVISORS, levels, strict=True):
            self.tell(configured(advisor, level, 2))
            self.ask(commands.SignIn(advisor))

    def keep(self, made: list[Fact], again: list[Fact]) -> None:
        assert made == again
        self.journal += [CODEC.encode_fact(f) for f in made]

    def tell(self, fact: Fact) -> None:
        self.keep(receive(self.world, [fact], self.now), receive(self.other, [fact], self.now))

    def ask(self, command: Command) -> Any:
        answers = []
        for world in (self.world, self.other):
            number = world.number
            try:
                answers.append(decide(world, command, self.now))
            except Problem as problem:
                assert world.number == number, "a refusal changed the world"
                answers.append((problem.code, []))
        assert answers[0][0] == answers[1][0]
        self.keep(answers[0][1], answers[1][1])
        return answers[0][0]

    @property
    def state(self) -> Any:
        return self.world["routing"]

    # -- what may happen

    @rule(queue=st.sampled_from(QUEUES), priority=st.sampled_from((0.0, 5.0, 500.0)))
    def somebody_comes(self, queue: str, priority: float) -> None:
        self.n += 1
        self.tell(ConversationOpened(0, f"c{self.n}", "voice", None, "1234"))
        self.ask(commands.QueueWorkItem(f"c{self.n}", queue, "first", priority, self.now))

    @rule(queue=st.sampled_from(QUEUES), kept=st.sampled_from((0, 40_000)))
    def somebody_is_owed_a_call(self, queue: str, kept: int) -> None:
        self.n += 1
        since = self.now - kept if kept else 0
        self.ask(commands.QueueWorkItem(f"c{self.n}", queue, "callback", reserve_seconds=25.0, since=since))

    @precondition(lambda self: any(a.reserved for a in self.state.advisors.values()))
    @rule(data=st.data(), what=st.sampled_from((commands.ReachCustomer, commands.ReleaseReservation)))
    def reached(self, data: Any, what: type) -> None:
        item = data.draw(st.sampled_from([a.reserved for a in self.state.advisors.values() if a.reserved]))
        if what is commands.ReleaseReservation:
            self.ask(what(item))
        else:
            self.n += 1
            self.tell(ConversationOpened(0, f"c{self.n}", "voice", None, "1234"))
            self.ask(what(item, f"c{self.n}"))

    @rule(advisor=st.sampled_from(ADVISORS), status=st.sampled_from(("available", "available", "pause")))
    def status(self, advisor: str, status: str) -> None:
        self.ask(commands.ChangeStatus(advisor, status))

    @precondition(lambda self: self.state.offers)
    @rule(data=st.data(), what=st.sampled_from((commands.AcceptOffer, commands.ShowOffer, commands.DeclineOffer)))
    def answer(self, data: Any, what: type) -> None:
        offer = self.state.offers[data.draw(st.sampled_from(list(self.state.offers)))]
        self.ask(what(offer.id, offer.advisor))

    @precondition(lambda self: self.state.items)
    @rule(data=st.data(), what=st.sampled_from(tuple("finish interrupt cancel leave close consult end more".split())))
    def item(self, data: Any, what: str) -> None:
        item = self.state.items[data.draw(st.sampled_from(list(self.state.items)))]
        self.ask({
            "finish": commands.FinishWorkItem(item.id, item.advisor or ""),
            "interrupt": commands.InterruptWorkItem(item.id, "leg_failed"),
            "cancel": commands.CancelWorkItem(item.id), "leave": CustomerLeaves(item.conversation, "hung_up"),
            "close": CloseConversation(item.conversation, "cut"),
            "consult": commands.QueueWorkItem(item.conversation, "calls", "consult"),
            "end": commands.EndWrapUp(item.id, item.advisor or ""),
            "more": commands.ExtendWrapUp(item.id, item.advisor or ""),
        }[what])

    @rule(advisor=st.sampled_from(ADVISORS), what=st.sampled_from((commands.LosePresence, commands.RegainPresence)))
    def presence(self, advisor: str, what: type) -> None:
        self.ask(what(advisor))

    @rule(advisor=st.sampled_from(ADVISORS), reason=st.sampled_from(("asked", "lost", None)))
    def desk(self, advisor: str, reason: str | None) -> None:
        self.ask(commands.SignOut(advisor, reason) if reason else commands.SignIn(advisor))

    @rule(advisor=st.sampled_from(ADVISORS), levels=st.tuples(LEVELS, LEVELS), chats=st.integers(0, 3))
    def new_skills(self, advisor: str, levels: tuple[int, int], chats: int) -> None:
        self.tell(configured(advisor, levels, chats))

    @rule(skills=st.lists(st.tuples(st.sampled_from(("chat", "fr")), LEVELS), max_size=2),
          seconds=st.sampled_from((0, 9)))
    def skills_for_a_time(self, skills: list, seconds: int) -> None:
        self.n += 1
        until = self.now + 1000 * seconds if seconds else 0
        self.tell(facts.SkillsChanged(0, f"change-{self.n}", ADVISORS[:2], tuple(skills), until))
        if self.n % 3 == 0:
            self.tell(facts.SkillChangeEnded(0, f"change-{self.n}", "cancelled"))

    @rule(advisor=st.sampled_from(ADVISORS), soon=st.sampled_from((-5, 1, 20)))
    def contact_hours(self, advisor: str, soon: int) -> None:
        turn = self.now + soon * 1000
        told = configured(advisor, (3, 5), 2)
        self.tell(msgspec.structs.replace(told, contact_hours=((turn - 9_000, turn), (turn + 9_000, turn + 30_000))))

    @rule(advisor=st.sampled_from(ADVISORS))
    def removed(self, advisor: str) -> None:
        self.tell(facts.AdvisorRemoved(0, advisor))

    @rule(version=st.integers(1, 3))
    def published(self, version: int) -> None:
        self.tell(facts.RoutingRulesPublished(0, version, rules(version)))

    @rule(seconds=st.sampled_from((0.5, 2.0, 11.0, 31.0, 61.0, 310.0)))
    def time_passes(self, seconds: float) -> None:
        """Late or not: a deadline may come long after its instant."""
        self.now += round(seconds * 1000)
        self.keep(tick(self.world, self.now), tick(self.other, self.now))

    @rule()
    def reload(self) -> None:
        self.other = revived(self.other)

    # -- what always holds

    @invariant()
    def dumps_agree(self) -> None:
        if hasattr(self, "world"):
            assert self.world.dump() == self.other.dump() == revived(self.world).dump()

    @invariant()
    def indices_agree(self) -> None:
        for advisor in self.state.advisors.values() if hasattr(self, "world") else ():
            hers = [i for i in self.state.items.values() if i.advisor == advisor.id]
            mine = [i for i in hers if i.state != "reserved"]
            assert advisor.units == sum(i.units for i in mine)
            offered = {o.item for o in advisor.offers.values()}
            assert {i.id for i in mine} == offered | {*advisor.talks, *advisor.wrap_ups}
        for queue in self.state.queues if hasattr(self, "world") else ():
            line = waiting(self.state, queue)
            assert {i.id for i in line} == {
                i.id for i in self.state.items.values() if i.queue == queue and i.state in SOUGHT}
            assert sorted(positions(self.state, queue).values()) == list(
                range(1, 1 + sum(i.state == "waiting" for i in line)))

    @invariant()
    def timers_hold_every_deadline(self) -> None:
        """What is due first is the same after a load: nothing hangs on a timer that only memory knew."""
        if hasattr(self, "world"):
            due = self.world.deadline()
            assert due is None or due > self.now or tick(revived(self.world), self.now) == []

    def teardown(self) -> None:
        if hasattr(self, "journal"):
            fold = World(ROOMS, partition=5)
            for data in self.journal:
                fold.apply(CODEC.decode_fact(data))
            assert fold.dump() == self.world.dump()


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
