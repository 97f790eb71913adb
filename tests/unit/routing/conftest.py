"""A floor of advisors and queues in virtual time, asked by the real commands."""
from __future__ import annotations

from typing import Any

import pytest

from palabre.conversations.commands import CloseConversation, CustomerLeaves
from palabre.conversations.facts import ConversationOpened
from palabre.conversations.model import ROOM as CONVERSATIONS
from palabre.foundations.decision import Command, World, decide, receive, tick
from palabre.foundations.facts import Fact
from palabre.routing import commands, facts
from palabre.routing.facts import Capacity, QueueRules, Requirement, Ring
from palabre.routing.model.room import ROOM

START = 1_700_000_000_000


def skill(name: str, level: int = 1) -> Requirement:
    return Requirement("skill", name, level)


class Floor:
    """`now` in seconds from the start; `facts`: everything since the last `clear`."""

    def __init__(self) -> None:
        self.world, self.seconds, self.facts, self._n = World([CONVERSATIONS, ROOM], partition=7), 0.0, [], 0

    @property
    def state(self) -> Any:
        return self.world["routing"]

    @property
    def now(self) -> int:
        return START + round(self.seconds * 1000)

    def clear(self) -> None:
        self.facts = []

    def receive(self, *told: Fact) -> None:
        self.facts += receive(self.world, told, self.now)

    def do(self, command: Command) -> Any:
        reply, made = decide(self.world, command, self.now)
        self.facts += made
        return reply

    def until(self, seconds: float) -> None:
        """Let virtual time pass, each deadline at its instant."""
        while (due := self.world.deadline()) is not None and due <= START + round(seconds * 1000):
            self.seconds = max(self.seconds, (due - START) / 1000)
            self.facts += tick(self.world, self.now)
        self.seconds = seconds

    def publish(self, *queues: QueueRules) -> None:
        self.receive(facts.RoutingRulesPublished(0, self.state.version + 1, queues))

    def queue_rules(self, queue: str = "calls", channel: str = "voice", **rules: Any) -> QueueRules:
        needs = rules.pop("needs", Requirement("all"))
        rules.setdefault("rings", (Ring(0, needs),))
        return QueueRules(queue, channel, **rules)

    def advisor(self, id: str, available: bool = True, chats: int = 3, **skills: int) -> None:
        capacities = (Capacity("voice", 1), Capacity("chat", chats), Capacity("email", 1))
        self.receive(facts.AdvisorConfigured(0, id, tuple(skills.items()), None, None, capacities))
        self.do(commands.SignIn(id))
        if available:
            self.status(id, "available")

    def status(self, id: str, status: str) -> None:
        self.do(commands.ChangeStatus(id, status))

    def arrive(self, queue: str = "calls", priority: float = 0.0, kind: str = "first", **more: Any) -> Any:
        """A customer in a queue: her item, or the reason of a refusal."""
        self._n += 1
        conversation = f"conversation-{self._n}"
        self.receive(ConversationOpened(0, conversation, "voice", None, "1234"))
        reply = self.do(commands.QueueWorkItem(conversation, queue, kind, priority, **more))
        return self.state.items[reply["item"]] if "item" in reply else reply["refused"]

    def callback(self, queue: str = "calls", reserve_seconds: float = 25.0, **more: Any) -> Any:
        self._n += 1
        conversation = f"conversation-{self._n}"
        self.receive(ConversationOpened(0, conversation, "voice", None, "1234"))
        command = commands.QueueWorkItem(conversation, queue, "callback", reserve_seconds=reserve_seconds, **more)
        return self.state.items[self.do(command)["item"]]

    def leaves(self, item: Any) -> None:
        self.do(CustomerLeaves(item.conversation, "hung_up"))

    def closes(self, item: Any) -> None:
        self.do(CloseConversation(item.conversation, "cut"))

    def shown(self, item: Any) -> None:
        self.do(commands.ShowOffer(item.offer, item.advisor))

    def accept(self, item: Any) -> None:
        self.do(commands.AcceptOffer(item.offer, item.advisor))

    def decline(self, item: Any) -> None:
        self.do(commands.DeclineOffer(item.offer, item.advisor))

    def miss(self, item: Any) -> None:
        self.shown(item)
        self.until((self.state.offers[item.offer].deadline - START) / 1000)

    def finish(self, item: Any) -> None:
        self.do(commands.FinishWorkItem(item.id, item.advisor))

    def end_wrap_up(self, item: Any) -> None:
        self.do(commands.EndWrapUp(item.id, item.advisor))

    def holder(self, item: Any) -> tuple[str, str | None]:
        return item.state, item.advisor

    def told(self, kind: type[Fact]) -> list[Any]:
        return [f for f in self.facts if type(f) is kind]


@pytest.fixture
def floor() -> Floor:
    return Floor()


@pytest.fixture
def calls(floor: Floor) -> Floor:
    """One queue of calls that everybody may take, no wrap-up."""
    floor.publish(floor.queue_rules(wrap_up_seconds=0))
    return floor
