"""Pure views: what one person's desk, or one partner's (or the tenant's) wall, holds of a board."""

from __future__ import annotations

from collections.abc import Iterable

from palabre.desk.model.board import ANYBODY, HOLDING, LOST, OFFERED, TALKING, WRAP_UP, Board, activity
from palabre.desk.model.entities import (
    ME,
    TILES,
    Advisor,
    CeilingAlarm,
    Entity,
    Key,
    LostSite,
    Me,
    Pressure,
    Queue,
    RecordingTrouble,
    Tiles,
    Work,
    advisor_key,
    calling_key,
    conversation_key,
    internal_key,
    offer_key,
    queue_key,
)
from palabre.desk.model.look import (
    BUSIEST,
    Hand,
    abuses_of,
    advisor_of,
    calling_of,
    conversation_entity,
    hands_of,
    internal_ends_of,
    internals_of,
    listeners_of,
    offer_entity,
    own_call_of,
)

Entities = dict[Key, Entity]


def personal(board: Board, advisor: str, pressure: Pressure) -> Entities:
    """Her own desk: me, offers, conversations. Empty for one whom routing does not know."""
    found = advisor_of(board.world, advisor)
    if found is None:
        return {}
    reserved = found.reserved_until if found.reserved else None
    entities: Entities = {
        ME: Me(
            found.id,
            found.status if found.signed_in else "signed_out",
            found.since,
            found.present,
            found.confirmed,
            reserved,
            pressure,
            own_call_of(board.world, advisor),
            found.doubt,
            internal_ends_of(board.world, advisor),
            found.status_until or None,
        )
    }
    chosen: dict[str, Hand] = {}
    for hand in hands_of(board.world, found):
        if hand.offer:
            entities[offer_key(hand.offer.id)] = offer_entity(hand.offer, hand.item)
        chosen[hand.item.conversation] = _busier(chosen.get(hand.item.conversation), hand)
    for hand in chosen.values():
        entities[conversation_key(hand.item.conversation)] = conversation_entity(board.world, found, hand)
    if calling := calling_of(board.world, advisor):
        entities[calling_key(calling.campaign)] = calling
    for one in internals_of(board.world, advisor):
        entities[internal_key(one.call)] = one
    return entities


def _busier(one: Hand | None, other: Hand) -> Hand:
    """Two items of one conversation in the same hands (a transfer back in her wrap-up): the one that presses more."""
    return other if one is None or BUSIEST.index(other.state) <= BUSIEST.index(one.state) else one


def wall(board: Board, partner: str | None) -> Entities:
    """A supervisor's wall, whole. `partner`: only her people."""
    queues, advisors = board.world["routing"].queues, list(board.shares)
    return {k: e for k, e in wall_part(board, partner, queues, advisors).items() if e is not None}


def wall_part(
    board: Board, partner: str | None, queues: Iterable[str], advisors: Iterable[str]
) -> dict[Key, Entity | None]:
    """The tiles and those queues and advisors; None for what is not (or no more) to be seen."""
    part: dict[Key, Entity | None] = {queue_key(q): queue_entity(board, q, partner) for q in queues}
    part |= {advisor_key(a): advisor_entity(board, a, partner) for a in advisors}
    part[TILES] = tiles(board, partner)
    return part


def queue_entity(board: Board, queue: str, partner: str | None) -> Queue | None:
    rules = board.world["routing"].queues.get(queue)
    if rules is None:
        return None
    return Queue(
        queue,
        rules.channel,
        board.waiting(queue),
        board.count(queue, OFFERED),
        board.longest_since(queue),
        _talking(board, queue, partner),
        board.count(queue, WRAP_UP, partner),
        board.count(queue, "available", partner),
        board.count(queue, "signed_in", partner),
        rules.target_seconds,
    )


def _talking(board: Board, queue: str, partner: str | None) -> int:
    return sum(board.count(queue, state, partner) for state in (TALKING, HOLDING, LOST))


def advisor_entity(board: Board, advisor: str, partner: str | None) -> Advisor | None:
    found = advisor_of(board.world, advisor)
    if found is None or not found.signed_in or (partner is not None and found.partner != partner):
        return None
    hands = hands_of(board.world, found)
    doing = activity(found, hands)
    works = [_work(board, hand) for hand in hands]
    since = min((h.since for h in hands if h.state == doing), default=found.since)
    return Advisor(
        found.id,
        found.status,
        found.since,
        found.present,
        found.confirmed,
        found.site,
        found.partner,
        doing,
        since,
        works,
    )


def _work(board: Board, hand: Hand) -> Work:
    item, talks = hand.item, hand.state in (TALKING, HOLDING, LOST)
    listeners = listeners_of(board.world, item.conversation) if talks else []
    return Work(item.conversation, item.id, item.queue, item.channel, hand.state, hand.since, listeners)


def tiles(board: Board, partner: str | None) -> Tiles:
    queues = board.world["routing"].queues
    doing = board.activities.get(partner or ANYBODY, {})
    by_activity = {what: n for what, n in sorted(doing.items()) if not what.startswith("*")}
    return Tiles(
        sum(board.waiting(q) for q in queues),
        min((s for q in queues if (s := board.longest_since(q)) is not None), default=None),
        sum(_talking(board, q, partner) for q in queues),
        sum(board.count(q, WRAP_UP, partner) for q in queues),
        doing.get("*available", 0),
        sum(by_activity.values()),
        by_activity,
        sites_lost(board, partner),
        recording_troubles(board, partner),
        abuses_of(board.world, partner),
        ceiling_alarms(board, partner),
    )


def recording_troubles(board: Board, partner: str | None) -> list[RecordingTrouble]:
    """For the tenant's own people, who can do something about it."""
    found = board.world["voice"].troubles if partner is None else {}
    return [RecordingTrouble(node, told.why, told.since) for node, told in sorted(found.items())]


def ceiling_alarms(board: Board, partner: str | None) -> list[CeilingAlarm]:
    """For the tenant's own people: it is their money."""
    found = board.world["voice"].ceilings if partner is None else {}
    return [
        CeilingAlarm(name, one.percent, one.limit, one.currency, one.since, one.person)
        for name, one in sorted(found.items())
    ]


def sites_lost(board: Board, partner: str | None) -> list[LostSite]:
    """A partner's supervisor hears of a site where her own people are lost."""
    seen = [(site, told.lost.get(partner or ANYBODY, 0), told.at) for site, told in board.sites_lost.items()]
    return [LostSite(site, lost, at) for site, lost, at in seen if lost]
