"""Lives of conversations in one partition: no clock, no engine."""

from __future__ import annotations

import msgspec
import pytest

from palabre.channels.voice import commands as voice
from palabre.channels.voice import facts as voice_facts
from palabre.conversations import facts as conversation_facts
from palabre.flows import facts as flow_facts
from palabre.foundations.decision import World, codec_of, decide, receive, tick
from palabre.foundations.facts import Entry
from palabre.processes.rooms import ROOMS
from palabre.routing import commands as routing
from palabre.routing import facts as routing_facts

C, RUN, FLOW, QUEUE, ANNE, PAUL = "c1", "run1", "flow1", "q1", "anne", "paul"
CODEC = codec_of(ROOMS)


class Stage:
    """One partition; `at` is in seconds. Facts pass through their bytes, as they do in the journal."""

    def __init__(self, channel: str = "voice", **queue) -> None:
        self.world, self.facts, self.at = World(ROOMS, 1), [], 1_000
        self.channel = channel
        anyone = routing_facts.Ring(0, routing_facts.Requirement("skill", "fr", 1))
        rules = routing_facts.QueueRules(QUEUE, channel, (anyone,), **queue)
        self.receive(routing_facts.RoutingRulesPublished(0, 1, (rules,)))
        capacities = (routing_facts.Capacity("voice", 1), routing_facts.Capacity("chat", 3))
        for advisor in (ANNE, PAUL):
            self.receive(routing_facts.AdvisorConfigured(0, advisor, (("fr", 5),), None, None, capacities))

    def ask(self, command):
        reply, facts = decide(self.world, command, self.at * 1000)
        self._keep(facts)
        return reply

    def receive(self, *facts):
        self._keep(receive(self.world, facts, self.at * 1000))

    def wait(self, seconds: float):
        end = self.at + seconds
        while (due := self.world.deadline()) is not None and due <= end * 1000:
            self.at = max(self.at, due / 1000)
            self._keep(tick(self.world, due))
        self.at = end

    def _keep(self, facts):
        self.facts += facts

    # -- gestures

    def available(self, advisor=ANNE):
        self.ask(routing.SignIn(advisor))
        self.ask(routing.ChangeStatus(advisor, "available"))

    def arrives(self):
        opened = conversation_facts.ConversationOpened(0, C, self.channel, "customer", "+33140001000")
        arrived = [voice_facts.CallArrived(0, C, "line-1", "node")] if self.channel == "voice" else []
        self.receive(opened, *arrived, flow_facts.FlowBegan(0, RUN, C, FLOW, 1))

    def queued(self) -> str:
        return self.ask(routing.QueueWorkItem(C, QUEUE))["item"]

    def offer(self):
        return next(iter(self.world["routing"].offers.values()))

    def accepts(self):
        offer = self.offer()
        self.ask(routing.ShowOffer(offer.id, offer.advisor))
        self.ask(routing.AcceptOffer(offer.id, offer.advisor))
        self.receive(flow_facts.FlowEnded(0, RUN, C, "handed_over"))
        return offer.advisor

    def driver(self, outcome="done", detail=""):
        """The telephone answers every effect it was asked."""
        for effect in list(self.world["voice"].effects):
            self.ask(voice.ReportEffect(effect, outcome, detail))

    # -- looks

    def segments(self) -> list[str]:
        alive = self.world["conversations"].conversations.get(C)
        return sorted(f"{s.kind}:{s.owner}" for s in alive.segments.values()) if alive else ["closed"]

    def kinds(self) -> list[str]:
        return [type(f).__name__ for f in self.facts]

    def last(self, kind):
        return next(f for f in reversed(self.facts) if isinstance(f, kind))

    def folded(self) -> World:
        world = World(ROOMS, 1)
        data = CODEC.encode_entries([Entry("", msgspec.Raw(b"\xc0"), self.facts)])
        for entry in CODEC.decode_entries(data):
            for fact in entry.facts:
                world.apply(fact)
        return world


@pytest.fixture(autouse=True)
def state_is_a_fold_of_the_facts(request):
    made: list[Stage] = []
    original = Stage.__init__

    def remembered(self, *a, **k):
        original(self, *a, **k)
        made.append(self)

    Stage.__init__ = remembered
    yield
    Stage.__init__ = original
    for stage in made:
        folded, world = stage.folded(), stage.world
        for room in ROOMS:
            assert room.dump(folded[room.name]) == room.dump(world[room.name]), room.name
        again = World(ROOMS, 1)
        again.load(msgspec.msgpack.decode(msgspec.msgpack.encode(world.dump())))
        assert again.dump() == world.dump()
