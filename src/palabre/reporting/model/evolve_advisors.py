"""What advisors do into intervals: one begins where the last ended."""

from __future__ import annotations

from collections.abc import Callable

from palabre.foundations.facts import Fact
from palabre.reporting.model.kept import Kept
from palabre.reporting.model.rows import Home, Interval
from palabre.routing import facts as routing


def _configured(kept: Kept, fact: routing.AdvisorConfigured, number: int) -> None:
    home = kept.homes[fact.advisor] = kept.changed_homes[fact.advisor] = Home(fact.advisor, fact.site, fact.partner)
    kept.turn(fact.advisor, fact.at, number, site=home.site, partner=home.partner)


def _signed_in(kept: Kept, fact: routing.AdvisorSignedIn, number: int) -> None:
    if fact.advisor not in kept.open:
        home = kept.home(fact.advisor)
        kept.begin(Interval(fact.advisor, fact.at, "away", number, site=home.site, partner=home.partner))


def _signed_out(kept: Kept, fact: routing.AdvisorSignedOut | routing.AdvisorRemoved, number: int) -> None:
    kept.end(fact.advisor, fact.at)


def _status(kept: Kept, fact: routing.AdvisorStatusChanged, number: int) -> None:
    kept.turn(fact.advisor, fact.at, number, status=fact.status)


def _lost(kept: Kept, fact: routing.PresenceLost, number: int) -> None:
    kept.turn(fact.advisor, fact.at, number, present=False)


def _regained(kept: Kept, fact: routing.PresenceRegained, number: int) -> None:
    kept.turn(fact.advisor, fact.at, number, present=True)


EVOLVE: dict[type[Fact], Callable] = {
    routing.AdvisorConfigured: _configured,
    routing.AdvisorSignedIn: _signed_in,
    routing.AdvisorSignedOut: _signed_out,
    routing.AdvisorRemoved: _signed_out,
    routing.AdvisorStatusChanged: _status,
    routing.PresenceLost: _lost,
    routing.PresenceRegained: _regained,
}
