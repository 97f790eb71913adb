"""An advisor gives her call to somebody else, or asks somebody first: to whom she can, and what is asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from palabre.channels.voice.actions.transfers import note_number
from palabre.channels.voice.commands import BeginTransfer
from palabre.channels.voice.problems import TransferRefused
from palabre.desk.actions.work import advisor_of, ask, item_in_hand
from palabre.flows.actions.library import offered_flows
from palabre.flows.model.transfers_seen import ADVISOR, FLOW, NUMBER, QUEUE
from palabre.foundations import limits
from palabre.foundations.decision import World
from palabre.foundations.ids import ConversationId, PersonId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.services import Services
from palabre.routing.actions.queues import all_queues
from palabre.routing.model.items import refusal
from palabre.routing.model.preferring import may_be_asked
from palabre.tenants.actions.people import names


class Destination(msgspec.Struct):
    """`to`: queue, advisor or flow. `why` '': it can be had now; else closed, full, nobody, unavailable. `free`: of a
    queue, advisors who could take it at once. `waiting`: in a queue."""

    to: str
    id: str
    name: str
    why: str = ""
    free: int = 0
    waiting: int = 0


async def begin(
    services: Services, who: Scope, conversation: ConversationId, to: str, target: str, blind: bool
) -> str:
    """The transfer's id. Raises what the number or the owner refuses."""
    advisor, transfer = advisor_of(who), new_id()
    await item_in_hand(services, who, conversation, advisor)
    if to == NUMBER:
        async with services.database.transaction(who) as tx:
            purpose = "transfer" if blind else "consult"
            await note_number(tx, transfer, conversation, advisor, target, purpose)
        target = ""
    elif to == ADVISOR:
        async with services.database.transaction(who) as tx:
            if not _is_id(target) or not await names(tx, [target]):
                raise TransferRefused(reason="not_able")  # a partner's people know their own company alone
    await ask(services, who, BeginTransfer(conversation, advisor, transfer, to, target, blind))
    return transfer


async def destinations(services: Services, who: Scope) -> list[Destination]:
    """Queues, then colleagues who are signed in, then flows; each by name. Colleagues: those whose names she may see,
    PAGE_ROWS_MAX at most."""
    me = advisor_of(who)
    world = (await services.followers.of(who.tenant)).world
    async with services.database.transaction(who) as tx:
        queues = {str(q.id): q.name for q in await all_queues(tx)}
        people = sorted(a for a, one in world["routing"].advisors.items() if one.signed_in and a != me)
        known = await names(tx, people[: limits.PAGE_ROWS_MAX])
        flows = [f for f in await offered_flows(tx) if "voice" in f.channels]
    found = [_queue(world, id, name) for id, name in queues.items() if id in world["routing"].queues]
    found += [_advisor(world, one.id, one.name) for one in known if one.name]
    found += [Destination(FLOW, f.flow, f.name) for f in flows]
    return sorted((f for f in found if f), key=lambda one: (_ORDER[one.to], one.name.lower(), one.id))


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


_ORDER = {QUEUE: 0, ADVISOR: 1, FLOW: 2}


def _queue(world: World, id: str, name: str) -> Destination | None:
    state: Any = world["routing"]
    rules = state.queues[id]
    if rules.channel != "voice":
        return None
    able = state.classes[id][-1].able
    free = sum(1 for a in state.advisors.values() if a.serving and not a.units and a.profile and a.profile.bit & able)
    return Destination(QUEUE, id, name, refusal(state, rules, now_ms()), free, len(state.lines.get(id, ())))


def _advisor(world: World, id: PersonId, name: str) -> Destination | None:
    state = world["routing"]
    why = may_be_asked(state, id, next(iter(state.queues), ""), now_ms())[1]  # type: ignore[arg-type]
    return None if why == "not_able" else Destination(ADVISOR, id, name, why)
