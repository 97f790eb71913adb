"""One partition with a calling campaign, advisors, and the telephone's part played by hand."""

from __future__ import annotations

from palabre.channels.voice import commands as voice
from palabre.channels.voice import facts as voice_facts
from palabre.conversations import commands as conversations
from palabre.conversations import facts as conversation_facts
from palabre.foundations.decision import World, codec_of, decide, receive, tick
from palabre.outbound import facts
from palabre.processes.rooms import ROOMS
from palabre.routing import commands as routing
from palabre.routing import facts as routing_facts

CAMPAIGN, QUEUE, ANNE, PAUL = "campaign-1", "q1", "anne", "paul"
CODEC = codec_of(ROOMS)


class Stage:
    """`at`: seconds. Whom she dials are `c0`, `c1`…"""

    def __init__(self, mode: str = "progressive", **rules) -> None:
        self.world, self.facts, self.at = World(ROOMS, 1), [], 10_000.0
        anyone = routing_facts.Ring(0, routing_facts.Requirement("skill", "fr", 1))
        self.receive(routing_facts.RoutingRulesPublished(
            0, 1, (routing_facts.QueueRules(QUEUE, "voice", (anyone,), wrap_up_seconds=10),)))
        for advisor in (ANNE, PAUL):
            capacities = (routing_facts.Capacity("voice", 1),)
            self.receive(routing_facts.AdvisorConfigured(0, advisor, (("fr", 5),), None, None, capacities))
        self.rules = {"mode": mode, "ceiling_permille": 30, "ring_seconds": 25, "preview_seconds": 60, "lines_max": 50,
                      **rules}  # fmt: skip
        self.set("running")

    @property
    def now(self) -> int:
        return round(self.at * 1000)

    @property
    def state(self):
        return self.world["outbound"]

    def ask(self, command):
        reply, made = decide(self.world, command, self.now)
        self.facts += made
        return reply

    def receive(self, *told):
        self.facts += receive(self.world, told, self.now)

    def wait(self, seconds: float):
        end = self.at + seconds
        while (due := self.world.deadline()) is not None and due <= round(end * 1000):
            before = (self.at, due)
            self.at = max(self.at, due / 1000)
            made = tick(self.world, due)
            assert made or before != (self.at, self.world.deadline()), "a deadline at which nothing is done"
            self.facts += made
        self.at = end

    def of(self, kind, **fields):
        return [f for f in self.facts if isinstance(f, kind) and all(getattr(f, k) == v for k, v in fields.items())]

    # -- gestures

    def set(self, state: str):
        self.receive(facts.CampaignSet(0, CAMPAIGN, QUEUE, state, **self.rules))

    def supply(self, *contacts: str, hours: float = 8):
        until = self.now + round(hours * 3_600_000)
        self.receive(facts.ContactsSupplied(0, CAMPAIGN, contacts, (until,) * len(contacts)))

    def at_work(self, *advisors: str):
        for advisor in advisors:
            self.ask(routing.SignIn(advisor))
            self.ask(routing.ChangeStatus(advisor, "available"))
            self.stands_by(advisor)

    def effects(self, kind) -> list:
        return [e for e in self.world["voice"].effects.values() if isinstance(e, kind)]

    def stands_by(self, advisor: str, outcome: str = "done"):
        for effect in self.effects(voice_facts.StandbyRequested):
            if effect.advisor == advisor:
                self.ask(voice.ReportEffect(effect.effect, outcome))

    def dialling(self) -> list[str]:
        return [e.conversation for e in self.effects(voice_facts.DialRequested)]

    def answers(self, contact: str) -> str:
        """Her telephone is picked up: her conversation is opened, then told."""
        line = f"line-of-{contact}"
        opened = conversation_facts.ConversationOpened(0, line, "voice", None, "+33140001000")
        self.receive(opened, voice_facts.CallArrived(0, line, f"back-{contact}", "node", True, "outbound"))
        self.ends(contact, "done", line)
        return line

    def ends(self, contact: str, outcome: str = "failed", detail: str = "no_answer"):
        effect = next(e for e in self.effects(voice_facts.DialRequested) if e.conversation == contact)
        self.ask(voice.ReportEffect(effect.effect, outcome, detail))

    def connected(self):
        for effect in self.effects(voice_facts.ConnectRequested):
            self.ask(voice.ReportEffect(effect.effect, "done"))

    def hangs_up(self, line: str):
        self.ask(conversations.CustomerLeaves(line, "hung_up"))

    def wrapped_up(self):
        self.wait(11)
        for advisor in (ANNE, PAUL):
            self.stands_by(advisor)

    def talks(self, contact: str):
        line = self.answers(contact)
        self.connected()
        self.hangs_up(line)
        self.wrapped_up()

    def again(self) -> World:
        """The same facts, folded anew through their bytes."""
        world = World(ROOMS, 1)
        for fact in self.facts:
            world.apply(CODEC.decode_fact(CODEC.encode_fact(fact)))
        return world


__all__ = ["ANNE", "CAMPAIGN", "PAUL", "Stage", "conversations", "facts", "routing", "voice", "voice_facts"]
