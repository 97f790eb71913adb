"""Commands about advisors: signing in and out, status, presence."""
from __future__ import annotations

from palabre.foundations.clock import SECOND
from palabre.foundations.decision import Decision
from palabre.foundations.ids import AdvisorId
from palabre.foundations.limits import LOST_ADVISOR_SECONDS, LOST_ADVISOR_SECONDS_MIN
from palabre.routing import commands, facts
from palabre.routing.model.items import interrupt, wait_again
from palabre.routing.model.offering import declined_beside, serve, state_of, withdraw
from palabre.routing.model.state import AVAILABLE, Advisor, Item
from palabre.routing.problems import AdvisorBusy, AdvisorNotSignedIn, AdvisorUnknown


def known(d: Decision, id: AdvisorId) -> Advisor:
    advisor = state_of(d).advisors.get(id)
    if advisor is None or advisor.removed:
        raise AdvisorUnknown(advisor=id)
    return advisor


def stop_offering(d: Decision, advisor: Advisor, fact: facts.Fact, reason: str) -> None:
    """After `fact` she takes no more: her offers and her reservation end, others are asked."""
    profile = advisor.profile
    d.emit(fact)
    items = withdraw(d, advisor, reason)
    wait_again(d, items + declined_beside(d, profile))


def sign_in(d: Decision, c: commands.SignIn) -> None:
    if not known(d, c.advisor).signed_in:
        d.emit(facts.AdvisorSignedIn(d.now, c.advisor))


def sign_out(d: Decision, c: commands.SignOut) -> None:
    advisor = state_of(d).advisors.get(c.advisor)
    if advisor is None or not advisor.signed_in:
        return
    if c.reason == "asked":
        if advisor.offers or advisor.talks:
            raise AdvisorBusy(advisor=c.advisor, talks=len(advisor.talks), offers=len(advisor.offers))
        for item in sorted(advisor.wrap_ups.values(), key=lambda i: i.number):
            d.emit(facts.WrapUpEnded(d.now, item.id, item.conversation, advisor.id))
    leave(d, advisor, c.reason)


def talks_of(advisor: Advisor) -> list[Item]:
    """In the order of arrival: maps of an advisor may come back from a snapshot in another one."""
    return sorted(advisor.talks.values(), key=lambda i: i.number)


def leave(d: Decision, advisor: Advisor, reason: str) -> None:
    """Signed out whatever she does: her customers return to the head; wrap-ups last as they would have."""
    profile = advisor.profile
    items = withdraw(d, advisor, "signed_out")
    talks = talks_of(advisor)
    d.emit(facts.AdvisorSignedOut(d.now, advisor.id, reason))
    again, freed = interrupt(d, talks, "lost")
    wait_again(d, items + again + declined_beside(d, profile), freed)


def change_status(d: Decision, c: commands.ChangeStatus) -> None:
    advisor = known(d, c.advisor)
    if not advisor.signed_in:
        raise AdvisorNotSignedIn(advisor=c.advisor)
    if advisor.status == c.status and advisor.confirmed and not advisor.doubt and advisor.status_until == c.until:
        return
    fact = facts.AdvisorStatusChanged(d.now, c.advisor, c.status, c.until)
    if c.status == AVAILABLE:
        d.emit(fact)
        serve(d, advisor)
    else:
        stop_offering(d, advisor, fact, "status")


def lose_presence(d: Decision, c: commands.LosePresence) -> None:
    advisor = state_of(d).advisors.get(c.advisor)
    if advisor is not None and advisor.signed_in and advisor.present:
        left_ms = max(LOST_ADVISOR_SECONDS * SECOND - c.silent_ms, LOST_ADVISOR_SECONDS_MIN * SECOND)
        deadline = 0 if c.talks_on else d.now + left_ms
        stop_offering(d, advisor, facts.PresenceLost(d.now, c.advisor, deadline), "presence")


def regain_presence(d: Decision, c: commands.RegainPresence) -> None:
    advisor = state_of(d).advisors.get(c.advisor)
    if advisor is not None and advisor.signed_in and (advisor.held or not advisor.present):
        d.emit(facts.PresenceRegained(d.now, c.advisor))
        serve(d, advisor)


COMMANDS = {
    commands.SignIn: sign_in,
    commands.SignOut: sign_out,
    commands.ChangeStatus: change_status,
    commands.LosePresence: lose_presence,
    commands.RegainPresence: regain_presence,
}
