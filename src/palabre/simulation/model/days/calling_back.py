"""A few customers who ask to be called back, change their minds, call again, pick up or do not: on a third of the days.

Rows keep one pending of each customer and queue (a unique index does, in production); here that is `rows`.
"""
from __future__ import annotations

from typing import Any

from palabre.callbacks.commands import CancelCallback
from palabre.callbacks.facts import CallbackRequested
from palabre.callbacks.model.room import ROOM as CALLBACKS
from palabre.channels.voice.commands import ReportEffect
from palabre.channels.voice.facts import CallArrived
from palabre.channels.voice.model.room import ROOM as VOICE
from palabre.conversations.commands import CloseConversation, CustomerLeaves
from palabre.conversations.facts import ConversationOpened
from palabre.simulation.model.chance import generator

ROOMS = (VOICE, CALLBACKS)
PEOPLE = 6
QUEUES = ("calls", "calls", "vip", "arabic")
DISTANCES = ((), (20,), (15, 60), (15, 60))


class CallingBack:
    def __init__(self, day: Any, mean_seconds: float = 50.0) -> None:
        self.day, self.other, self.mean, self.n = day, generator(day.seed, "calling back"), mean_seconds, 0
        self.rows: dict[tuple[str, str], str] = {}

    def open(self) -> None:
        self.day.at(self.other.expovariate(1 / self.mean), self.somebody)

    def somebody(self) -> None:
        if self.day.now >= self.day.end:
            return
        self.open()
        who = f"person-{self.other.randrange(PEOPLE)}", self.other.choice(QUEUES)
        pending = self.rows.get(who)
        if pending is None:
            self.ask(who)
        elif self.other.random() < 0.5:
            self.stop(pending, who, "returned")

    def ask(self, who: tuple[str, str]) -> None:
        """Her place, or a time she chooses; at times hardly long enough to be called at all."""
        day, other = self.day, self.other
        self.n += 1
        id, now = f"back-{self.n}", day.now
        due = now + 1000 * other.choice((30, 90)) if other.random() < 0.3 else 0
        until = (due or now) + 1000 * other.choice((40, 200, 400, 900))
        promised, since = (due or now) + 1000 * other.choice((60, 180)), now - 1000 * other.choice((0, 0, 20))
        self.rows[who] = id
        day.laws.customer_of[id] = who[0]
        day.owner.receive(
            [CallbackRequested(0, id, who[1], since, due, promised, until, other.choice(DISTANCES), "web")], now)
        if other.random() < 0.2:
            day.at(other.uniform(1, 60), self.stop, id, who, "cancelled")

    def stop(self, id: str, who: tuple[str, str], why: str) -> None:
        """Once the owner has said yes, rows let her ask again."""
        self.day.send(CancelCallback(id, why), lambda reply: reply and self.forget(id))

    def forget(self, id: str) -> None:
        self.rows = {who: known for who, known in self.rows.items() if known != id}

    def after_CallbackEnded(self, fact: Any) -> None:
        self.forget(fact.callback)

    # -- her telephone

    def after_DialRequested(self, fact: Any) -> None:
        day, other = self.day, self.other
        answer = other.random()
        if answer < 0.55:
            day.at(other.uniform(1, 24), self.answer, fact)
        elif answer < 0.7:
            day.at(2, day.send, ReportEffect(fact.effect, "failed", "busy"))
        else:
            day.at(25, day.send, ReportEffect(fact.effect, "failed", "no_answer"))

    def answer(self, fact: Any) -> None:
        day = self.day
        self.n += 1
        line = f"line-{self.n}"
        day.customers.queue_of[line] = "calls"
        opened = ConversationOpened(0, line, "voice", None, "1234")
        day.owner.receive([opened, CallArrived(0, line, f"her-{line}", "node", True)], day.now)
        day.send(ReportEffect(fact.effect, "done", line))
        day.at(self.other.expovariate(1 / 60), day.customers.lose_patience, line)

    def done(self, fact: Any) -> None:
        self.day.at(0.1, self.day.send, ReportEffect(fact.effect, "done"))

    after_ConnectRequested = after_HoldRequested = after_WaitRequested = done

    def after_DisconnectRequested(self, fact: Any) -> None:
        self.done(fact)
        if fact.who == "all":
            self.day.send(CustomerLeaves(fact.conversation, "released"))
            self.day.at(1, self.day.send, CloseConversation(fact.conversation, "released"))
