"""What routing does when a deadline has come, and when a fact of rows or of a lower room comes by."""
from __future__ import annotations

from palabre.conversations.facts import ConversationClosed, CustomerLeft
from palabre.foundations.decision import Decision
from palabre.foundations.ids import QueueId
from palabre.routing import facts
from palabre.routing.model import timers
from palabre.routing.model.advisors import leave, stop_offering, talks_of
from palabre.routing.model.answering import close_wrap_up, give_up_offer
from palabre.routing.model.items import end_all, interrupt, open_rings, stop_waiting, wait_again
from palabre.routing.model.offering import match, place, release, serve, state_of, withdraw
from palabre.routing.model.preferring import end_preference, may_have
from palabre.routing.model.state import WAITING, Advisor, Item


def tick(d: Decision) -> None:
    state = state_of(d)
    while (advisor := timers.turned(state, d.now)) is not None:
        _hours_turn(d, state.advisors[advisor])
    while timer := timers.due(state, d.now):
        _DUE[timer[1]](d, timer[3], timer[4])


def _hours_turn(d: Decision, advisor: Advisor) -> None:
    hours = advisor.contact_hours or ()
    if any(begin <= d.now < end for begin, end in hours):
        d.emit(facts.ContactHoursBegan(d.now, advisor.id))
        serve(d, advisor)
    else:
        stop_offering(d, advisor, facts.ContactHoursEnded(d.now, advisor.id), "hours")


def _withheld_over(d: Decision, advisor: str, queue: str) -> None:
    """Several may be looked at again at one instant: the work goes to whom it is due."""
    state = state_of(d)
    waiting = [i for i in state.lines.get(QueueId(queue), {}).values() if i.state == WAITING and i.place]
    match(d, waiting, [state.advisors[advisor]])


def _change_over(d: Decision, change: str, _: str) -> None:
    d.emit(facts.SkillChangeEnded(d.now, change, "time_over"))


def _wrap_up_over(d: Decision, item: str, _: str) -> None:
    close_wrap_up(d, state_of(d).items[item])


def _advisor_lost(d: Decision, advisor: str, _: str) -> None:
    wait_again(d, *interrupt(d, talks_of(state_of(d).advisors[advisor]), "lost"))


def _not_shown(d: Decision, offer: str, _: str) -> None:
    give_up_offer(d, state_of(d).offers[offer], "withdrawn", "not_shown")


def _missed(d: Decision, offer: str, _: str) -> None:
    give_up_offer(d, state_of(d).offers[offer], "timed_out")


def _ring_due(d: Decision, id: str, _: str) -> None:
    item = state_of(d).items[id]
    open_rings(d, item)
    if item.state == WAITING:
        place(d, item)


def _preference_over(d: Decision, id: str, _: str) -> None:
    item = state_of(d).items[id]
    end_preference(d, item, "time_over")
    place(d, item)


def _refusal_over(d: Decision, item: str, advisor: str) -> None:
    if her := state_of(d).advisors.get(advisor):
        serve(d, her)


def _reservation_over(d: Decision, advisor: str, _: str) -> None:
    """What she was kept for may fit later; what was hers first waits again, and she may be first to have it."""
    her = state_of(d).advisors[advisor]
    if again := release(d, her):
        wait_again(d, again, [her])
    else:
        serve(d, her, reserving=False)


def _waited_longest(d: Decision, id: str, _: str) -> None:
    """An offer under way may still be answered; if it is not, the item ends with it."""
    item = state_of(d).items[id]
    if item.state == WAITING:
        overflowed: list[Item] = []
        freed = stop_waiting(d, item, overflowed)
        match(d, overflowed, freed)


_DUE = {
    timers.WRAP_UP_END: _wrap_up_over,
    timers.PRESENCE_END: _advisor_lost,
    timers.NOT_SHOWN: _not_shown,
    timers.MISSED: _missed,
    timers.RING: _ring_due,
    timers.PREFERENCE_END: _preference_over,
    timers.REFUSAL_END: _refusal_over,
    timers.RESERVATION_END: _reservation_over,
    timers.CHANGE_END: _change_over,
    timers.WITHHELD_END: _withheld_over,
    timers.LONGEST_WAIT: _waited_longest,
}


def _rules_published(d: Decision, fact: facts.RoutingRulesPublished, number: int) -> None:
    """Everything that waits is looked at again, the most urgent first."""
    state = state_of(d)
    waiting = [i for i in state.items.values() if i.state == WAITING]
    for item in waiting:
        if item.place:
            open_rings(d, item)
    for advisor in list(state.advisors.values()):
        waiting += _release_if_pointless(d, advisor)
        _prefer_no_more(d, advisor)
    wait_again(d, waiting)


def _advisor_configured(d: Decision, fact: facts.AdvisorConfigured, number: int) -> None:
    _look_again(d, [state_of(d).advisors[fact.advisor]])


def _skills_changed(d: Decision, fact: facts.SkillsChanged | facts.SkillChangeEnded, number: int) -> None:
    """Whoever has room: what others than those concerned can take may have changed too, by what was declined."""
    _look_again(d, list(state_of(d).advisors.values()))


def _look_again(d: Decision, advisors: list[Advisor]) -> None:
    """They can take other things than before: what they cannot take any more goes on, what they can comes to them."""
    again: list[Item] = []
    for advisor in advisors:
        if advisor.off_hours:
            again += withdraw(d, advisor, "hours")
        again += _release_if_pointless(d, advisor) + _prefer_no_more(d, advisor)
    declined = [i for i in state_of(d).declined.values() if i.state == WAITING]
    wait_again(d, again + [i for i in declined if i not in again], advisors)


def _release_if_pointless(d: Decision, advisor: Advisor) -> list[Item]:
    """New rules or skills do not let her take what she was kept for."""
    if advisor.reserved:
        place = state_of(d).items[advisor.reserved].place
        if place is None or not place.able & advisor.profile.bit:
            return release(d, advisor)
    return []


def _prefer_no_more(d: Decision, advisor: Advisor) -> list[Item]:
    """What waits for her alone though no ring admits her any more waits for everybody."""
    state = state_of(d)
    pointless = [i for i in advisor.preferring.values() if i.holding and not may_have(state, i, advisor)]
    for item in pointless:
        end_preference(d, item, "not_able")
    return pointless


def _advisor_removed(d: Decision, fact: facts.AdvisorRemoved, number: int) -> None:
    her = state_of(d).advisors.get(fact.advisor)
    if her is not None and her.signed_in:
        leave(d, her, "removed")


def _customer_left(d: Decision, fact: CustomerLeft, number: int) -> None:
    end_all(d, fact.conversation, "abandoned")


def _conversation_closed(d: Decision, fact: ConversationClosed, number: int) -> None:
    end_all(d, fact.conversation, "cancelled")


FOLLOW = {
    facts.RoutingRulesPublished: _rules_published,
    facts.AdvisorConfigured: _advisor_configured,
    facts.AdvisorRemoved: _advisor_removed,
    facts.SkillsChanged: _skills_changed,
    facts.SkillChangeEnded: _skills_changed,
    CustomerLeft: _customer_left,
    ConversationClosed: _conversation_closed,
}
