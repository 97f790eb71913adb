"""Advisors who give customers away, consult, swap, confer and are lost in it; their telephones, numbers outside.

For days of the whole partition. The telephone answers every effect, late, or not as it was hoped.
"""
from __future__ import annotations

from typing import Any

from palabre.channels.voice import commands as voice
from palabre.channels.voice.facts import CallArrived
from palabre.conversations.commands import CloseConversation, CustomerLeaves
from palabre.simulation.model.chance import generator

BY_VOICE = ("calls", "vip", "arabic")
TARGETS = ("advisor", "advisor", "queue", "queue", "number", "number", "flow")


class Transferring:
    def __init__(self, day: Any, share: float = 0.8) -> None:
        self.day, self.other, self.share, self.n = day, generator(day.seed, "transferring"), share, 0
        self.lines: set[str] = set()
        self.ringing: dict[str, Any] = {}  # telephones that are called, by effect

    def arrived(self, conversation: str, queue: str) -> list[CallArrived]:
        """Her line, where she calls."""
        if queue not in BY_VOICE:
            return []
        self.lines.add(conversation)
        return [CallArrived(0, conversation, f"line-{conversation}", "node")]

    # -- what advisors do

    def after_OfferEnded(self, fact: Any) -> None:
        if fact.end == "accepted" and fact.conversation in self.lines and self.other.random() < self.share:
            self.day.at(self.other.uniform(3, 25), self.begin, fact.conversation, fact.advisor)

    def begin(self, conversation: str, advisor: str) -> None:
        other, to = self.other, self.other.choice(TARGETS)
        self.n += 1
        advisors = sorted(self.day.laws.advisors)
        among = {"advisor": advisors, "queue": ["calls", "vip", "chats"], "number": [""], "flow": ["flow-1"]}
        target, blind = other.choice(among[to]), to == "flow" or other.random() < 0.35
        id = f"transfer-{self.n}"
        self.day.send(voice.BeginTransfer(conversation, advisor, id, to, target, blind))
        if not blind:
            soon = other.choice((1.5, 8, 25)) * other.uniform(0.5, 1.5)
            self.day.at(soon, self.go_on, conversation, advisor, other.randint(2, 6))

    def go_on(self, conversation: str, by: str, steps: int) -> None:
        call = self.day.owner.world["voice"].calls.get(conversation)
        if call is None or not call.present:
            return
        second = next((a for a in call.legs if a != by), by)
        gesture = self.other.choice((
            voice.CompleteTransfer(conversation, by), voice.CancelTransfer(conversation, by),
            voice.Swap(conversation, by), voice.Swap(conversation, by), voice.Swap(conversation, by),
            voice.Hold(conversation, self.other.choice((by, second)), self.other.random() < 0.4),
            voice.HangUp(conversation, by), voice.HangUp(conversation, second),
            voice.ReportLegLost(conversation, self.other.choice((by, second)))))  # fmt: skip
        self.day.send(gesture)
        if steps > 1:
            self.day.at(self.other.uniform(1, 20), self.go_on, conversation, by, steps - 1)

    def after_LegLost(self, fact: Any) -> None:
        if self.other.random() < 0.5:
            self.day.at(self.other.uniform(1, 40), self.day.send, voice.ReattachLeg(fact.advisor))

    # -- telephones

    def after_ConnectRequested(self, fact: Any) -> None:
        answers = self.other.random() < 0.93
        self.ringing[fact.effect] = fact
        self.day.at(self.other.uniform(0.1, 2), self.picked_up, fact.effect, answers)

    def picked_up(self, effect: str, answers: bool) -> None:
        if self.ringing.pop(effect, None):
            self.report(effect, *(("done", "") if answers else ("failed", "no_answer")))

    def report(self, effect: str, outcome: str = "done", detail: str = "") -> None:
        """As one driver does: in the order in which it was done."""
        self.day.send(voice.ReportEffect(effect, outcome, detail), steady=True)

    def after_PartyRequested(self, fact: Any) -> None:
        day, other = self.day, self.other
        if other.random() < 0.4:
            why = other.choice(("busy", "no_answer", "number_unknown"))
            return day.at(other.uniform(0.5, 25), self.report, fact.effect, "failed", why)
        seconds = other.uniform(1, 20)
        day.at(seconds, self.report, fact.effect)
        day.at(seconds + other.expovariate(1 / 60), day.send, voice.ReportPartyLeft(fact.conversation, fact.effect))
        return None

    def done(self, fact: Any) -> None:
        self.day.at(0.1, self.report, fact.effect)

    after_HoldRequested = after_WaitRequested = after_AsideRequested = after_PartyEndRequested = done

    def after_FlowRequested(self, fact: Any) -> None:
        """The flow is short: she hears it and leaves."""
        self.done(fact)
        self.day.at(5, self.day.send, CustomerLeaves(fact.conversation, "hung_up"))

    def after_DisconnectRequested(self, fact: Any) -> None:
        """A telephone that still rings, rings no more."""
        hers = [e for e, c in self.ringing.items()
                if c.conversation == fact.conversation and fact.advisor in (None, c.advisor)]
        for effect in hers:
            del self.ringing[effect]
            self.report(effect, "gone")
        self.done(fact)
        if fact.who == "all":
            self.day.send(CustomerLeaves(fact.conversation, "released"))
            self.day.at(1, self.day.send, CloseConversation(fact.conversation, "released"))
