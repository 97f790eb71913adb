"""Calling campaigns: whom to dial now, who is met by whom, and what is done when nobody is there.

| when                                    | then                                                                     |
|-----------------------------------------|--------------------------------------------------------------------------|
| a campaign runs and has whom to dial    | an advisor is sought; once one is reserved the next is sought            |
| an advisor is reserved                  | her telephone is called and kept: audio up, in silence                   |
| her audio is up                         | who waits is hers at once; else as many are dialled as the pacing says   |
| preview: her audio is up                | she is shown the next contact, and dials or passes on                    |
| somebody picks up                       | a ready advisor has her, without a click; else she waits two seconds     |
| nobody is there by then                 | abandoned: the named message, an opt-out by digit, the end               |
| the campaign is paused or stopped       | nobody is dialled any more; what rings is still met                      |
"""

from __future__ import annotations

import hashlib

from palabre.channels.voice import facts as voice_facts
from palabre.channels.voice.model import verbs as voice
from palabre.conversations import facts as conversation_facts
from palabre.foundations import limits
from palabre.foundations.clock import Instant, after
from palabre.foundations.decision import Decision, Room
from palabre.foundations.ids import CallingCampaignId, ContactId, ConversationId, SeatId, WorkItemId, uuid7
from palabre.foundations.problems import Problem
from palabre.outbound import commands, facts
from palabre.outbound.model import state as states
from palabre.outbound.model.pacing import View, how_many
from palabre.outbound.model.rules import SKIPPED
from palabre.outbound.model.state import (
    CALLING,
    MET,
    NAMED,
    READY,
    RINGING,
    RUNNING,
    SAYING,
    SHOWN,
    SOUGHT,
    WAITING,
    Attempt,
    Campaign,
    Seat,
    State,
    is_preview,
)
from palabre.outbound.problems import NotShown
from palabre.routing import commands as routing_commands
from palabre.routing import facts as routing_facts

KIND = "outbound"
CUT = "cut"  # why a customer left: by no doing of hers


def _state(d: Decision) -> State:
    return d.state("outbound")


# -- seats: advisors sought and kept


def go_on(d: Decision, id: CallingCampaignId) -> None:
    """Whatever can be done now: meet who waits, dial, seek, let go. Ends where nothing is left to do."""
    campaign = _state(d).campaigns.get(id)
    if campaign is None:
        return
    _return_late(d, id, campaign)
    _meet_waiting(d, id)
    if campaign.rules.state == RUNNING:
        (_show if is_preview(campaign) else _dial)(d, id, campaign)
    _seek(d, id, campaign)
    _let_go(d, id, campaign)


def _seek(d: Decision, id: CallingCampaignId, campaign: Campaign) -> None:
    """One at a time: the next as soon as one is reserved."""
    if campaign.again_at > d.now or not states.wants_seat(_state(d), id, campaign):
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


def _let_go(d: Decision, id: CallingCampaignId, campaign: Campaign) -> None:
    """Nobody is kept for nothing: not for a campaign that is paused, nor where there is nobody to dial."""
    state = _state(d)
    if campaign.rules.state == RUNNING and campaign.supply:
        return
    reason = "nothing_to_dial" if campaign.rules.state == RUNNING else "paused"
    due = states.unmet(state, id, campaign)
    kept = [*state.seats_of(id, READY, CALLING), *state.seats_of(id, SOUGHT)]
    for seat, _ in kept[due:]:
        _end_seat(d, seat, reason)


def _end_seat(d: Decision, id: SeatId, reason: str) -> None:
    """Her telephone is let go first, then she; whoever is sought no more is sought no more."""
    seat = _state(d).seats.get(id)
    if seat is None:
        return
    d.emit(facts.SeatEnded(d.now, seat.campaign, id, reason))
    if seat.advisor:
        voice.stand_down(d, ConversationId(id), seat.advisor)
    _cancel_item(d, seat.item, reason)


def _give_up(d: Decision, id: SeatId, reason: str) -> None:
    """Her telephone does not serve: she would be given the next seat at once, and so on; nobody is sought a while."""
    for other, _ in _state(d).seats_of(_state(d).seats[id].campaign, SOUGHT):
        _end_seat(d, other, reason)
    _end_seat(d, id, reason)


def _cancel_item(d: Decision, item: WorkItemId | None, reason: str) -> None:
    try:
        if item is not None:
            d.perform(routing_commands.CancelWorkItem(item, reason))
    except Problem:
        pass  # it ended by another way in this very batch


def _after_reserved(d: Decision, fact: routing_facts.AdvisorReserved, number: int) -> None:
    id = _state(d).items.get(fact.item) if fact.first else None
    if id is None:
        return
    voice.stand_by(d, ConversationId(id), fact.advisor)
    go_on(d, _state(d).seats[id].campaign)


def _after_released(d: Decision, fact: routing_facts.AdvisorReleased, number: int) -> None:
    """Her time as one kept is over, or she went away: somebody is sought for the seat again."""
    id = _state(d).items.get(fact.item)
    if id is None:
        return
    seat = _state(d).seats[id]
    for contact, attempt in _state(d).attempts_of(seat.campaign, SHOWN):
        if attempt.seat == id:
            _over(d, contact, SKIPPED)
    if seat.advisor != fact.advisor:  # else she has been reserved again in this very batch, and her audio stays
        voice.stand_down(d, ConversationId(id), fact.advisor)
    go_on(d, seat.campaign)


def _after_item(d: Decision, fact: routing_facts.WorkItemEnded, number: int) -> None:
    state = _state(d)
    if id := state.items.get(fact.item):
        campaign = state.seats[id].campaign
        _end_seat(d, id, "gone")
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


def _after_wrap_up(d: Decision, fact: routing_facts.WrapUpEnded, number: int) -> None:
    contact = _state(d).talks.get(fact.conversation)
    if contact and _is_hers(_state(d).attempts[contact], fact.item):
        _talk_over(d, contact)


def _after_closed(d: Decision, fact: conversation_facts.ConversationClosed, number: int) -> None:
    """However it ended: cut, transferred, handed to another advisor."""
    contact = _state(d).talks.get(fact.conversation)
    if contact and _state(d).attempts[contact].state == MET:
        _talk_over(d, contact)


def _talk_over(d: Decision, contact: ContactId) -> None:
    attempt = _state(d).attempts[contact]
    _over(d, contact, "machine" if attempt.machine else "talked")
    go_on(d, attempt.campaign)


# -- dialling


def _dial(d: Decision, id: CallingCampaignId, campaign: Campaign) -> None:
    view = view_of(d, id, campaign)
    wanted = how_many(view)
    for contact in [c for c, until in campaign.supply if until > d.now][:wanted]:
        _call(d, id, contact, None)


def view_of(d: Decision, id: CallingCampaignId, campaign: Campaign) -> View:
    state = _state(d)
    unmet = [a for _, a in state.attempts_of(id, RINGING, WAITING) if a.seat is None]
    ringing = sum(1 for a in unmet if a.state == RINGING)
    ready = sum(1 for _ in state.seats_of(id, READY))
    busy = len(state.attempts_of(id, MET))
    return View(campaign.rules.mode, ready, ringing, len(unmet) - ringing, busy, campaign.spare(d.now),
                campaign.rules.lines_max, campaign.learned)  # fmt: skip


def _call(d: Decision, id: CallingCampaignId, contact: ContactId, seat: SeatId | None) -> None:
    kept = _state(d).seats.get(seat) if seat else None
    d.emit(facts.ContactDialled(d.now, id, contact, seat, kept.advisor if kept else None))
    seconds = _state(d).campaigns[id].rules.ring_seconds
    voice.dial(d, ConversationId(contact), seconds, KIND)


def _show(d: Decision, id: CallingCampaignId, campaign: Campaign) -> None:
    """Preview: to each who is ready the next contact."""
    for seat_id, seat in _state(d).seats_of(id, READY):
        contact = next((c for c, until in campaign.supply if until > d.now), None)
        if contact is None:
            return
        until = after(d.now, campaign.rules.preview_seconds)
        d.emit(facts.ContactShown(d.now, id, contact, seat_id, seat.advisor, until))


def _shown(d: Decision, contact: ContactId, advisor: str) -> Attempt:
    attempt = _state(d).attempts.get(contact)
    if attempt is None or attempt.state != SHOWN or attempt.advisor != advisor:
        raise NotShown(contact=contact)
    return attempt


def _dial_shown(d: Decision, c: commands.DialShown) -> None:
    attempt = _shown(d, c.contact, c.advisor)
    _call(d, attempt.campaign, c.contact, attempt.seat)


def _skip_shown(d: Decision, c: commands.SkipShown) -> None:
    attempt = _shown(d, c.contact, c.advisor)
    _pass_on(d, c.contact, attempt, f"{SKIPPED}_{c.reason}" if c.reason else SKIPPED)


def _pass_on(d: Decision, contact: ContactId, attempt: Attempt, outcome: str = SKIPPED) -> None:
    """She is ready for another one."""
    _over(d, contact, outcome)
    go_on(d, attempt.campaign)


# -- what the telephone says


def _after_effect(d: Decision, fact: voice_facts.EffectEnded, number: int) -> None:
    state = _state(d)
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
        _give_up(d, id, "no_telephone")
    go_on(d, seat.campaign)


def _after_lost(d: Decision, fact: voice_facts.StandbyLost, number: int) -> None:
    """She hung up, or her page vanished. Whom she reads about goes back to the list; whom she dials may still come."""
    id = SeatId(fact.conversation)
    seat = _state(d).seats.get(id)
    if seat is None:
        return
    for contact, attempt in _state(d).attempts_of(seat.campaign, SHOWN):
        if attempt.seat == id:
            _over(d, contact, SKIPPED)
    _give_up(d, id, "telephone_lost")
    go_on(d, seat.campaign)


def _rung(d: Decision, contact: ContactId, fact: voice_facts.EffectEnded) -> None:
    attempt = _state(d).attempts[contact]
    if fact.outcome != "done":
        _over(d, contact, fact.detail or fact.outcome)
        return go_on(d, attempt.campaign)
    rules, conversation = _state(d).campaigns[attempt.campaign].rules, ConversationId(fact.detail)
    deadline = after(d.now, rules.greeting_seconds)
    known = d.state("conversations").conversations.get(conversation)
    d.emit(facts.ContactAnswered(d.now, attempt.campaign, contact, conversation, deadline))
    if known is None or not known.present:
        _over(d, contact, "hung_up")
    go_on(d, attempt.campaign)


def _meet_waiting(d: Decision, id: CallingCampaignId) -> None:
    """Who has waited longest first; whom an advisor has read about is hers."""
    state = _state(d)
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


def _after_left(d: Decision, fact: conversation_facts.CustomerLeft, number: int) -> None:
    """She hung up before anybody was there; cut by us, she was abandoned. Where the message is said, its effect's end
    follows and knows whether she had pressed the digit."""
    contact = _state(d).talks.get(fact.conversation)
    attempt = _state(d).attempts.get(contact) if contact else None
    if contact is None or attempt is None or attempt.state != WAITING:
        return
    if fact.reason == CUT:
        d.emit(facts.ContactAbandoned(d.now, attempt.campaign, contact, fact.conversation))
    _over(d, contact, "abandoned" if fact.reason == CUT else "hung_up")
    go_on(d, attempt.campaign)


def _said(d: Decision, contact: ContactId, detail: str) -> None:
    """The named message was heard to its end."""
    attempt = _state(d).attempts[contact]
    _over(d, contact, "abandoned", opted_out=detail == "opted_out")
    voice.release(d, attempt.conversation)
    go_on(d, attempt.campaign)


def _over(d: Decision, contact: ContactId, outcome: str, *, opted_out: bool = False) -> None:
    attempt = _state(d).attempts[contact]
    day = _state(d).campaigns[attempt.campaign].day_at(d.now)
    d.emit(facts.ContactTried(d.now, attempt.campaign, contact, outcome, day, attempt.conversation,
                              attempt.advisor, opted_out))  # fmt: skip


# -- rows, time


def _after_rows(d: Decision, fact: facts.CampaignSet | facts.ContactsSupplied, number: int) -> None:
    campaign = _state(d).campaigns.get(fact.campaign)
    if campaign and campaign.rules.state != RUNNING and campaign.supply:
        _return(d, fact.campaign, [c for c, _ in campaign.supply], campaign.rules.state)
    go_on(d, fact.campaign)


def _after_withdrawn(d: Decision, fact: facts.ContactsWithdrawn, number: int) -> None:
    for contact in fact.contacts:
        attempt = _state(d).attempts.get(contact)
        if attempt and attempt.state == SHOWN:
            _over(d, contact, "refused")
    go_on(d, fact.campaign)


def _return(d: Decision, id: CallingCampaignId, contacts: list[ContactId], reason: str) -> None:
    d.emit(facts.ContactsReturned(d.now, id, tuple(contacts), reason))


def _return_late(d: Decision, id: CallingCampaignId, campaign: Campaign) -> None:
    if late := [c for c, until in campaign.supply if until <= d.now]:
        _return(d, id, late, "hours_over")


def _tick(d: Decision) -> None:
    state = _state(d)
    for contact, attempt in list(state.attempts.items()):
        if not attempt.deadline or attempt.deadline > d.now or state.attempts.get(contact) is not attempt:
            continue
        if attempt.state == SHOWN:
            _pass_on(d, contact, attempt)
        elif attempt.state == WAITING:
            _abandon(d, contact, attempt)
    for id, campaign in list(state.campaigns.items()):
        if _is_due(state, id, campaign, d.now):
            go_on(d, id)


def _is_due(state: State, id: CallingCampaignId, campaign: Campaign, now: Instant) -> bool:
    at = states.due(state, id, campaign)
    return at is not None and at <= now


def _abandon(d: Decision, contact: ContactId, attempt: Attempt) -> None:
    d.emit(facts.ContactAbandoned(d.now, attempt.campaign, contact, attempt.conversation))
    voice.say_message(d, attempt.conversation, ConversationId(contact))


ROOM = Room(
    name="outbound",
    new_state=lambda world: State(),
    evolve=states.EVOLVE,
    commands={commands.DialShown: _dial_shown, commands.SkipShown: _skip_shown},
    follow={
        facts.CampaignSet: _after_rows,
        facts.ContactsSupplied: _after_rows,
        facts.ContactsWithdrawn: _after_withdrawn,
        routing_facts.AdvisorReserved: _after_reserved,
        routing_facts.AdvisorReleased: _after_released,
        routing_facts.WorkItemEnded: _after_item,
        routing_facts.WrapUpEnded: _after_wrap_up,
        voice_facts.EffectEnded: _after_effect,
        voice_facts.StandbyLost: _after_lost,
        conversation_facts.CustomerLeft: _after_left,
        conversation_facts.ConversationClosed: _after_closed,
    },
    deadline=states.deadline,
    tick=_tick,
    dump=states.dump,
    load=states.load,
    learns=True,
)
