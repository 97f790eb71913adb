"""Quality of lines in rows: one for each line of a call and for each who counted, the last look standing."""

from __future__ import annotations

import msgspec

from palabre.channels.voice.model.quality import Counted, Quality
from palabre.channels.voice.store import lines as store
from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.ids import AdvisorId, ConversationId, TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Database, Transaction


class Line(msgspec.Struct, frozen=True):
    """`line`: Asterisk's channel, or browser-EFFECT. `end`: customer or advisor. `source`: server or browser.
    `ways`: what was counted, received first."""

    conversation: ConversationId
    line: str
    end: str
    advisor: AdvisorId | None
    source: str
    quality: Quality
    ways: tuple[Counted, ...]


async def keep_quality(database: Database, tenant: TenantId, line: Line) -> None:
    """Nothing where the conversation has no row (any more)."""
    async with database.transaction(Scope(tenant)) as tx:
        await put(tx, line)


async def put(tx: Transaction, line: Line) -> None:
    trips = [way.round_trip_ms for way in line.ways if way.round_trip_ms is not None]
    await store.put_quality(tx, {
        "conversation": line.conversation, "line": line.line, "end": line.end, "advisor": line.advisor,
        "source": line.source, "codec": line.ways[0].codec, "mos": line.quality.mos, "rating": line.quality.r,
        "word": line.quality.word, "packets": line.ways[0].packets, "lost_share": max(w.lost_share for w in line.ways),
        "jitter_ms": max(w.jitter_ms for w in line.ways), "round_trip_ms": max(trips, default=None),
        "now": now_ms()})  # fmt: skip


async def qualities_of(tx: Transaction, conversation: ConversationId) -> list[dict]:
    """Lines of a call, in the order in which they came."""
    return await store.qualities(tx, conversation, limits.PAGE_ROWS_MAX)


async def bad_calls_of(tx: Transaction, advisor: AdvisorId, since: Instant, below: float) -> int:
    """How many calls since then had her own line below that MOS."""
    return await store.count_bad(tx, advisor, since, below)
