"""What an advisor asks at her desk: always on her own behalf."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from palabre.channels.voice.commands import HangUp, Hold
from palabre.conversations.actions.messages import release_held
from palabre.desk.actions.presence import Presence
from palabre.desk.problems import NoDesk, NotYourConversation
from palabre.foundations.decision import Command, World
from palabre.foundations.ids import AdvisorId, ConversationId, PersonId, WorkItemId
from palabre.foundations.problems import Problem
from palabre.foundations.scope import Scope
from palabre.plumbing.partition.follower import Follower
from palabre.plumbing.services import Services
from palabre.routing.commands import ChangeStatus, FinishWorkItem
from palabre.routing.model.state import AVAILABLE, TALKING
from palabre.routing.problems import AdvisorNotSignedIn
from palabre.workforce.actions.contact_hours import check_contact_hours

PERMISSION = "desk.answer"
CONNECTING_SECONDS_MAX = 6.0  # a page waits ten for an answer
CATCH_UP_SECONDS = 0.5  # a gateway may lag what another one has just answered
SIGNING_IN_SECONDS_MAX = 4.0  # presence asks once more after two seconds, at the next sweep
ASK_PAUSE_SECONDS = 0.1


def advisor_of(who: Scope) -> AdvisorId:
    """The scope's person as an advisor. Raises Forbidden, NoDesk."""
    who.require(PERMISSION)
    if who.person is None:
        raise NoDesk()
    return AdvisorId(who.person)


async def ask(services: Services, who: Scope, command: Command) -> Any:
    """The owner's reply. Raises what the command is refused with, or Busy."""
    return await services.commander.ask(who.tenant, command)


async def change_status(
    services: Services, who: Scope, presence: Presence, status: str, *, beyond: bool = False
) -> None:
    """Whoever opens a page is signed in by its gateway, which may be another one than this, or asks again because the
    owner was away: the status that her page asks for meanwhile waits for it. Refused where she does not come, and
    outside the hours at which she agreed to be reached at home, unless she goes `beyond` them herself."""
    command = ChangeStatus(advisor_of(who), status)
    if status == AVAILABLE:
        async with services.database.transaction(who) as tx:
            await check_contact_hours(tx, PersonId(command.advisor), beyond=beyond)
    follower = await services.followers.of(who.tenant)
    deadline = presence.loop.time() + SIGNING_IN_SECONDS_MAX
    while True:
        try:
            return await ask(services, who, command)
        except Problem as problem:
            left = deadline - presence.loop.time()
            if problem.code != AdvisorNotSignedIn.code or left <= 0 or presence.has_left(command.advisor):
                raise
            if not await _signs_in(follower, command.advisor, left):
                raise
        await asyncio.sleep(ASK_PAUSE_SECONDS)  # a follower that lags may still see her of before


async def _signs_in(follower: Follower, advisor: AdvisorId, seconds_max: float) -> bool:
    def signed_in(world: World) -> bool:
        found = world["routing"].advisors.get(advisor)
        return found is not None and found.signed_in

    try:
        await follower.until(signed_in, seconds_max)
    except TimeoutError:
        return False
    return True


async def hold(services: Services, who: Scope, conversation: ConversationId, on: bool) -> None:
    """Asked while her telephone is still being joined, it is done as soon as it is."""
    advisor = advisor_of(who)
    await item_in_hand(services, who, conversation, advisor)
    with suppress(TimeoutError):  # then the owner refuses, and says why
        follower = await services.followers.of(who.tenant)
        await follower.until(lambda world: not _is_connecting(world, conversation, advisor), CONNECTING_SECONDS_MAX)
    await ask(services, who, Hold(conversation, advisor, on))


def _is_connecting(world: World, conversation: ConversationId, advisor: AdvisorId) -> bool:
    call = world["voice"].calls.get(conversation)
    leg = call.legs.get(advisor) if call else None
    return leg is not None and leg.state == "connecting"


async def finish(services: Services, who: Scope, item: WorkItemId) -> None:
    """Her part ends, once what she wrote and still held has left: the end of a chat would keep it from its customer."""
    advisor = advisor_of(who)
    if conversation := await _conversation_of(services, who, item, advisor):
        await _send_held(services, who, conversation)
    await ask(services, who, FinishWorkItem(item, advisor))


async def _conversation_of(
    services: Services, who: Scope, item: WorkItemId, advisor: AdvisorId
) -> ConversationId | None:
    """Of an item that is hers; None once it has ended. The gateway asked may know of her accepting later than she."""
    follower = await services.followers.of(who.tenant)

    def is_hers(world: World) -> bool:
        found = world["routing"].items.get(item)
        return found is not None and found.advisor == advisor

    try:
        await follower.until(is_hers, CATCH_UP_SECONDS)
    except TimeoutError:
        return None
    return follower.world["routing"].items[item].conversation  # nothing runs between the two


async def _send_held(services: Services, who: Scope, conversation: ConversationId) -> None:
    async with services.database.transaction(who) as tx:
        await release_held(tx, conversation)


async def hang_up(services: Services, who: Scope, conversation: ConversationId) -> None:
    """A call ends for both; any other channel: her part ends, as by finish."""
    advisor = advisor_of(who)
    item = await item_in_hand(services, who, conversation, advisor)
    if item.channel == "voice":
        await ask(services, who, HangUp(conversation, advisor))
    else:
        await finish(services, who, item.id)


async def item_in_hand(services: Services, who: Scope, conversation: ConversationId, advisor: AdvisorId) -> Any:
    """Hers and talking. The follower may lag an accept that has just been answered: then it is waited for."""
    follower = await services.followers.of(who.tenant)

    def find(world) -> Any:
        found = world["routing"].advisors.get(advisor)
        talks = found.talks.values() if found else ()
        return next((i for i in talks if i.conversation == conversation and i.state == TALKING), None)

    if find(follower.world) is None:
        try:
            await follower.until(lambda world: find(world) is not None, CATCH_UP_SECONDS)
        except TimeoutError as error:
            raise NotYourConversation(conversation=conversation) from error
    return find(follower.world)
