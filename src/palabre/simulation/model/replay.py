"""A plan played through the production rooms in virtual time: what `decide` and `tick` do to these customers.

Every customer opens a conversation, is with a flow as long as the log says, is sent by it to a queue, and leaves when
her patience or her service is over; advisors accept at once. The rooms are given (`processes.rooms`), flows' table
included. No clock is read and no chance is drawn: one plan and one set of rules have one outcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from palabre.channels.voice.commands import ReportEffect
from palabre.channels.voice.facts import CallArrived, ConnectRequested, DisconnectRequested
from palabre.conversations.commands import CustomerLeaves
from palabre.conversations.facts import ConversationOpened
from palabre.flows.facts import FlowBegan, FlowEnded
from palabre.flows.model.flow import Flow
from palabre.foundations.clock import SECOND
from palabre.foundations.decision import Room
from palabre.foundations.facts import Fact
from palabre.routing import commands, facts
from palabre.simulation.model.engine import Engine
from palabre.simulation.model.replay_flow import sought
from palabre.simulation.model.replay_plan import Customer, Plan, Presence
from palabre.simulation.model.watching import Measures

NAME = "replay"
AVAILABLE, AWAY = "available", "away"


class Replay:
    """Make it, let others listen to `engine`, `run()`, then read `measures`."""

    def __init__(self, plan: Plan, told: Iterable[Fact], rooms: Sequence[Room], flow: Flow) -> None:
        begin = min((*(c.arrived for c in plan.customers), *(p.begun for p in plan.presences)), default=0)
        self.engine, self.measures = Engine(rooms, begin), Measures()
        self.flow, self.offers = flow, 0
        self.possible: Counter[str] = Counter()  # offers that a share could have had, by its name
        self.customers = {c.id: c for c in plan.customers}
        self.engine.guard(self.measures)
        self.engine.at(begin, self.engine.tell, tuple(told))
        self._people(plan)
        for kind, function in (
            (facts.OfferMade, self._accept), (facts.OfferEnded, self._serve), (facts.WorkItemEnded, self._end_flow),
            (ConnectRequested, self._done), (DisconnectRequested, self._done),
        ):  # fmt: skip
            self.engine.hear(kind, function)

    def run(self) -> None:
        """Until nothing is left to happen."""
        self.engine.run()

    def _people(self, plan: Plan) -> None:
        """At one instant, whoever comes to work is there first."""
        at = self.engine.at
        for presence in plan.presences:
            at(presence.begun, self._sit, presence)
        for customer in plan.customers:
            at(customer.arrived, self._come, customer)
            at(customer.queued, self._queue, customer)
        for presence in plan.presences:
            at(presence.ended, self._rise, presence)

    # -- customers

    def _come(self, customer: Customer) -> None:
        id = customer.id
        opened = ConversationOpened(0, id, "voice", None, customer.type)
        self.engine.tell((opened, CallArrived(0, id, id, NAME), FlowBegan(0, f"run-{id}", id, NAME, 1)))

    def _queue(self, customer: Customer) -> None:
        queue, priority = sought(self.flow, customer.type, customer.vip)
        reply = self.engine.send(commands.QueueWorkItem(customer.id, queue, "first", priority, customer.arrived))
        if reply is None or "refused" in reply:
            self._leave(customer)
        else:
            self.engine.after(round(customer.patience_seconds * SECOND), self._lose_patience, customer)

    def _lose_patience(self, customer: Customer) -> None:
        items = self.engine.world["routing"].conversations.get(customer.id, ())
        if any(item.state in ("waiting", "offered") for item in items):
            self._leave(customer)

    def _leave(self, customer: Customer) -> None:
        self.engine.send(CustomerLeaves(customer.id, "hung_up"))

    def _serve(self, fact: facts.OfferEnded) -> None:
        if fact.end == "accepted":
            customer = self.customers[fact.conversation]
            self.engine.after(round(customer.service_seconds * SECOND), self._leave, customer)

    def _end_flow(self, fact: facts.WorkItemEnded) -> None:
        reason = "handed_over" if fact.reason == "handled" else "customer_gone"
        self.engine.tell((FlowEnded(0, f"run-{fact.conversation}", fact.conversation, reason),))

    # -- advisors and their telephones

    def _sit(self, presence: Presence) -> None:
        self.engine.send(commands.SignIn(presence.advisor))
        self.engine.send(commands.ChangeStatus(presence.advisor, AVAILABLE))

    def _rise(self, presence: Presence) -> None:
        self.engine.send(commands.ChangeStatus(presence.advisor, AWAY))

    def _accept(self, fact: facts.OfferMade) -> None:
        self.offers += 1
        self.possible.update(fact.possible)
        self.engine.send(commands.AcceptOffer(fact.offer, fact.advisor))

    def _done(self, fact: ConnectRequested | DisconnectRequested) -> None:
        self.engine.send(ReportEffect(fact.effect, "done"))
