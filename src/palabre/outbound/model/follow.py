"""What a calling campaign does when something has happened: its seats, its calls, its rows."""

from __future__ import annotations

from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.model import verbs as voice
from palabre.conversations import facts as conversation_facts
from palabre.foundations.clock import after
from palabre.foundations.decision import Decision
from palabre.foundations.ids import CallingCampaignId, ContactId, ConversationId, SeatId, WorkItemId
from palabre.outbound import facts
from palabre.outbound.model.attempts import dial, give_back, meet_waiting, over, return_late, show
from palabre.outbound.model.rules import NO_LINE, SKIPPED
from palabre.outbound.model.seats import end_seat, give_up, let_go, rest, seek
from palabre.outbound.model.state import (
    MET,
    RINGING,
    RUNNING,
    SAYING,
    SHOWN,
    WAITING,
    Attempt,
    Seat,
    is_preview,
    state_of,
)
from palabre.routing import facts as routing_facts

CUT = "cut"  # why a customer left: by no doing of hers


def go_on(d: Decision, id: CallingCampaignId) -> None:
    """Whatever can be done now: meet who waits, dial, seek, let go. Ends where nothing is left to do."""
    campaign = state_of(d).campaigns.get(id)
    if campaign is None:
        return
    return_late(d, id, campaign)
    meet_waiting(d, id)
    if campaign.rules.state == RUNNING:
        (show if is_preview(campaign) else dial)(d, id, campaign)
    seek(d, id, campaign)
    let_go(d, id, campaign)


def after_reserved(d: Decision, fact: routing_facts.AdvisorReserved, number: int) -> None:
    id = state_of(d).items.get(fact.item) if fact.first else None
    if id is None:
        return
    voice.stand_by(d, ConversationId(id), fact.advisor)
    go_on(d, state_of(d).seats[id].campaign)


def after_released(d: Decision, fact: routing_facts.AdvisorReleased, number: int) -> None:
    """Her time as one kept is over, or she went away: somebody is sought for the seat again."""
    id = state_of(d).items.get(fact.item)
    if id is None:
        return
    seat = state_of(d).seats[id]
    for contact, attempt in state_of(d).attempts_of(seat.campaign, SHOWN):
        if attempt.seat == id:
            over(d, contact, SKIPPED)
    if seat.advisor != fact.advisor:  # else she has been reserved again in this very batch, and her audio stays
        voice.stand_down(d, ConversationId(id), fact.advisor)
    go_on(d, seat.campaign)


def after_item(d: Decision, fact: routing_facts.WorkItemEnded, number: int) -> None:
    state = state_of(d)
    if id := state.items.get(fact.item):
        campaign = state.seats[id].campaign
        end_seat(d, id, "gone")
        return go_on(d, campaign)
    contact = state.talks.get(fact.conversation)
    attempt = state.attempts[contact] if contact else None
    if contact and attempt and _is_hers(attempt, fact.item) and not _is_wrapping_up(d, attempt):
        _talk_over(d, contact)


def _is_hers(attempt: Attempt, item: WorkItemId) -> bool:
    return attempt.state == MET and attempt.item == item


def _is_wrapping_up(d: Decision, attempt: Attempt) -> bool:
    advisor = d.state("routing").advisors.get(attempt.advisor)
    return advisor is not None and attempt.item in advisor.wrap_ups


def after_wrap_up(d: Decision, fact: routing_facts.WrapUpEnded, number: int) -> None:
    contact = state_of(d).talks.get(fact.conversation)
    if contact and _is_hers(state_of(d).attempts[contact], fact.item):
        _talk_over(d, contact)


def after_closed(d: Decision, fact: conversation_facts.ConversationClosed, number: int) -> None:
    """However it ended: cut, transferred, handed to another advisor."""
    contact = state_of(d).talks.get(fact.conversation)
    if contact and state_of(d).attempts[contact].state == MET:
        _talk_over(d, contact)


def _talk_over(d: Decision, contact: ContactId) -> None:
    attempt = state_of(d).attempts[contact]
    over(d, contact, "machine" if attempt.machine else "talked")
    go_on(d, attempt.campaign)


def after_effect(d: Decision, fact: voice_facts.EffectEnded, number: int) -> None:
    state = state_of(d)
    seat = state.seats.get(SeatId(fact.conversation))
    if seat and seat.effect == fact.effect:
        return _standing(d, SeatId(fact.conversation), seat, fact)
    contact = state.efforts.get(fact.effect)
    if contact and state.attempts[contact].state == RINGING:
        return _rung(d, contact, fact)
    said = state.talks.get(ConversationId(fact.conversation))
    if said and state.attempts[said].state == SAYING:
        _said(d, said, fact.detail)


def _standing(d: Decision, id: SeatId, seat: Seat, fact: voice_facts.EffectEnded) -> None:
    if fact.outcome != "done":
        give_up(d, id, "no_telephone")
    go_on(d, seat.campaign)


def after_lost(d: Decision, fact: voice_facts.StandbyLost, number: int) -> None:
    """She hung up, or her page vanished. Whom she reads about goes back to the list; whom she dials may still come."""
    id = SeatId(fact.conversation)
    seat = state_of(d).seats.get(id)
    if seat is None:
        return
    for contact, attempt in state_of(d).attempts_of(seat.campaign, SHOWN):
        if attempt.seat == id:
            over(d, contact, SKIPPED)
    give_up(d, id, "telephone_lost")
    go_on(d, seat.campaign)


def _rung(d: Decision, contact: ContactId, fact: voice_facts.EffectEnded) -> None:
    attempt = state_of(d).attempts[contact]
    if fact.outcome != "done":
        over(d, contact, fact.detail or fact.outcome)
        if fact.detail == NO_LINE:
            rest(d, attempt.campaign)
        return go_on(d, attempt.campaign)
    rules, conversation = state_of(d).campaigns[attempt.campaign].rules, ConversationId(fact.detail)
    deadline = after(d.now, rules.greeting_seconds)
    known = d.state("conversations").conversations.get(conversation)
    d.emit(facts.ContactAnswered(d.now, attempt.campaign, contact, conversation, deadline))
    if known is None or not known.present:
        over(d, contact, "hung_up")
    go_on(d, attempt.campaign)


def after_left(d: Decision, fact: conversation_facts.CustomerLeft, number: int) -> None:
    """She hung up before anybody was there; cut by us, she was abandoned. Where the message is said, its effect's end
    follows and knows whether she had pressed the digit."""
    contact = state_of(d).talks.get(fact.conversation)
    attempt = state_of(d).attempts.get(contact) if contact else None
    if contact is None or attempt is None or attempt.state != WAITING:
        return
    if fact.reason == CUT:
        d.emit(facts.ContactAbandoned(d.now, attempt.campaign, contact, fact.conversation))
    over(d, contact, "abandoned" if fact.reason == CUT else "hung_up")
    go_on(d, attempt.campaign)


def _said(d: Decision, contact: ContactId, detail: str) -> None:
    """The named message was heard to its end."""
    attempt = state_of(d).attempts[contact]
    over(d, contact, "abandoned", opted_out=detail == "opted_out")
    voice.release(d, attempt.conversation)
    go_on(d, attempt.campaign)


def after_rows(d: Decision, fact: facts.CampaignSet | facts.ContactsSupplied, number: int) -> None:
    campaign = state_of(d).campaigns.get(fact.campaign)
    if campaign and campaign.rules.state != RUNNING and campaign.supply:
        give_back(d, fact.campaign, [c for c, _ in campaign.supply], campaign.rules.state)
    go_on(d, fact.campaign)


def after_withdrawn(d: Decision, fact: facts.ContactsWithdrawn, number: int) -> None:
    for contact in fact.contacts:
        attempt = state_of(d).attempts.get(contact)
        if attempt and attempt.state == SHOWN:
            over(d, contact, "refused")
    go_on(d, fact.campaign)
