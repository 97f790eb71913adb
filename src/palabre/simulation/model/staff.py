"""Advisors: who is there when, takes breaks, answers at once or late, misses, and works on after the talk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from palabre.foundations.clock import Instant
from palabre.routing import commands, facts
from palabre.simulation.model.customers import Customers
from palabre.simulation.model.engine import Engine

AVAILABLE, AWAY, PAUSE = "available", "away", "pause"
RETRY_MS = 5_000  # to sign out, while she still talks


class Manners(msgspec.Struct, frozen=True):
    """How advisors behave. `shown`: milliseconds until a desk shows an offer. `missed(fact)`: she lets it ring out;
    `confirm`: milliseconds until she clicks after that. `answers`: False when others answer (the engine's user does).
    """

    shown: int = 300
    confirm: int = 15_000
    missed: Callable[[facts.OfferMade], bool] | None = None
    answers: bool = True


class Staff:
    """`advisors` are told as rows at once. `present`: her intervals, half open; an advisor without any is there
    throughout. `breaks`: (advisor, begin, end), asked for at their instant: they begin for new offers at once and a
    talk goes on.
    """

    def __init__(
        self,
        engine: Engine,
        customers: Customers,
        advisors: Iterable[facts.AdvisorConfigured],
        present: Mapping[str, Iterable[tuple[Instant, Instant]]] | None = None,
        breaks: Iterable[tuple[str, Instant, Instant]] = (),
        manners: Manners = Manners(),  # noqa: B008 - frozen
    ) -> None:
        self.engine, self.customers, self.manners = engine, customers, manners
        self.here: set[str] = set()
        told = list(advisors)
        engine.tell(told)
        for fact in told:
            if present is None or fact.advisor not in present:
                self._come(fact.advisor)
                continue
            for begin, end in present[fact.advisor]:
                engine.at(begin, self._come, fact.advisor)
                engine.at(end, self._go, fact.advisor)
        for advisor, begin, end in breaks:
            engine.at(begin, self._say, advisor, PAUSE)
            engine.at(end, self._say, advisor, AVAILABLE)
        if manners.answers:
            engine.hear(facts.OfferMade, self._offered)
            engine.hear(facts.OfferEnded, self._offer_ended)
        engine.hear(facts.WrapUpStarted, self._wrap_up)

    def _come(self, advisor: str) -> None:
        self.here.add(advisor)
        self.engine.send(commands.SignIn(advisor))
        self.engine.send(commands.ChangeStatus(advisor, AVAILABLE))

    def _say(self, advisor: str, status: str) -> None:
        if advisor in self.here:
            self.engine.send(commands.ChangeStatus(advisor, status))

    def _go(self, advisor: str) -> None:
        """No new offers from here on; she signs out when her talk is over."""
        self.here.discard(advisor)
        self.engine.send(commands.ChangeStatus(advisor, AWAY))
        self._sign_out(advisor)

    def _sign_out(self, advisor: str) -> None:
        if advisor in self.here:
            return
        known = self.engine.world["routing"].advisors.get(advisor)
        if known is not None and (known.talks or known.offers):
            self.engine.after(RETRY_MS, self._sign_out, advisor)
        else:
            self.engine.send(commands.SignOut(advisor))

    # -- offers

    def _offered(self, fact: facts.OfferMade) -> None:
        caller, manners = self.customers.coming.get(fact.conversation), self.manners
        answer = caller.answer if caller is not None else 0
        if not answer and manners.missed is None:
            self.engine.send(commands.AcceptOffer(fact.offer, fact.advisor))
            return
        self.engine.after(min(manners.shown, answer), self._show, fact)
        if manners.missed is None or not manners.missed(fact):
            self.engine.after(answer, self._answer, fact)

    def _show(self, fact: facts.OfferMade) -> None:
        if fact.offer in self.engine.world["routing"].offers:
            self.engine.send(commands.ShowOffer(fact.offer, fact.advisor))

    def _answer(self, fact: facts.OfferMade) -> None:
        if fact.offer in self.engine.world["routing"].offers:
            self.engine.send(commands.AcceptOffer(fact.offer, fact.advisor))

    def _offer_ended(self, fact: facts.OfferEnded) -> None:
        if fact.end == "timed_out":
            self.engine.after(self.manners.confirm, self._say, fact.advisor, AVAILABLE)

    def _wrap_up(self, fact: facts.WrapUpStarted) -> None:
        """Done before its deadline where the customer's case was quick; else the system ends it at the deadline."""
        caller = self.customers.cases.pop(fact.item, None)
        if caller is not None and 0 <= caller.wrap_up < fact.deadline - fact.at:
            self.engine.after(caller.wrap_up, self._end_wrap_up, fact)

    def _end_wrap_up(self, fact: facts.WrapUpStarted) -> None:
        known = self.engine.world["routing"].items.get(fact.item)
        if known is not None and known.state == "wrap_up":
            self.engine.send(commands.EndWrapUp(fact.item, fact.advisor))
