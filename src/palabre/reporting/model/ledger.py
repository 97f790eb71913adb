"""Facts into rows: a pure fold. What it keeps is what the read tables keep, so that a restart changes no figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from palabre.callbacks import facts as callbacks
from palabre.foundations.facts import Fact
from palabre.reporting.model import evolve_advisors, evolve_contacts
from palabre.reporting.model.evolve_contacts import request_of
from palabre.reporting.model.kept import Kept
from palabre.routing import facts as routing

_EVOLVE: dict[type[Fact], Callable] = evolve_contacts.EVOLVE | evolve_advisors.EVOLVE
FACTS: tuple[type[Fact], ...] = tuple(_EVOLVE)


class Ledger(Kept):
    """A store may hold only what a batch names (see `names`)."""

    def evolve(self, fact: Fact, number: int) -> None:
        function = _EVOLVE.get(type(fact))
        if function is not None:
            function(self, fact, number)


class Names(msgspec.Struct):
    """What a batch of facts speaks of: the rows a store has to bring before the fold."""

    items: set[str] = msgspec.field(default_factory=set)
    conversations: set[str] = msgspec.field(default_factory=set)
    advisors: set[str] = msgspec.field(default_factory=set)


def names(facts: Iterable[Fact]) -> Names:
    found = Names()
    for fact in facts:
        if type(fact) in _EVOLVE:
            for field, into in (
                ("item", found.items),
                ("conversation", found.conversations),
                ("advisor", found.advisors),
            ):
                value = getattr(fact, field, None)
                if value is not None:
                    into.add(value)
            if isinstance(fact, callbacks.CallbackRequested | callbacks.CallbackEnded):
                found.items.add(request_of(fact.callback))
            elif isinstance(fact, routing.WorkItemRefused):  # perhaps of a callback, which bears the name of its own
                found.items.add(request_of(fact.conversation))
    return found
