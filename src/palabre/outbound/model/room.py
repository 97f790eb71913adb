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

from palabre.channels.voice import facts as voice_facts
from palabre.conversations import facts as conversation_facts
from palabre.foundations.clock import Instant
from palabre.foundations.decision import Decision, Room
from palabre.foundations.ids import CallingCampaignId, ContactId
from palabre.outbound import commands, facts
from palabre.outbound.model import state as states
from palabre.outbound.model.attempts import abandon, call, over
from palabre.outbound.model.evolve import EVOLVE
from palabre.outbound.model.follow import (
    after_closed,
    after_effect,
    after_item,
    after_left,
    after_lost,
    after_released,
    after_reserved,
    after_rows,
    after_withdrawn,
    after_wrap_up,
    go_on,
)
from palabre.outbound.model.rules import SKIPPED
from palabre.outbound.model.state import SHOWN, WAITING, Attempt, Campaign, State, state_of
from palabre.outbound.problems import NotShown
from palabre.routing import facts as routing_facts


def _shown(d: Decision, contact: ContactId, advisor: str) -> Attempt:
    attempt = state_of(d).attempts.get(contact)
    if attempt is None or attempt.state != SHOWN or attempt.advisor != advisor:
        raise NotShown(contact=contact)
    return attempt


def dial_shown(d: Decision, c: commands.DialShown) -> None:
    attempt = _shown(d, c.contact, c.advisor)
    call(d, attempt.campaign, c.contact, attempt.seat)


def skip_shown(d: Decision, c: commands.SkipShown) -> None:
    attempt = _shown(d, c.contact, c.advisor)
    pass_on(d, c.contact, attempt, f"{SKIPPED}_{c.reason}" if c.reason else SKIPPED)


def pass_on(d: Decision, contact: ContactId, attempt: Attempt, outcome: str = SKIPPED) -> None:
    """She is ready for another one."""
    over(d, contact, outcome)
    go_on(d, attempt.campaign)


def tick(d: Decision) -> None:
    state = state_of(d)
    for contact, attempt in list(state.attempts.items()):
        if not attempt.deadline or attempt.deadline > d.now or state.attempts.get(contact) is not attempt:
            continue
        if attempt.state == SHOWN:
            pass_on(d, contact, attempt)
        elif attempt.state == WAITING:
            abandon(d, contact, attempt)
    for id, campaign in list(state.campaigns.items()):
        if _is_due(state, id, campaign, d.now):
            go_on(d, id)


def _is_due(state: State, id: CallingCampaignId, campaign: Campaign, now: Instant) -> bool:
    at = states.due(state, id, campaign)
    return at is not None and at <= now


ROOM = Room(
    name="outbound",
    new_state=lambda world: State(),
    evolve=EVOLVE,
    commands={commands.DialShown: dial_shown, commands.SkipShown: skip_shown},
    follow={
        facts.CampaignSet: after_rows,
        facts.ContactsSupplied: after_rows,
        facts.ContactsWithdrawn: after_withdrawn,
        routing_facts.AdvisorReserved: after_reserved,
        routing_facts.AdvisorReleased: after_released,
        routing_facts.WorkItemEnded: after_item,
        routing_facts.WrapUpEnded: after_wrap_up,
        voice_facts.EffectEnded: after_effect,
        voice_facts.StandbyLost: after_lost,
        conversation_facts.CustomerLeft: after_left,
        conversation_facts.ConversationClosed: after_closed,
    },
    deadline=states.deadline,
    tick=tick,
    dump=states.dump,
    load=states.load,
    learns=True,
)
