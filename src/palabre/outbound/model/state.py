"""What the partition knows of calling campaigns under way, and what facts do to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from palabre.channels.voice import facts as voice_facts
from palabre.foundations.clock import HOUR, Instant, seconds_between
from palabre.foundations.decision import World
from palabre.foundations.ids import (
    AdvisorId,
    CallingCampaignId,
    ContactId,
    ConversationId,
    EffectId,
    SeatId,
    WorkItemId,
)
from palabre.outbound import facts
from palabre.outbound.model.pacing import PREVIEW, Learned, Tally
from palabre.routing import facts as routing_facts

RUNNING, PAUSED, STOPPED = "running", "paused", "stopped"
SOUGHT, CALLING, READY, NAMED = "sought", "calling", "ready", "named"   # of seats; NAMED: for one contact alone
SHOWN, RINGING, WAITING, SAYING, MET = "shown", "ringing", "waiting", "saying", "met"
DAY_MS = 24 * HOUR
DAYS = 30                            # a ceiling holds for a day, and for thirty


class Seat(msgspec.Struct):
    """An advisor sought for the campaign, then kept for it, then with her audio up."""

    campaign: CallingCampaignId
    state: str = SOUGHT
    item: WorkItemId | None = None
    advisor: AdvisorId | None = None
    effect: EffectId | None = None
    since: Instant = 0


class Attempt(msgspec.Struct):
    """One contact under way. `deadline`: of the card while it is shown, of the greeting while she waits."""

    campaign: CallingCampaignId
    state: str
    since: Instant
    seat: SeatId | None = None
    deadline: Instant = 0
    effect: EffectId | None = None
    conversation: ConversationId | None = None
    advisor: AdvisorId | None = None
    item: WorkItemId | None = None
    machine: bool = False


class Campaign(msgspec.Struct):
    """`supply`: contacts to dial, in order, each with the instant beyond which it may not be. `again_at`: no advisor is
    sought before. `days`: tallies by the tenant's days."""

    rules: facts.CampaignSet
    supply: list[tuple[ContactId, Instant]] = []
    days: dict[int, Tally] = {}
    learned: Learned = msgspec.field(default_factory=Learned)
    again_at: Instant = 0
    dialled: int = 0
    answered: int = 0

    def day_at(self, at: Instant) -> int:
        return (at + self.rules.day_offset_ms) // DAY_MS

    def tallies(self, at: Instant) -> tuple[Tally, Tally, Tally]:
        """Of today, of thirty days, of the whole."""
        today = self.day_at(at)
        recent = [t for d, t in self.days.items() if d > today - DAYS]
        return self.days.get(today, Tally()), summed(recent), summed(self.days.values())

    def spare(self, at: Instant) -> int:
        return min(t.spare(self.rules.ceiling_permille) for t in self.tallies(at))


def summed(tallies: Any) -> Tally:
    found = list(tallies)
    return Tally(sum(t.persons for t in found), sum(t.abandoned for t in found))


class State:
    """All but `campaigns`, `seats`, `attempts` are indices."""

    def __init__(self) -> None:
        self.campaigns: dict[CallingCampaignId, Campaign] = {}
        self.seats: dict[SeatId, Seat] = {}
        self.attempts: dict[ContactId, Attempt] = {}
        self.items: dict[WorkItemId, SeatId] = {}
        self.efforts: dict[EffectId, ContactId] = {}
        self.talks: dict[ConversationId, ContactId] = {}

    def seats_of(self, campaign: CallingCampaignId, *states: str) -> Iterator[tuple[SeatId, Seat]]:
        found = [(i, s) for i, s in self.seats.items() if s.campaign == campaign and (not states or s.state in states)]
        return iter(found)

    def attempts_of(self, campaign: CallingCampaignId, *states: str) -> list[tuple[ContactId, Attempt]]:
        hers = [(i, a) for i, a in self.attempts.items() if a.campaign == campaign]
        return [(i, a) for i, a in hers if not states or a.state in states]


def deadline(state: State) -> Instant | None:
    instants = [a.deadline for a in state.attempts.values() if a.deadline and a.state in (SHOWN, WAITING)]
    instants += [at for id, c in state.campaigns.items() if (at := due(state, id, c)) is not None]
    return min(instants, default=None)


def due(state: State, id: CallingCampaignId, campaign: Campaign) -> Instant | None:
    """When an advisor may be sought again, or the hours of a contact are over."""
    found = [until for _, until in campaign.supply[:1]]
    if campaign.again_at and wants_seat(state, id, campaign):
        found.append(campaign.again_at)
    return min(found, default=None)


def wants_seat(state: State, id: CallingCampaignId, campaign: Campaign) -> bool:
    """One is sought at a time, and no more are kept than there are lines. Preview calls only with the advisor who
    reads; the others seek for who rings already, too."""
    seats = list(state.seats_of(id))
    if len(seats) >= campaign.rules.lines_max or any(s.state == SOUGHT for _, s in seats):
        return False
    if campaign.rules.state == RUNNING and campaign.supply:
        return True
    return unmet(state, id, campaign) > sum(1 for _, s in seats if s.state in (CALLING, READY))


def unmet(state: State, id: CallingCampaignId, campaign: Campaign) -> int:
    """Who rings or waits, and is nobody's by name."""
    if is_preview(campaign):
        return 0
    return sum(1 for _, a in state.attempts_of(id, RINGING, WAITING) if a.seat is None)


# -- campaigns and contacts


def _set(state: State, fact: facts.CampaignSet, number: int) -> None:
    known = state.campaigns.get(fact.campaign)
    if known:
        known.rules = fact
    else:
        state.campaigns[fact.campaign] = Campaign(fact)


def _supplied(state: State, fact: facts.ContactsSupplied, number: int) -> None:
    if campaign := state.campaigns.get(fact.campaign):
        campaign.supply = sorted([*campaign.supply, *zip(fact.contacts, fact.until, strict=True)], key=lambda c: c[1])


def _withdrawn(state: State, fact: facts.ContactsWithdrawn | facts.ContactsReturned, number: int) -> None:
    if campaign := state.campaigns.get(fact.campaign):
        gone = set(fact.contacts)
        campaign.supply = [c for c in campaign.supply if c[0] not in gone]


def _taken(state: State, campaign: CallingCampaignId, contact: ContactId) -> None:
    known = state.campaigns[campaign]
    known.supply = [c for c in known.supply if c[0] != contact]


def _shown(state: State, fact: facts.ContactShown, number: int) -> None:
    _taken(state, fact.campaign, fact.contact)
    seat = state.seats[fact.seat]
    seat.state = NAMED
    state.attempts[fact.contact] = Attempt(
        fact.campaign, SHOWN, fact.at, fact.seat, fact.deadline, advisor=fact.advisor)


def _dialled(state: State, fact: facts.ContactDialled, number: int) -> None:
    _taken(state, fact.campaign, fact.contact)
    state.attempts[fact.contact] = Attempt(fact.campaign, RINGING, fact.at, fact.seat, advisor=fact.advisor)
    state.campaigns[fact.campaign].dialled += 1


def _dial_asked(state: State, fact: voice_facts.DialRequested, number: int) -> None:
    contact = ContactId(fact.conversation)
    if attempt := state.attempts.get(contact):
        attempt.effect = fact.effect
        state.efforts[fact.effect] = contact


def _answered(state: State, fact: facts.ContactAnswered, number: int) -> None:
    attempt, campaign = state.attempts[fact.contact], state.campaigns[fact.campaign]
    campaign.learned.tried(True, seconds_between(attempt.since, fact.at))
    campaign.answered += 1
    attempt.state, attempt.since, attempt.deadline = WAITING, fact.at, fact.deadline
    attempt.conversation = fact.conversation
    state.talks[fact.conversation] = fact.contact


def _reached(state: State, fact: facts.ContactReached, number: int) -> None:
    attempt, campaign = state.attempts[fact.contact], state.campaigns[fact.campaign]
    _met(campaign, False, fact.at)
    attempt.state, attempt.deadline, attempt.since = MET, 0, fact.at
    attempt.advisor, attempt.item = fact.advisor, state.seats[fact.seat].item
    _forget_seat(state, fact.seat)


def _met(campaign: Campaign, abandoned: bool, at: Instant) -> None:
    campaign.learned.met(abandoned, campaign.rules.ceiling_permille / 1000, campaign.spare(at))


def _abandoned(state: State, fact: facts.ContactAbandoned, number: int) -> None:
    attempt, campaign = state.attempts[fact.contact], state.campaigns[fact.campaign]
    attempt.state, attempt.deadline = SAYING, 0
    _met(campaign, True, fact.at)
    tally = campaign.days.setdefault(campaign.day_at(fact.at), Tally())
    tally.persons, tally.abandoned = tally.persons + 1, tally.abandoned + 1


def _tried(state: State, fact: facts.ContactTried, number: int) -> None:
    attempt, campaign = state.attempts.pop(fact.contact), state.campaigns[fact.campaign]
    state.efforts.pop(attempt.effect, None)  # type: ignore[arg-type]
    if attempt.conversation:
        state.talks.pop(attempt.conversation, None)
    seat = state.seats.get(attempt.seat) if attempt.seat else None
    if seat and seat.state == NAMED:
        seat.state = READY
    if fact.outcome in ("talked", "machine", "hung_up"):
        if fact.outcome != "machine":
            campaign.days.setdefault(fact.day, Tally()).persons += 1
        if fact.outcome != "hung_up":
            campaign.learned.handled_for(seconds_between(attempt.since, fact.at))
    elif attempt.state == RINGING and fact.outcome in ("busy", "no_answer", "failed", "invalid_number"):
        campaign.learned.tried(False, seconds_between(attempt.since, fact.at))


def _disposed(state: State, fact: facts.ContactDisposed, number: int) -> None:
    """While the talk is not over yet; later the row alone is written."""
    if (attempt := state.attempts.get(fact.contact)) and attempt.conversation == fact.conversation:
        attempt.machine = not fact.person


# -- seats


def _sought(state: State, fact: facts.SeatSought, number: int) -> None:
    state.seats[fact.seat] = Seat(fact.campaign, since=fact.at)
    state.campaigns[fact.campaign].again_at = 0


def _queued(state: State, fact: routing_facts.WorkItemQueued, number: int) -> None:
    if seat := state.seats.get(SeatId(fact.conversation)):
        seat.item = fact.item
        state.items[fact.item] = SeatId(fact.conversation)


def _reserved(state: State, fact: routing_facts.AdvisorReserved, number: int) -> None:
    if fact.first and (id := state.items.get(fact.item)):
        seat = state.seats[id]
        seat.state, seat.advisor, seat.since = CALLING, fact.advisor, fact.at


def _released(state: State, fact: routing_facts.AdvisorReleased, number: int) -> None:
    if id := state.items.get(fact.item):
        seat = state.seats[id]
        seat.state, seat.advisor, seat.effect = SOUGHT, None, None


def _standby_asked(state: State, fact: voice_facts.StandbyRequested, number: int) -> None:
    if seat := state.seats.get(SeatId(fact.conversation)):
        seat.effect = fact.effect


def _effect_over(state: State, fact: voice_facts.EffectEnded, number: int) -> None:
    seat = state.seats.get(SeatId(fact.conversation))
    if seat and seat.effect == fact.effect and fact.outcome == "done" and seat.state == CALLING:
        seat.state, seat.since = READY, fact.at


def _seat_ended(state: State, fact: facts.SeatEnded, number: int) -> None:
    _forget_seat(state, fact.seat)
    campaign = state.campaigns[fact.campaign]
    if fact.reason in AGAIN_MS:
        campaign.again_at = fact.at + AGAIN_MS[fact.reason]


def _forget_seat(state: State, id: SeatId) -> None:
    if (seat := state.seats.pop(id, None)) and seat.item:
        state.items.pop(seat.item, None)


# after which another advisor is sought: whose telephone does not answer would else be tried without end
AGAIN_MS = {"no_telephone": 5_000, "telephone_lost": 2_000, "refused": 30_000, "gone": 5_000}


EVOLVE = {
    facts.CampaignSet: _set,
    facts.ContactsSupplied: _supplied,
    facts.ContactsWithdrawn: _withdrawn,
    facts.ContactsReturned: _withdrawn,
    facts.ContactShown: _shown,
    facts.ContactDialled: _dialled,
    facts.ContactAnswered: _answered,
    facts.ContactReached: _reached,
    facts.ContactAbandoned: _abandoned,
    facts.ContactTried: _tried,
    facts.ContactDisposed: _disposed,
    facts.SeatSought: _sought,
    facts.SeatEnded: _seat_ended,
    routing_facts.WorkItemQueued: _queued,
    routing_facts.AdvisorReserved: _reserved,
    routing_facts.AdvisorReleased: _released,
    voice_facts.DialRequested: _dial_asked,
    voice_facts.StandbyRequested: _standby_asked,
    voice_facts.EffectEnded: _effect_over,
}


def dump(state: State) -> dict[str, Any]:
    return msgspec.to_builtins(
        {"campaigns": state.campaigns, "seats": state.seats, "attempts": state.attempts}, str_keys=True)


def load(world: World, data: dict[str, Any]) -> State:
    state = State()
    state.campaigns = msgspec.convert(data["campaigns"], dict[CallingCampaignId, Campaign], strict=False)
    state.seats = msgspec.convert(data["seats"], dict[SeatId, Seat])
    state.attempts = msgspec.convert(data["attempts"], dict[ContactId, Attempt])
    state.items = {s.item: i for i, s in state.seats.items() if s.item}
    for id, attempt in state.attempts.items():
        if attempt.effect:
            state.efforts[attempt.effect] = id
        if attempt.conversation:
            state.talks[attempt.conversation] = id
    return state


def is_preview(campaign: Campaign) -> bool:
    return campaign.rules.mode == PREVIEW
