"""What a supervisor asks of an advisor's call: to listen, to whisper, to join, to take it over, and to be gone again.

Each request is on record before her telephone rings; a partner's supervisor is in the calls of her own people alone.
"""

from __future__ import annotations

from contextlib import suppress

import msgspec

from palabre.channels.voice.commands import EndSupervision, Supervise, TakeOver
from palabre.desk.problems import NoDesk, NotYourConversation
from palabre.foundations.decision import World
from palabre.foundations.ids import AdvisorId, ConversationId, PersonId
from palabre.foundations.scope import Scope
from palabre.plumbing.partition.follower import Follower
from palabre.plumbing.services import Services
from palabre.tenants.actions.audit import record

PERMISSION, DESK = "voice.supervise", "desk.answer"
TAKE_OVER = "take_over"
CATCH_UP_SECONDS = 0.5
ELSEWHERE_SECONDS_MAX = 3.0  # for the talk she leaves by asking for another one


class Asked(msgspec.Struct, frozen=True):
    conversation: ConversationId
    advisor: AdvisorId
    how: str
    session: str


async def begin(services: Services, who: Scope, asked: Asked) -> None:
    """Raises Forbidden, NoDesk, NotYourConversation, and what voice.Supervise and voice.TakeOver are refused with."""
    person, takes_over = _person(who), asked.how == TAKE_OVER
    if takes_over:
        who.require(DESK)  # the call will be hers, and needs one
    follower = await services.followers.of(who.tenant)
    await _is_there(follower, asked)
    _is_hers(follower.world, who, asked.advisor)
    async with services.database.transaction(who) as tx:
        await record(tx, "voice.supervise", f"conversation:{asked.conversation}", how=asked.how, advisor=asked.advisor)
    await _leave_other(services, who, follower, asked.conversation)
    about = asked.conversation, asked.advisor, person
    command = TakeOver(*about, asked.session) if takes_over else Supervise(*about, asked.how, asked.session)
    await services.commander.ask(who.tenant, command)


async def end(services: Services, who: Scope, conversation: ConversationId) -> None:
    """Idempotent: asked for where she is not, it does nothing."""
    person = _person(who)
    follower = await services.followers.of(who.tenant)
    with suppress(TimeoutError):  # a gateway may lag what another one has just answered
        await follower.until(lambda world: world["voice"].ears.get(person) == conversation, CATCH_UP_SECONDS)
        async with services.database.transaction(who) as tx:
            await record(tx, "voice.end_supervision", f"conversation:{conversation}")
        await services.commander.ask(who.tenant, EndSupervision(conversation, person))


def _person(who: Scope) -> PersonId:
    who.require(PERMISSION)
    if who.person is None:
        raise NoDesk()
    return who.person


async def _is_there(follower: Follower, asked: Asked) -> None:
    """A call of this tenant with her in it; what is another's is not found."""

    def is_there(world: World) -> bool:
        call = world["voice"].calls.get(asked.conversation)
        return call is not None and asked.advisor in call.legs

    try:
        await follower.until(is_there, CATCH_UP_SECONDS)
    except TimeoutError as error:
        raise NotYourConversation(conversation=asked.conversation) from error


def _is_hers(world: World, who: Scope, advisor: AdvisorId) -> None:
    """A partner's supervisor is in the calls of her own people only; another's are as if they did not exist."""
    found = world["routing"].advisors.get(advisor)
    if who.partner is not None and (found is None or found.partner != who.partner):
        raise NotYourConversation()


async def _leave_other(services: Services, who: Scope, follower: Follower, conversation: ConversationId) -> None:
    """From one talk to the next in one gesture: the first is let go before, for she has one telephone."""
    person = _person(who)
    other = follower.world["voice"].ears.get(person)
    if other is None or other == conversation:
        return
    await services.commander.ask(who.tenant, EndSupervision(other, person))
    with suppress(TimeoutError):  # then the owner refuses, and says why
        await follower.until(lambda world: world["voice"].ears.get(person) != other, ELSEWHERE_SECONDS_MAX)
