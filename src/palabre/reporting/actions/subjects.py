"""What the rows of a report are of, in the order of their names: never in that of their figures."""

from __future__ import annotations

import msgspec

from palabre.foundations import limits
from palabre.plumbing.postgres import Transaction
from palabre.reporting.model.asked import CHANNEL, QUEUE, TIME, Asked
from palabre.reporting.model.rolls import ADVISOR, ALL, PARTNER, SITE
from palabre.routing.actions.queues import CHANNELS, list_queues
from palabre.routing.model.drafts import Queue
from palabre.tenants.actions.people import list_people, names
from palabre.tenants.actions.places import list_partners, list_sites
from palabre.tenants.model.words import fold

PLACES_MAX = 5_000


class Subject(msgspec.Struct, frozen=True):
    """`name` is empty where it is not to be seen. `queues`: those of a channel."""

    id: str
    name: str
    queues: tuple[str, ...] = ()


class Subjects(msgspec.Struct, frozen=True):
    """Those after `after`, as many as were asked for; `more`: the cursor of what follows."""

    rows: list[Subject]
    more: str | None = None


async def queues_of(tx: Transaction, channel: str | None = None) -> list[Queue]:
    """All queues that ever were, of one channel or of all."""
    found = (await list_queues(tx, active=None, after="", limit=limits.QUEUES_MAX)).rows
    return [queue for queue in found if channel in (None, queue.channel)]


async def subjects(tx: Transaction, asked: Asked, *, after: str, limit: int) -> Subjects:
    if asked.by == ADVISOR:
        return await _advisors(tx, asked, after, limit)
    rows = await _all(tx, asked)
    begin = int(after) if after.isdigit() else 0
    return Subjects(rows[begin : begin + limit], str(begin + limit) if begin + limit < len(rows) else None)


async def _all(tx: Transaction, asked: Asked) -> list[Subject]:
    if asked.by == TIME:
        return [Subject(ALL, "")]
    if asked.by == CHANNEL:
        return _channels(await queues_of(tx, asked.channel), asked.queue)
    if asked.by == QUEUE:
        found = [q for q in await queues_of(tx, asked.channel) if asked.queue in (None, q.id)]
    else:
        list_of = list_sites if asked.by == SITE else list_partners
        wanted = asked.site if asked.by == SITE else asked.partner
        found = [p for p in (await list_of(tx, after="", limit=PLACES_MAX)).rows if wanted in (None, p.id)]
    return sorted((Subject(one.id, one.name) for one in found), key=lambda s: (fold(s.name), s.id))


def _channels(queues: list[Queue], queue: str | None) -> list[Subject]:
    by: dict[str, list[str]] = {}
    for one in queues:
        if queue in (None, one.id):
            by.setdefault(one.channel, []).append(one.id)
    return [Subject(channel, channel, tuple(by[channel])) for channel in CHANNELS if channel in by]


async def _advisors(tx: Transaction, asked: Asked, after: str, limit: int) -> Subjects:
    """In the order of the alphabet. An advisor asks for herself alone, and needs not see anybody's file."""
    if asked.advisor:
        known = await names(tx, [asked.advisor])
        return Subjects([Subject(one.id, one.name) for one in known])
    page = await list_people(tx, partner=asked.partner, site=asked.site, active=None, after=after, limit=limit)
    return Subjects([Subject(one.id, one.name) for one in page.rows], page.next)


async def named(tx: Transaction, asked: Asked) -> dict[str, str]:
    """The filters of a report by their names, for its head."""
    told = {}
    if asked.queue:
        told[QUEUE] = next((q.name for q in await queues_of(tx) if q.id == asked.queue), "")
    if asked.advisor:
        told[ADVISOR] = next((one.name for one in await names(tx, [asked.advisor])), "")
    for kind, list_of in ((SITE, list_sites), (PARTNER, list_partners)):
        if wanted := getattr(asked, kind):
            places = (await list_of(tx, after="", limit=PLACES_MAX)).rows
            told[kind] = next((p.name for p in places if p.id == wanted), "")
    return told
