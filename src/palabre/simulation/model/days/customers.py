"""Customers who wait, give up, come back, hang up while talking, and are sent back when their advisor is lost."""
from __future__ import annotations

from typing import Any

from palabre.conversations.commands import CloseConversation, CustomerLeaves
from palabre.conversations.facts import ConversationOpened
from palabre.routing import commands
from palabre.simulation.model.chance import generator

QUEUES = ["calls"] * 5 + ["vip", "chats", "chats", "chats", "mails", "heavy", "arabic"]


class Customers:
    def __init__(self, day: Any, per_hour: int, patience: tuple[int, ...]) -> None:
        self.day, self.pace, self.n, self.patience = day, per_hour / 3600, 0, patience     # means, in seconds
        self.other = generator(day.seed, "callbacks")
        self.queue_of: dict[str, str] = {}
        self.advisor_of: dict[str, tuple[str, str]] = {}

    def open(self) -> None:
        self.day.at(self.day.chance.expovariate(self.pace), self.arrival)

    def arrival(self) -> None:
        if self.day.now < self.day.end:
            if self.other.random() < 0.07:
                self.owe()
            if self.other.random() < 0.06:
                self.come("letters")
            self.come(self.day.chance.choice(QUEUES))
            self.open()

    def come(self, queue: str) -> None:
        day = self.day
        self.n += 1
        conversation = f"conversation-{self.n}"
        self.queue_of[conversation] = queue
        line = day.transferring.arrived(conversation, queue) if day.transferring else []
        day.owner.receive([ConversationOpened(0, conversation, "voice", None, "1234"), *line], day.now)
        priority = day.chance.choice((0, 0, 0, 10, 500))
        command = commands.QueueWorkItem(conversation, queue, "first", priority, day.now, **self.wish())
        day.send(command, lambda reply: self.entered(conversation, reply))
        day.at(day.chance.expovariate(1 / day.chance.choice(self.patience)), self.lose_patience, conversation)

    def wish(self) -> dict[str, Any]:
        """Now and then somebody by name, for the queue's time or her own."""
        if self.other.random() > 0.2:
            return {}
        seconds = self.other.choice((0, 0, 5, 90))
        return {"preferred": self.other.choice(sorted(self.day.laws.advisors)), "preferred_seconds": seconds}

    def owe(self) -> None:
        """A callback: somebody is reserved, then the customer is dialled; at times nothing more is heard of it."""
        self.n += 1
        queue, kept = self.other.choice(("calls", "calls", "arabic")), self.other.choice((0, 40_000))
        command = commands.QueueWorkItem(
            f"owed-{self.n}", queue, "callback", 0, self.day.now, reserve_seconds=self.other.choice((8, 25)),
            since=self.day.now - kept if kept else 0, wait_seconds=self.other.choice((0, 400)))
        self.day.send(command)

    def after_AdvisorReserved(self, fact: Any) -> None:
        known = self.day.laws.items.get(fact.item)
        if known and known["conversation"].startswith("back-"):     # others pick up for those
            return
        day, answer = self.day, self.other.random()
        if not fact.first or answer > 0.9:
            return
        seconds = self.other.uniform(2, 12)
        if answer < 0.6:
            day.at(seconds, self.reach, fact.item)
        elif answer < 0.75:
            day.at(seconds, day.send, commands.ReleaseReservation(fact.item))
        else:
            day.at(seconds, day.send, commands.CancelWorkItem(fact.item, "not_reached"))

    def reach(self, item: str) -> None:
        self.n += 1
        conversation, known = f"dialled-{self.n}", self.day.laws.items.get(item)
        if known:
            self.queue_of[conversation] = known["queue"]
            self.day.owner.receive([ConversationOpened(0, conversation, "voice", None, "1234")], self.day.now)
            self.day.send(commands.ReachCustomer(item, conversation), lambda reply: self.reached(conversation, reply))

    def reached(self, conversation: str, reply: Any) -> None:
        if reply:
            patience = self.other.expovariate(1 / self.other.choice(self.patience))
            self.day.at(patience, self.lose_patience, conversation)
        else:
            self.day.send(CustomerLeaves(conversation, "nobody"))
            self.day.send(CloseConversation(conversation, "nobody"))

    def entered(self, conversation: str, reply: Any) -> None:
        if not reply or "refused" in reply:
            self.day.send(CustomerLeaves(conversation, "refused"))

    def lose_patience(self, conversation: str) -> None:
        items = [i for i in self.day.laws.items.values() if i["conversation"] == conversation]
        if any(i["state"] in ("waiting", "offered") for i in items):
            self.day.send(CustomerLeaves(conversation, "hung_up"))
            if self.day.chance.random() < 0.3:
                self.day.at(self.day.chance.uniform(5, 60), self.come, self.queue_of[conversation])

    def after_OfferEnded(self, fact: Any) -> None:
        if fact.end != "accepted":
            return
        day, mean = self.day, 220 if self.queue_of[fact.conversation] in ("chats", "heavy", "letters") else 70
        seconds = day.chance.expovariate(1 / mean) * (5 if mean > 100 and day.chance.random() < 0.3 else 1)
        if day.chance.random() < 0.4:
            day.at(seconds, day.send, CustomerLeaves(fact.conversation, "hung_up"))
        elif day.chance.random() < 0.1 and not day.transferring:  # there it is done as on a telephone
            day.at(seconds / 2, self.consult, fact.conversation, fact.item, fact.advisor)
        else:
            day.at(seconds, day.send, commands.FinishWorkItem(fact.item, fact.advisor))

    def consult(self, conversation: str, item: str, advisor: str) -> None:
        """A second item of the same conversation; then she hands over or takes the customer back."""
        day = self.day
        day.send(commands.QueueWorkItem(conversation, day.chance.choice(("calls", "chats")), "consult", 0, day.now))
        day.at(day.chance.uniform(10, 60), day.send, commands.CancelWorkItem(item, "transferred"))
        day.at(day.chance.uniform(100, 200), day.send, CustomerLeaves(conversation, "hung_up"))

    def after_WorkItemEnded(self, fact: Any) -> None:
        if fact.reason in ("longest_wait", "queue_removed", "handled", "not_reached"):
            self.day.at(1, self.day.send, CloseConversation(fact.conversation, fact.reason))

    def after_WorkItemQueued(self, fact: Any) -> None:
        if fact.interrupted:
            self.day.at(self.day.chance.expovariate(1 / 100), self.lose_patience, fact.conversation)
