"""Advisors sought for a calling campaign, kept with their audio up, and let go."""

from __future__ import annotations

import hashlib

from palabre.channels.voice.model import verbs as voice
from palabre.foundations import limits
from palabre.foundations.decision import Decision
from palabre.foundations.ids import CallingCampaignId, ConversationId, SeatId, WorkItemId, uuid7
from palabre.foundations.problems import Problem
from palabre.outbound import facts
from palabre.outbound.model import state as states
from palabre.outbound.model.rules import NO_LINE
from palabre.outbound.model.state import CALLING, KIND, READY, RUNNING, SOUGHT, Campaign, state_of
from palabre.routing import commands as routing_commands


def seek(d: Decision, id: CallingCampaignId, campaign: Campaign) -> None:
    """One at a time: the next as soon as one is reserved."""
    if campaign.again_at > d.now or not states.wants_seat(state_of(d), id, campaign):
        return
    seat = SeatId(uuid7(d.now, hashlib.sha256(d.next_id().encode()).digest()[:10]))
    d.emit(facts.SeatSought(d.now, id, seat))
    try:
        reply = d.perform(routing_commands.QueueWorkItem(
            ConversationId(seat), campaign.rules.queue, KIND, reserve_seconds=limits.OUTBOUND_RESERVED_SECONDS,
            wait_seconds=limits.OUTBOUND_SOUGHT_SECONDS))
    except Problem:
        reply = {"refused": "queue_removed"}
    if "refused" in reply:
        d.emit(facts.SeatEnded(d.now, id, seat, "refused"))


def let_go(d: Decision, id: CallingCampaignId, campaign: Campaign) -> None:
    """Nobody is kept for nothing: not for a campaign that is paused, nor where there is nobody to dial."""
    state = state_of(d)
    if campaign.rules.state == RUNNING and campaign.supply:
        return
    reason = "nothing_to_dial" if campaign.rules.state == RUNNING else "paused"
    due = states.unmet(state, id, campaign)
    kept = [*state.seats_of(id, READY, CALLING), *state.seats_of(id, SOUGHT)]
    for seat, _ in kept[due:]:
        end_seat(d, seat, reason)


def rest(d: Decision, id: CallingCampaignId) -> None:
    """There is no line to call by: nobody is kept meanwhile but for who rings already."""
    state = state_of(d)
    due = states.unmet(state, id, state.campaigns[id])
    for seat, _ in [*state.seats_of(id, READY, CALLING), *state.seats_of(id, SOUGHT)][due:]:
        end_seat(d, seat, NO_LINE)


def end_seat(d: Decision, id: SeatId, reason: str) -> None:
    """Her telephone is let go first, then she; whoever is sought no more is sought no more."""
    seat = state_of(d).seats.get(id)
    if seat is None:
        return
    d.emit(facts.SeatEnded(d.now, seat.campaign, id, reason))
    if seat.advisor:
        voice.stand_down(d, ConversationId(id), seat.advisor)
    _cancel_item(d, seat.item, reason)


def give_up(d: Decision, id: SeatId, reason: str) -> None:
    """Her telephone does not serve: she would be given the next seat at once, and so on; nobody is sought a while."""
    for other, _ in state_of(d).seats_of(state_of(d).seats[id].campaign, SOUGHT):
        end_seat(d, other, reason)
    end_seat(d, id, reason)


def _cancel_item(d: Decision, item: WorkItemId | None, reason: str) -> None:
    try:
        if item is not None:
            d.perform(routing_commands.CancelWorkItem(item, reason))
    except Problem:
        pass  # it ended by another way in this very batch
