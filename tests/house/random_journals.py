"""A tenant's day made of random but lawful commands, for laws that must hold after every fact of any journal.

`play(steps)` runs production's own decisions over a world in memory; each step is four small integers, so that
Hypothesis can shrink a failure to the few steps that cause it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import random_calls
from hypothesis import strategies as st
from msgspec.structs import replace

from palabre.callbacks.facts import CallbackRequested
from palabre.channels.voice import commands as voice
from palabre.channels.voice.facts import CallArrived, DialRequested, RecordingKept, RecordingPausesBounded
from palabre.conversations import commands as conversations
from palabre.conversations.facts import ConversationOpened, MessageReceived, MessageSent
from palabre.flows.facts import FlowBegan, FlowEnded
from palabre.foundations.decision import Command, World, decide, receive, tick
from palabre.foundations.facts import Fact
from palabre.foundations.ids import uuid7
from palabre.foundations.problems import Problem
from palabre.processes.rooms import ROOMS
from palabre.routing import commands as routing
from palabre.routing.facts import (
    AdvisorConfigured,
    AdvisorRemoved,
    Capacity,
    QueueRules,
    Requirement,
    Ring,
    RoutingRulesPublished,
    SkillChangeEnded,
    SkillsChanged,
)

BEGIN = 1_700_000_000_000
STATUSES = ("available", "available", "available", "pause", "away")
OVERFLOWING = 60
Steps = list[tuple[int, int, int, int]]
OPEN, CONFIGURE, MESSAGE, PUBLISH, CALL_BACK = 20, 21, 22, 23, 24
TRANSFER, LINE, CAMPAIGN, OVERFLOW = 25, 26, 27, 28
# how often each kind of step comes: enough customers and accepts for talks to happen, few changes of rules
WEIGHTS = {
    0: 5,
    1: 8,
    2: 8,
    3: 24,
    4: 2,
    5: 6,
    6: 6,
    7: 2,
    10: 6,
    12: 2,
    14: 12,
    15: 2,
    16: 10,
    17: 2,
    18: 2,
    OPEN: 16,
    MESSAGE: 6,
    CALL_BACK: 4,
}
KINDS = [kind for kind in range(25) for _ in range(WEIGHTS.get(kind, 1))]
# days of calls with more than two, and of campaigns
MORE = {TRANSFER: 10, LINE: 8, CAMPAIGN: 8, OVERFLOW: 1, OPEN: 6, 3: 12}
WIDE = KINDS + [kind for kind, times in MORE.items() for _ in range(times)]


def an_id(kind: int, number: int) -> str:
    return uuid7(BEGIN, bytes([kind]) + number.to_bytes(9, "big"))


ADVISORS = [an_id(1, n) for n in range(5)]
QUEUES = [an_id(2, n) for n in range(4)]
SKILLS = [an_id(3, n) for n in range(3)]
PARTNERS = [None, None, None, an_id(4, 1), an_id(4, 1)]
SITE = an_id(5, 1)


def steps(most: int = 60) -> st.SearchStrategy[Steps]:
    number = st.integers(0, 40)
    return st.lists(st.tuples(st.sampled_from(WIDE), number, number, st.integers(0, 9_000)), max_size=most)


def skill(name: str, level: int = 1) -> Requirement:
    return Requirement("skill", name, level)


def rules(variant: int) -> RoutingRulesPublished:
    """Four queues: two of calls, two of chats; the last of each comes and goes with `variant`."""
    chosen = [
        QueueRules(
            QUEUES[0],
            "voice",
            (Ring(0, skill(SKILLS[0])), Ring(8, skill(SKILLS[2]))),
            wait_seconds_max=60,
            wrap_up_seconds=9,
        ),
        QueueRules(QUEUES[1], "chat", (Ring(0, skill(SKILLS[1], 3)),), target_seconds=40, wrap_up_seconds=0),
        QueueRules(
            QUEUES[2],
            "voice",
            (Ring(0, skill(SKILLS[2])),),
            target_seconds=5,
            offer_seconds=6,
            length_max=3,
            auto_accept=variant % 3 == 1,
            overflow=QUEUES[0] if variant == OVERFLOWING else None,
            wait_seconds_max=12 if variant == OVERFLOWING else 1_800,
        ),
        QueueRules(
            QUEUES[3],
            "chat",
            (Ring(0, skill(SKILLS[2])),),
            decline_allowed=False,
            deferrable_below=0.4 if variant % 2 else 0.0,
        ),
    ]
    return RoutingRulesPublished(0, variant, tuple(chosen[: 4 - variant % 3]))


def configured(n: int, variant: int) -> AdvisorConfigured:
    n %= len(ADVISORS)
    levels = [(s, 1 + (n + variant + i) % 5) for i, s in enumerate(SKILLS) if (n + variant + i) % 3]
    partner = PARTNERS[(n + variant // 2) % len(PARTNERS)]
    return AdvisorConfigured(
        0, ADVISORS[n], tuple(levels), SITE, partner, (Capacity("voice", 1), Capacity("chat", 2 + n % 2))
    )


class Journal:
    """`world` after `facts`; `heard(number, fact)` is called after each, with the world as it is then."""

    def __init__(self, heard: Callable[[int, Fact], None] = lambda number, fact: None) -> None:
        self.world = World(ROOMS, 7, an_id(9, 9))
        self.facts: list[Fact] = []
        self.now, self.opened, self._heard = BEGIN, 0, heard
        apply = self.world.apply

        def applied(fact: Fact) -> int:
            number = apply(fact)
            self.facts.append(fact)
            heard(number, fact)
            return number

        self.world.apply = applied  # type: ignore[method-assign]

    def begin(self) -> None:
        self.rows(rules(0), *(configured(n, 0) for n in range(len(ADVISORS))))

    def rows(self, *facts: Fact) -> None:
        receive(self.world, facts, self.now)

    def ask(self, command: Command) -> object:
        """The reply, or the problem."""
        try:
            return decide(self.world, command, self.now)[0]
        except Problem as problem:
            return problem

    def pass_time(self, milliseconds: int) -> None:
        """With every deadline on its way."""
        until = self.now + milliseconds
        while (due := self.world.deadline()) is not None and due <= until:
            self.now = max(self.now, due)
            tick(self.world, self.now)
        self.now = until

    def open(self, channel: str, queue: str) -> str:
        self.opened += 1
        conversation = an_id(6, self.opened)
        facts: list[Fact] = [ConversationOpened(0, conversation, channel, None, "+33100000000")]
        if channel == "voice":
            facts.append(CallArrived(0, conversation, f"line-{self.opened}", "node"))
            if self.opened % 4 == 0:
                facts.append(RecordingPausesBounded(0, 15 + self.opened))
        self.rows(*facts)
        wanted = ADVISORS[self.opened % len(ADVISORS)] if self.opened % 3 == 0 else None
        command = routing.QueueWorkItem(conversation, queue, arrived=self.now - 1_500, preferred=wanted)
        self.ask(command)
        return conversation


def _leaves(conversation: str) -> Command:
    return conversations.CustomerLeaves(conversation, "hung_up")


def _sought(conversation: str, queue: str, now: int, variant: int) -> Command:
    """Handed over, or owed a call."""
    if variant % 2 == 0:
        return routing.QueueWorkItem(conversation, queue, "callback", arrived=now - 9_000, reserve_seconds=6)
    return routing.QueueWorkItem(conversation, queue, kind="transfer", arrived=now - 9_000)


def _pick(several: Sequence, n: int):
    return several[n % len(several)] if several else None


def step(journal: Journal, kind: int, a: int, b: int, milliseconds: int) -> None:
    """One random step; what cannot be asked now is left out."""
    world = journal.world
    journal.pass_time(milliseconds if b % 8 == 0 else milliseconds % 700)
    routed = world["routing"]
    advisor, offer = ADVISORS[a % len(ADVISORS)], _pick(list(routed.offers.values()), a)
    item, conversation = _pick(list(routed.items.values()), a), _pick(list(world["conversations"].conversations), a)
    hers = item.advisor if item else None
    owed = _pick([i for i in routed.items.values() if i.state == "reserved"], a)
    queue = _pick(list(routed.queues), b)
    rules_of = routed.queues.get(queue)
    gone = _pick([c for c, x in world["conversations"].conversations.items() if not x.present], a)
    effect = _pick(list(world["voice"].effects), a)
    leg = _pick([(c, x) for c, call in world["voice"].calls.items() for x in call.legs], a)
    commands: list[Command | None] = [
        routing.SignIn(advisor),
        routing.ChangeStatus(advisor, STATUSES[b % 5]),
        offer and routing.ShowOffer(offer.id, offer.advisor),
        routing.ReachCustomer(owed.id, conversation) if owed and b % 2 else
        offer and routing.AcceptOffer(offer.id, offer.advisor, f"session-{b % 4}" if b % 4 else ""),
        offer and routing.DeclineOffer(offer.id, offer.advisor),
        hers and routing.FinishWorkItem(item.id, hers),
        hers and routing.EndWrapUp(item.id, hers),
        hers and routing.ExtendWrapUp(item.id, hers),
        routing.SignOut(advisor, ("asked", "lost")[b % 2]),
        routing.LosePresence(advisor),
        routing.RegainPresence(advisor),
        gone and conversations.CustomerReturns(gone) if b % 3 == 2 else conversation and _leaves(conversation),
        conversation and queue and _sought(conversation, queue, journal.now, a),
        item and routing.CancelWorkItem(item.id),
        effect and _reported(journal, effect, b),
        leg and voice.ReportLegLost(leg[0], leg[1]),
        leg and (voice.Hold(leg[0], leg[1], b % 2 == 0) if b % 5 else _listened(world, leg, a, b)),
        leg and (voice.MoveLeg(leg[0], leg[1], f"session-{b % 2}") if b % 3 else voice.ReattachLeg(leg[1])),
        conversation and _recorded(world, conversation, a, b),
        conversation and conversations.RepairConversation(conversation, "gone"),
    ]
    if kind < len(commands):
        if commands[kind]:
            journal.ask(commands[kind])
    elif kind == OPEN and rules_of:
        journal.open(rules_of.channel, queue)
    elif kind == CONFIGURE:
        journal.rows(*_changed(a, b, journal.now))
    elif kind == MESSAGE:
        closed = _pick(list(world["conversations"].closed), a)
        _from_rows(journal, closed if closed and b % 5 == 0 else conversation, b)
    elif kind == PUBLISH:
        journal.rows(rules(b))
    elif kind == OVERFLOW:
        journal.rows(rules(OVERFLOWING))
    elif kind == TRANSFER:
        if command := random_calls.transfer(world, list(routed.queues), ADVISORS, a, b):
            journal.ask(command)
    elif kind == LINE:
        if command := random_calls.line(world, [q for q in QUEUES[::2] if q in routed.queues], ADVISORS, a, b):
            journal.ask(command)
    elif kind == CAMPAIGN:
        _called(journal, random_calls.campaign(world, a, b, QUEUES[2 * (a % 2)], journal.now))
    elif kind == CALL_BACK and rules_of and rules_of.channel == "voice":
        until = journal.now + 20_000 * (1 + b % 5)
        distances = ((), (1,), (2, 5))[a % 3]
        id, since = an_id(12, len(journal.facts)), journal.now - 500
        asked = CallbackRequested(0, id, queue, since, 0, until, until, distances, "web")
        journal.rows(asked if b % 4 else replace(asked, due=journal.now + 300))


def _called(journal: Journal, step: Command | tuple[Fact, ...] | None) -> None:
    if isinstance(step, tuple):
        journal.rows(*step)
    elif step is not None:
        journal.ask(step)


def _recorded(world, conversation: str, a: int, b: int) -> Command:
    """She agrees or refuses, it begins, pauses and stops; a node cannot write any more, and can again."""
    calls = world["voice"].calls
    if b % 10 == 0:
        return _ceiling(world, a)
    if b % 5 == 0:
        return voice.ReportRecordingTrouble("one", "" if world["voice"].troubles else "disk_full")
    if b % 5 == 1 or not calls:
        return voice.AllowRecording(conversation, b % 3 > 0)
    call = _pick(list(calls), a)
    if not calls[call].recorded or (a + b) % 3 == 0:
        return voice.ReportRecording(call, not calls[call].recorded)
    return voice.PauseRecording(call, None, not calls[call].recording_paused)


def _ceiling(world, a: int) -> Command:
    """Money comes to half and to all of the day's; somebody sees to it, or has raised it."""
    known = world["voice"].ceilings.get("money")
    if known is None:
        return voice.ReportCeiling("money", (50, 100)[a % 2], 1_000_000, 2**50, "EUR")
    if known.person or a % 2:
        return voice.ReportCeiling("money", (0, 100)[a % 4 == 3], known.limit + 1, 2**50, "EUR")
    return voice.SeeCeiling("money", known.percent, "supervisor")


def _listened(world, leg: tuple, a: int, b: int) -> Command:
    """A supervisor, or an advisor who has a call of her own, begins, changes or ends."""
    if (ears := world["voice"].ears) and b % 2:
        person, conversation = next(iter(ears.items()))
        return voice.EndSupervision(conversation, person)
    person = ADVISORS[a % len(ADVISORS)] if a % 7 == 0 else "supervisor"
    return voice.Supervise(leg[0], leg[1], person, ("listen", "whisper", "join")[a % 3])


def _reported(journal: Journal, effect: str, variant: int) -> Command:
    """Done or not; a customer who answers has her conversation opened first."""
    outcome = ("done", "done", "failed")[variant % 3]
    dialled = isinstance(journal.world["voice"].effects[effect], DialRequested)
    if not dialled or outcome != "done":
        return voice.ReportEffect(effect, outcome, "no_answer" if dialled else "")
    journal.opened += 1
    conversation = an_id(6, journal.opened)
    opened = ConversationOpened(0, conversation, "voice", None, "+33100000000")
    journal.rows(opened, CallArrived(0, conversation, f"back-{journal.opened}", "node", True))
    return voice.ReportEffect(effect, "done", conversation)


def _changed(a: int, b: int, now: int) -> tuple[Fact, ...]:
    """Of advisors: new skills and hours, a change of many for a time, one who leaves for good."""
    if b % 7 == 0:
        return (AdvisorRemoved(0, ADVISORS[a % len(ADVISORS)]),)
    if b % 7 == 1:
        change = SkillsChanged(0, f"change-{a}", tuple(ADVISORS[:3]), ((SKILLS[a % 3], a % 4),), now + 500 * (a % 9))
        return (change, SkillChangeEnded(0, change.change, "cancelled")) if a % 3 == 0 else (change,)
    hours = ((now - 1, now + 400), (now + 900, now + 10**9)) if b % 7 < 4 else None
    return (replace(configured(a, b), contact_hours=hours),)


def _from_rows(journal: Journal, conversation: str | None, variant: int) -> None:
    """What rows tell of a conversation."""
    if conversation is None:
        return
    id = an_id(8, len(journal.facts))
    several = (
        MessageReceived(0, conversation, id),
        MessageSent(0, conversation, id, ADVISORS[0]),
        RecordingKept(0, conversation, id, 9.5),
        FlowBegan(0, an_id(10, variant), conversation, an_id(11, 1), 1),
        FlowEnded(0, an_id(10, variant), conversation, "failed"),
    )
    journal.rows(several[variant % 5])


def random_steps(seed: int, number: int, kinds: Sequence[int] = KINDS) -> Steps:
    """A long journal, the same for the same seed. `kinds`: WIDE for days of transfers and campaigns too."""
    chance = Random(seed)
    return [
        (chance.choice(kinds), chance.randint(0, 40), chance.randint(0, 40), chance.randint(0, 9_000))
        for _ in range(number)
    ]


def play(taken: Steps, heard: Callable[[int, Fact], None] = lambda number, fact: None) -> Journal:
    """A morning with everybody at work, then the steps."""
    journal = Journal(heard)
    journal.begin()
    for advisor in ADVISORS[:4]:
        journal.ask(routing.SignIn(advisor))
        journal.ask(routing.ChangeStatus(advisor, "available"))
    for kind, a, b, milliseconds in taken:
        step(journal, kind, a, b, milliseconds)
    return journal
