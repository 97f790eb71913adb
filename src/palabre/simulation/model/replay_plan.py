"""A log made ready to be played again: who comes when, with which patience and service, and who is there to answer.

All chance is drawn here, before anything is routed: whatever the rules, the same seed brings the same customers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from palabre.foundations.clock import SECOND, Instant
from palabre.simulation.model.chance import Random, generator
from palabre.simulation.model.log import AGENT, HANG, PHANTOM, LoggedCall, weekday
from palabre.simulation.model.patience import laws_of

GAP_SECONDS_MAX = 300  # between two services of a server that is taken to have stayed
VIP = 2


class Customer(msgspec.Struct, frozen=True, gc=False):
    """arrived: with the machine; queued: entering the queue. Patience and service in seconds."""

    id: str
    day: Instant
    arrived: Instant
    queued: Instant
    type: str
    vip: bool
    patience_seconds: float
    service_seconds: float


class Presence(msgspec.Struct, frozen=True, order=True):
    """An advisor at work from `begun` to `ended`; she finishes what she then has in hand."""

    begun: Instant
    ended: Instant
    advisor: str


class Plan(msgspec.Struct, frozen=True):
    """types_of: what each advisor served in the log, with how often."""

    customers: tuple[Customer, ...]
    presences: tuple[Presence, ...]
    types: tuple[str, ...]
    types_of: dict[str, dict[str, int]]

    def between(self, first: Instant, last: Instant) -> Plan:
        """The days from `first` to `last`, both included (midnights)."""
        end = last + 86_400 * SECOND
        return msgspec.structs.replace(
            self,
            customers=tuple(c for c in self.customers if first <= c.day <= last),
            presences=tuple(p for p in self.presences if first <= p.begun < end),
        )


def make_plan(calls: Sequence[LoggedCall], seed: int, *, beyond: bool = True) -> Plan:
    """The laws are read from all `calls`; cut the plan by days afterwards, so that a day is the same in any cut.

    beyond: an answered customer's patience is drawn among those longer than the wait that she is known to have borne
    (so that all patiences together follow the log's law); False: from the law as it stands.
    """
    return Plan(
        customers=tuple(sorted(_customers(calls, seed, beyond), key=lambda c: (c.queued, int(c.id)))),
        presences=tuple(presences(calls)),
        types=tuple(sorted({c.type for c in calls})),
        types_of=_types_of(calls),
    )


def left_out(calls: Iterable[LoggedCall]) -> dict[str, int]:
    """Rows that bring no customer, by why."""
    found = {"hung_up_before_queue": 0, "phantoms": 0}
    for call in calls:
        found["hung_up_before_queue"] += call.outcome == HANG and not call.queued
        found["phantoms"] += call.outcome == PHANTOM
    return found


def _customers(calls: Sequence[LoggedCall], seed: int, beyond: bool) -> Iterable[Customer]:
    laws, services = laws_of(calls), _services(calls)
    patience, service = generator(seed, "patience"), generator(seed, "service")
    for call in calls:
        if call.outcome == AGENT:
            law = laws[call.type, weekday(call.day)]
            queued = call.queue_begun if call.queued else call.service_begun
            known = call.wait_seconds if beyond else 0
            yield _customer(call, queued, law.draw(patience, known), call.service_seconds)
        elif call.outcome == HANG and call.queued:
            yield _customer(call, call.queue_begun, call.wait_seconds, _drawn(service, services, call.type))


def _customer(call: LoggedCall, queued: Instant, patience: float, service: float) -> Customer:
    arrived = min(call.entered, queued)
    known = str(call.line), call.day, arrived, queued, call.type, call.priority == VIP
    return Customer(*known, max(0.0, patience), max(0.0, service))


def _services(calls: Sequence[LoggedCall]) -> dict[str, list[int]]:
    """Services of some length by type; under "", of all."""
    found: dict[str, list[int]] = {"": []}
    for call in calls:
        if call.outcome == AGENT and call.service_seconds > 0:
            found.setdefault(call.type, []).append(call.service_seconds)
            found[""].append(call.service_seconds)
    return found


def _drawn(chance: Random, services: dict[str, list[int]], type_: str) -> float:
    among = services.get(type_) or services[""]
    return float(among[int(chance.random() * len(among))]) if among else 0.0


def presences(calls: Iterable[LoggedCall]) -> list[Presence]:
    """Each server's services, joined over gaps of at most GAP_SECONDS_MAX. Those of nobody known say nothing."""
    services: dict[str, list[tuple[Instant, Instant]]] = {}
    for call in calls:
        if call.outcome == AGENT and call.server:
            end = call.service_begun + call.service_seconds * SECOND
            services.setdefault(call.server, []).append((call.service_begun, end))
    return sorted(Presence(*span, server) for server, spans in services.items() for span in _joined(sorted(spans)))


def _joined(spans: list[tuple[Instant, Instant]]) -> Iterable[tuple[Instant, Instant]]:
    begun, ended = spans[0]
    for begin, end in spans[1:]:
        if begin - ended > GAP_SECONDS_MAX * SECOND:
            yield begun, ended
            begun, ended = begin, end
        else:
            ended = max(ended, end)
    yield begun, ended


def _types_of(calls: Iterable[LoggedCall]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for call in calls:
        if call.outcome == AGENT and call.server:
            served = found.setdefault(call.server, {})
            served[call.type] = served.get(call.type, 0) + 1
    return found
