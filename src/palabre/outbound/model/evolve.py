"""What facts do to what the partition knows of calling campaigns."""

from __future__ import annotations

from palabre.channels.voice import facts as voice_facts
from palabre.foundations.clock import seconds_between
from palabre.foundations.ids import CallingCampaignId, ContactId, SeatId
from palabre.outbound import facts
from palabre.outbound.model.pacing import Tally
from palabre.outbound.model.state import (
    CALLING,
    MET,
    NAMED,
    READY,
    RINGING,
    SAYING,
    SHOWN,
    SOUGHT,
    WAITING,
    Attempt,
    Campaign,
    Instant,
    Seat,
    State,
)
from palabre.routing import facts as routing_facts

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
AGAIN_MS = {"no_telephone": 5_000, "telephone_lost": 2_000, "refused": 30_000, "gone": 5_000, "no_line": 30_000}


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
