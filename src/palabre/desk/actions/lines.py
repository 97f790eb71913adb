"""What an advisor does with lines of her own accord: keys, mute, calls to numbers and colleagues, an insult ended."""

from __future__ import annotations

import msgspec

from palabre.channels.voice.actions import abuse, ceilings, emergencies, nodes, outbound
from palabre.channels.voice.actions import quality as quality_actions
from palabre.channels.voice.actions.keys import press_keys
from palabre.channels.voice.actions.quality import Line
from palabre.channels.voice.commands import (
    CallColleague,
    CallHelp,
    Mute,
    ReportAbuse,
    ReportQuality,
    SeeAbuse,
    SeeCeiling,
)
from palabre.channels.voice.model.lines import ADVISOR
from palabre.channels.voice.model.quality import Counted, Quality, judge
from palabre.channels.voice.problems import NotOnThisCall
from palabre.desk.actions import transfers
from palabre.desk.actions.work import advisor_of, ask, item_in_hand
from palabre.desk.model.look import able_queues
from palabre.desk.problems import NoQueueToCallFrom
from palabre.flows.commands import CallNumber
from palabre.foundations import limits
from palabre.foundations.clock import MINUTE
from palabre.foundations.ids import AdvisorId, ConversationId, EffectId, QueueId
from palabre.foundations.problems import NotFound
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import new_id
from palabre.plumbing.services import Services
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.people import names


class Counters(msgspec.Struct):
    """What her browser counted of its own line since the talk began. Times in ms."""

    packets_received: int
    lost_share: float
    jitter_ms: float
    round_trip_ms: float | None = None


# -- in a call


async def press(services: Services, who: Scope, conversation: ConversationId, keys: str) -> None:
    advisor = advisor_of(who)
    await item_in_hand(services, who, conversation, advisor)
    await press_keys(services.bus, who.tenant, conversation, advisor, keys)


async def mute(services: Services, who: Scope, conversation: ConversationId, on: bool) -> None:
    advisor = advisor_of(who)
    await item_in_hand(services, who, conversation, advisor)
    await ask(services, who, Mute(conversation, advisor, on))


async def report_quality(
    services: Services, who: Scope, conversation: ConversationId, told: Counters
) -> Quality | None:
    """Her browser's own count, stored beside the server's; None where it has heard too little to judge."""
    advisor = advisor_of(who)
    item = await item_in_hand(services, who, conversation, advisor)
    share = min(max(told.lost_share, 0.0), 1.0)
    received = max(0, told.packets_received)
    lost = round(received * share / (1 - share)) if share < 1 else received
    counted = Counted(received, lost, max(0.0, told.jitter_ms), told.round_trip_ms, "opus")
    found = judge(counted)
    if found is None:
        return None
    line = Line(conversation, f"browser-{item.id}", ADVISOR, advisor, "browser", found, (counted,))
    await quality_actions.keep_quality(services.database, who.tenant, line)
    follower = await services.followers.of(who.tenant)
    call = follower.world["voice"].calls.get(conversation)
    known = call.judged.get(advisor) if call else None
    if call and (known is None or known.mos > found.mos):  # the server's word stands unless she hears worse
        await ask(services, who, ReportQuality(conversation, ADVISOR, advisor, found.mos, found.word))
    return found


async def report_abuse(services: Services, who: Scope, conversation: ConversationId) -> int:
    """Her part ends at once. Minutes of pause that the rule grants."""
    advisor = advisor_of(who)
    item = await item_in_hand(services, who, conversation, advisor)
    if item.channel != "voice":
        raise NotOnThisCall(conversation=conversation)
    async with services.database.transaction(who) as tx:
        rule = await abuse.rule(tx)
    pause_ms = rule.pause_minutes * MINUTE
    reply = await ask(services, who, ReportAbuse(conversation, advisor, pause_ms > 0, pause_ms))
    async with services.database.transaction(who) as tx:
        await abuse.keep_report(tx, EffectId(reply["effect"]), conversation, advisor, rule.pause_minutes)
    return rule.pause_minutes


async def see_abuse(services: Services, who: Scope, effect: EffectId) -> None:
    who.require("desk.supervise")
    follower = await services.followers.of(who.tenant)
    found = follower.world["voice"].abuses.get(effect)
    advisor = follower.world["routing"].advisors.get(found.advisor) if found else None
    if found is None or who.person is None or (who.partner and (advisor is None or advisor.partner != who.partner)):
        raise NotFound(what="abuse")
    async with services.database.transaction(who) as tx:
        await abuse.see(tx, effect, str(who.person))
    await ask(services, who, SeeAbuse(effect, who.person))


async def see_ceiling(services: Services, who: Scope, ceiling: str, percent: int) -> None:
    """A supervisor or an administrator sees to the alarm as it was shown to her. Raises NotFound."""
    who.require("desk.supervise")
    follower = await services.followers.of(who.tenant)
    if who.person is None or who.partner or ceiling not in follower.world["voice"].ceilings:
        raise NotFound(what="ceiling")
    async with services.database.transaction(who) as tx:
        await ceilings.see(tx, ceiling, percent)
    await ask(services, who, SeeCeiling(ceiling, percent, who.person))


# -- begun by her


async def call_number(services: Services, who: Scope, number: str, queue: str = "") -> ConversationId:
    """Dialled in the tenant's name, on record before it rings. `queue`: under whose rules she talks, '' the first of
    hers. Raises NumberInvalid, NotPermitted, AdvisorBusy, NoQueueToCallFrom."""
    advisor = advisor_of(who)
    hers = await _queue_for(services, who, advisor, queue)
    call = ConversationId(new_id())
    async with services.database.transaction(who) as tx:
        await outbound.plan_dial(tx, call, number, purpose="click")
        await record(tx, "voice.call_number", f"call:{call}")
    await ask(services, who, CallNumber(call, advisor, hers))
    return call


async def call_for_help(services: Services, who: Scope, session: str, number: str) -> str:
    """'' where it is no number of help; else the call, or the consultation of the talk that she is in: her customer is
    on hold meanwhile. Whatever her status, in no queue's name."""
    advisor = advisor_of(who)
    async with services.database.transaction(who) as tx:
        digits = await emergencies.help_number(tx, number)
        if digits:
            await record(tx, "voice.call_for_help", f"person:{advisor}")
    if not digits:
        return ""
    calls = (await services.followers.of(who.tenant)).world["voice"].calls
    hers = (id for id, c in calls.items() if c.present and advisor in c.legs and c.legs[advisor].state == "up")
    talk = next(hers, "")
    if talk:
        return await transfers.begin(services, who, ConversationId(talk), transfers.NUMBER, digits, False)
    node = await nodes.node_for(services.database, who.tenant, advisor, session)
    return (await ask(services, who, CallHelp(advisor, digits, session, node)))["call"]


async def call_colleague(services: Services, who: Scope, session: str, called: AdvisorId) -> str:
    """The internal call. Her telephone is called first."""
    advisor = advisor_of(who)
    node = await nodes.node_for(services.database, who.tenant, advisor, session)
    return (await ask(services, who, CallColleague(advisor, called, session, node)))["call"]


async def _queue_for(services: Services, who: Scope, advisor: AdvisorId, queue: str) -> QueueId:
    world = (await services.followers.of(who.tenant)).world
    her = world["routing"].advisors.get(advisor)
    able = able_queues(world, her) if her else ()
    hers = [q for q in able if world["routing"].queues[q].channel == "voice"]
    if queue in hers:
        return QueueId(queue)
    if queue or not hers:
        raise NoQueueToCallFrom()
    return QueueId(hers[0])


class Colleague(msgspec.Struct):
    """Somebody at work. `free`: may be called now."""

    advisor: str
    name: str
    status: str
    free: bool


async def colleagues(services: Services, who: Scope) -> list[Colleague]:
    """Signed in just now, by name: those whose names she may see. At most COLLEAGUES_SHOWN_MAX."""
    me = advisor_of(who)
    world = (await services.followers.of(who.tenant)).world
    there = {a.id: a for a in world["routing"].advisors.values() if a.signed_in and a.present and not a.removed}
    busy = {id for one in world["voice"].internals.values() for id in (one.caller, one.called)}
    async with services.database.transaction(who) as tx:
        told = await names(tx, [id for id in there if id != me][: limits.COLLEAGUES_SHOWN_MAX])
    found = [
        Colleague(one.id, one.name, there[AdvisorId(one.id)].status,
                  not _has_work(there[AdvisorId(one.id)]) and one.id not in busy)
        for one in told if one.name
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.name.casefold(), one.advisor))


def _has_work(advisor) -> bool:
    return bool(advisor.talks or advisor.offers or advisor.reserved)
