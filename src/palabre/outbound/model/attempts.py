"""Contacts of a calling campaign: shown, dialled, met, abandoned, over; and back to the list undialled."""

from __future__ import annotations

from palabre.channels.voice.model import verbs as voice
from palabre.foundations.clock import after
from palabre.foundations.decision import Decision
from palabre.foundations.ids import CallingCampaignId, ContactId, ConversationId, SeatId
from palabre.foundations.problems import Problem
from palabre.outbound import facts
from palabre.outbound.model.pacing import View, how_many
from palabre.outbound.model.state import KIND, MET, NAMED, READY, RINGING, WAITING, Attempt, Campaign, Seat, state_of
from palabre.routing import commands as routing_commands


def dial(d: Decision, id: CallingCampaignId, campaign: Campaign) -> None:
    view = view_of(d, id, campaign)
    wanted = how_many(view)
    for contact in [c for c, until in campaign.supply if until > d.now][:wanted]:
        call(d, id, contact, None)


def view_of(d: Decision, id: CallingCampaignId, campaign: Campaign) -> View:
    state = state_of(d)
    unmet = [a for _, a in state.attempts_of(id, RINGING, WAITING) if a.seat is None]
    ringing = sum(1 for a in unmet if a.state == RINGING)
    ready = sum(1 for _ in state.seats_of(id, READY))
    busy = len(state.attempts_of(id, MET))
    return View(campaign.rules.mode, ready, ringing, len(unmet) - ringing, busy, campaign.spare(d.now),
                campaign.rules.lines_max, campaign.learned)  # fmt: skip


def call(d: Decision, id: CallingCampaignId, contact: ContactId, seat: SeatId | None) -> None:
    kept = state_of(d).seats.get(seat) if seat else None
    d.emit(facts.ContactDialled(d.now, id, contact, seat, kept.advisor if kept else None))
    seconds = state_of(d).campaigns[id].rules.ring_seconds
    voice.dial(d, ConversationId(contact), seconds, KIND)


def show(d: Decision, id: CallingCampaignId, campaign: Campaign) -> None:
    """Preview: to each who is ready the next contact."""
    for seat_id, seat in state_of(d).seats_of(id, READY):
        contact = next((c for c, until in campaign.supply if until > d.now), None)
        if contact is None:
            return
        until = after(d.now, campaign.rules.preview_seconds)
        d.emit(facts.ContactShown(d.now, id, contact, seat_id, seat.advisor, until))


def meet_waiting(d: Decision, id: CallingCampaignId) -> None:
    """Who has waited longest first; whom an advisor has read about is hers."""
    state = state_of(d)
    waiting = sorted(state.attempts_of(id, WAITING), key=lambda pair: (pair[1].since, pair[0]))
    for contact, attempt in waiting:
        hers = state.seats.get(attempt.seat) if attempt.seat else None
        named = (attempt.seat, hers) if hers and hers.state == NAMED else None
        found = named or min(state.seats_of(id, READY), key=lambda pair: (pair[1].since, pair[0]), default=None)
        if found:
            _meet(d, contact, attempt, *found)


def _meet(d: Decision, contact: ContactId, attempt: Attempt, seat_id: SeatId, seat: Seat) -> None:
    """Reached, offered, accepted: one commit, no click."""
    try:
        d.perform(routing_commands.ReachCustomer(seat.item, attempt.conversation))
    except Problem:
        return  # she hung up again, or the reservation is over: its own fact follows
    offered = next(o for o in d.state("routing").offers.values() if o.item == seat.item)
    waited = d.now - attempt.since
    d.emit(facts.ContactReached(
        d.now, attempt.campaign, contact, attempt.conversation, seat_id, seat.advisor, waited))
    d.perform(routing_commands.AcceptOffer(offered.id, offered.advisor))


def abandon(d: Decision, contact: ContactId, attempt: Attempt) -> None:
    d.emit(facts.ContactAbandoned(d.now, attempt.campaign, contact, attempt.conversation))
    voice.say_message(d, attempt.conversation, ConversationId(contact))


def over(d: Decision, contact: ContactId, outcome: str, *, opted_out: bool = False) -> None:
    attempt = state_of(d).attempts[contact]
    day = state_of(d).campaigns[attempt.campaign].day_at(d.now)
    d.emit(facts.ContactTried(d.now, attempt.campaign, contact, outcome, day, attempt.conversation,
                              attempt.advisor, opted_out))  # fmt: skip


def give_back(d: Decision, id: CallingCampaignId, contacts: list[ContactId], reason: str) -> None:
    d.emit(facts.ContactsReturned(d.now, id, tuple(contacts), reason))


def return_late(d: Decision, id: CallingCampaignId, campaign: Campaign) -> None:
    if late := [c for c, until in campaign.supply if until <= d.now]:
        give_back(d, id, late, "hours_over")
