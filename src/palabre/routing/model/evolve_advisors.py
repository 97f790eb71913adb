"""What facts about rules, advisors and reservations do to the state."""
from __future__ import annotations

from palabre.foundations.clock import HOUR
from palabre.foundations.limits import GONE_TOLD_HOURS
from palabre.routing import facts
from palabre.routing.model import timers
from palabre.routing.model.evolve_items import join_line
from palabre.routing.model.indices import count_people, forget_if_done, rebuild
from palabre.routing.model.lines import freshen, leave
from palabre.routing.model.state import AVAILABLE, AWAY, CUT_OFF, GONE, RESERVED, WAITING, State


def _published(state: State, fact: facts.RoutingRulesPublished, number: int) -> None:
    """Waiting items follow the new rules; talks and wrap-ups of a removed queue go on by the old ones."""
    old = {**state.retired, **state.queues}
    state.version, state.now, state.days, state.today = fact.version, fact.at, fact.days, (0, 0)
    state.queues = {rules.queue: rules for rules in fact.queues}
    state.given = {q: given for q, given in state.given.items() if q in state.queues and old[q].share_window_seconds
                   == state.queues[q].share_window_seconds}
    alive = {item.queue for item in state.items.values()}
    state.retired = {q: rules for q, rules in old.items() if q not in state.queues and q in alive}
    for item in state.items.values():
        if rules := state.queues.get(item.queue):
            item.ring = min(item.ring, len(rules.rings) - 1)
    rebuild(state)
    timers.rebuild(state)


def _removed(state: State, fact: facts.AdvisorRemoved, number: int) -> None:
    """She leaves for good once nothing of hers goes on."""
    state.now = fact.at
    advisor = state.advisors.get(fact.advisor)
    if advisor is not None and not advisor.removed:
        advisor.removed = True
        count_people(state, advisor.profile, -1)
        freshen(state, advisor)
        forget_if_done(state, advisor)


def _signed_in(state: State, fact: facts.AdvisorSignedIn, number: int) -> None:
    advisor, state.now = state.advisors[fact.advisor], fact.at
    advisor.signed_in = advisor.present = advisor.confirmed = True
    if fact.at - advisor.since > GONE_TOLD_HOURS * HOUR:
        advisor.doubt = ""
    advisor.status, advisor.since, advisor.held, advisor.presence_deadline = AWAY, fact.at, False, 0
    advisor.status_until = 0
    freshen(state, advisor)


def _signed_out(state: State, fact: facts.AdvisorSignedOut, number: int) -> None:
    """Signed out by silence she comes back away: she is told, and rather that a customer was cut off."""
    advisor, state.now = state.advisors[fact.advisor], fact.at
    gone = fact.reason == "lost" and advisor.status != AWAY
    advisor.doubt = (CUT_OFF if advisor.doubt == CUT_OFF else GONE) if gone else ""
    advisor.signed_in, advisor.status, advisor.since = False, AWAY, fact.at
    freshen(state, advisor)
    forget_if_done(state, advisor)


def _status_changed(state: State, fact: facts.AdvisorStatusChanged, number: int) -> None:
    """Idle counts from becoming available; the confirming click after a missed offer does not reset it."""
    advisor, state.now = state.advisors[fact.advisor], fact.at
    if advisor.status != fact.status:
        advisor.since = fact.at
        if fact.status == AVAILABLE:
            advisor.idle_since = fact.at
    advisor.status, advisor.confirmed, advisor.doubt = fact.status, True, ""
    advisor.status_until = fact.until
    freshen(state, advisor)


def _presence_lost(state: State, fact: facts.PresenceLost, number: int) -> None:
    advisor, state.now = state.advisors[fact.advisor], fact.at
    advisor.present, advisor.presence_deadline = False, fact.deadline
    freshen(state, advisor)
    if fact.deadline:
        timers.watch_presence(state, advisor)


def _presence_regained(state: State, fact: facts.PresenceRegained, number: int) -> None:
    advisor, state.now = state.advisors[fact.advisor], fact.at
    advisor.present, advisor.held, advisor.presence_deadline = True, False, 0
    freshen(state, advisor)


def _reserved(state: State, fact: facts.AdvisorReserved, number: int) -> None:
    advisor, state.now = state.advisors[fact.advisor], fact.at
    advisor.reserved, advisor.reserved_until = fact.item, fact.deadline
    item = state.items[fact.item]
    item.reserved_by = fact.advisor
    if fact.first:
        leave(state, item)
        item.state, item.advisor = RESERVED, fact.advisor
        item.preferred_until, item.holding = 0, False
    freshen(state, advisor)
    timers.watch_reservation(state, advisor)


def _withheld(state: State, fact: facts.DeferrableWithheld, number: int) -> None:
    advisor = state.advisors[fact.advisor]
    advisor.withheld = {q: until for q, until in advisor.withheld.items() if until > fact.at}
    advisor.withheld[fact.queue] = fact.deadline
    timers.watch_withheld(state, advisor, fact.queue)


def _released(state: State, fact: facts.AdvisorReleased, number: int) -> None:
    advisor, state.now = state.advisors[fact.advisor], fact.at
    advisor.reserved, advisor.reserved_until = None, 0
    if item := state.items.get(fact.item):
        item.reserved_by = None
        if item.state == RESERVED:
            item.state, item.advisor = WAITING, None
            join_line(state, item)
    freshen(state, advisor)


EVOLVE = {
    facts.RoutingRulesPublished: _published,
    facts.AdvisorRemoved: _removed,
    facts.AdvisorSignedIn: _signed_in,
    facts.AdvisorSignedOut: _signed_out,
    facts.AdvisorStatusChanged: _status_changed,
    facts.PresenceLost: _presence_lost,
    facts.PresenceRegained: _presence_regained,
    facts.AdvisorReserved: _reserved,
    facts.AdvisorReleased: _released,
    facts.DeferrableWithheld: _withheld,
}
