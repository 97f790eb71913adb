"""Numbers moved from an old system: one by one or by share of their callers, each change undone in one gesture."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from palabre.channels.voice.actions.dialling import check_number
from palabre.channels.voice.actions.numbers import every
from palabre.channels.voice.model import moving as model
from palabre.channels.voice.model.destinations import destination
from palabre.channels.voice.model.moving import Move
from palabre.channels.voice.problems import MoveInvalid, PhoneUnavailable
from palabre.channels.voice.store import dialling as dialling_rows
from palabre.channels.voice.store import moving as store
from palabre.channels.voice.store import trunks as trunk_rows
from palabre.foundations import limits
from palabre.foundations.clock import HOUR
from palabre.foundations.ids import TenantId
from palabre.foundations.problems import NotFound
from palabre.foundations.scope import Scope
from palabre.plumbing.bus import BusSilent
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Database, Transaction
from palabre.plumbing.services import Services
from palabre.tenants.actions.audit import record

ANSWER_SECONDS_MAX = 8.0
COUNTS_MAX = 20 * limits.PAGE_ROWS_MAX  # a number has a few each: side, why, failure


class Counts(msgspec.Struct):
    """Calls of a day: taken here, by the old system, sent back to it. `why`: reason → calls sent back; `failures`: what
    the old system said of those it did not take → calls."""

    here: int = 0
    old: int = 0
    returned: int = 0
    why: dict[str, int] = {}
    failures: dict[str, int] = {}


async def list_moves(tx: Transaction) -> list[dict]:
    """Of every number; `trunk` None: it does not move, all of its callers are answered here."""
    return await every(tx, store.moves)


async def put_move(tx: Transaction, number: str, move: Move) -> Move:
    """This number (its id) so from now on. Then `tell`. Raises NotFound, MoveInvalid, DestinationClosed."""
    row = await store.number_of(tx, number)
    if row is None:
        raise NotFound(what="phone_number")
    model.check(move)
    if await trunk_rows.trunk(tx, move.trunk) is None:
        raise MoveInvalid(field="trunk", reason="unknown")
    move = msgspec.structs.replace(move, old_number=await _old_number(tx, row["number"], move.old_number))
    before = model.known(await store.move(tx, number))
    if before != move:
        await _write(tx, number, move, before)
        await record(tx, "voice.move_number", f"phone_number:{number}", share=move.share,
                     before=before.share if before else 100, return_seconds=move.return_seconds)  # fmt: skip
    return move


async def _old_number(tx: Transaction, number: str, wanted: str) -> str:
    """'' where it is the same; another one only within the dial plan: whoever calls us makes us dial it."""
    if not wanted:
        return ""
    country = (await dialling_rows.home(tx))["country"]
    if destination(wanted, country).number == number:
        return ""
    return await check_number(tx, wanted, "rescue")


async def put_shares(tx: Transaction, share: int) -> int:
    """All numbers that move at once: how many were changed."""
    changed = 0
    for row in await list_moves(tx):
        before = model.known(row) if row["trunk"] else None
        if before and before.share != share:
            await put_move(tx, str(row["id"]), msgspec.structs.replace(before, share=share))
            changed += 1
    return changed


async def end_move(tx: Transaction, number: str) -> None:
    """It has moved: the old system is asked no more, not even in need."""
    before = model.known(await store.move(tx, number))
    if before is None:
        raise NotFound(what="number_move")
    await _write(tx, number, None, before)
    await record(tx, "voice.end_move", f"phone_number:{number}", before=before.share)


async def undo_move(tx: Transaction, number: str) -> Move | None:
    """As before the last change; None: it moves no more. Raises NotFound, MoveInvalid where its trunk is gone."""
    step = await store.last_step(tx, number)
    if step is None:
        raise NotFound(what="number_move_step")
    move = msgspec.convert(step["before"], Move) if step["before"] else None
    if move and await trunk_rows.trunk(tx, move.trunk) is None:
        raise MoveInvalid(field="trunk", reason="gone")
    await store.delete_step(tx, str(step["id"]))
    if move is None:
        await store.delete_move(tx, number)
    else:
        await store.put_move(tx, number, _values(tx, move, now_ms()))
    await record(tx, "voice.undo_move", f"phone_number:{number}", share=move.share if move else 100)
    return move


async def _write(tx: Transaction, number: str, move: Move | None, before: Move | None) -> None:
    kept, now = [msgspec.to_builtins(m) if m else None for m in (before, move)], now_ms()
    await store.put_step(tx, {"id": new_id(), "number": number, "now": now, "by": tx.scope.person,
                              "before": kept[0], "after": kept[1]})  # fmt: skip
    if move is None:
        await store.delete_move(tx, number)
    else:
        await store.put_move(tx, number, _values(tx, move, now))


def _values(tx: Transaction, move: Move, now: int) -> dict:
    return msgspec.structs.asdict(move) | {"now": now, "by": tx.scope.person}


async def tell(services: Services, tenant: TenantId) -> None:
    """Have the dial plan written. Raises PhoneUnavailable: it is, once a telephone part is there again."""
    try:
        answer = await services.bus.request(f"live.{tenant}.moving_changed", b"", ANSWER_SECONDS_MAX)
    except BusSilent:
        raise PhoneUnavailable() from None
    if answer != b"ok":
        raise PhoneUnavailable()


async def all_moves(database: Database) -> list[dict]:
    """tenant, number, trunk, old_number, share, return_seconds, of all tenants."""
    async with database.connection() as connection:
        return await store.all_moves(connection)


# -- what went where


class MovedCall(msgspec.Struct):
    """What the dial plan did with a call. `failure`: what the old system said; its `side` is then as told before."""

    tenant: TenantId
    line: str
    number: str
    at: int
    side: str = ""
    why: str = ""
    failure: str = ""


async def keep_calls(database: Database, node: str, calls: list[MovedCall]) -> None:
    """Idempotent, in the order in which they were told."""
    by_tenant: dict[TenantId, list[MovedCall]] = defaultdict(list)
    for call in calls:
        by_tenant[call.tenant].append(call)
    for tenant, told in by_tenant.items():
        async with database.transaction(Scope(tenant)) as tx:
            for call in told:
                if call.failure:
                    await store.call_failed(tx, node, call.line, call.failure)
                else:
                    await store.put_call(tx, msgspec.structs.asdict(call) | {"node": node})
            await store.forget_calls(tx, now_ms() - limits.MOVED_CALL_DAYS * 24 * HOUR)


async def today(tx: Transaction) -> dict[str, Counts]:
    """Number (E.164) → its calls since the tenant's midnight."""
    zone = ZoneInfo((await dialling_rows.home(tx))["time_zone"])
    midnight = datetime.fromtimestamp(now_ms() / 1000, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    since, until = (round(d.timestamp() * 1000) for d in (midnight, midnight + timedelta(days=1)))
    counts: dict[str, Counts] = defaultdict(Counts)
    for row in await store.count_calls(tx, since, until, COUNTS_MAX):
        of, calls = counts[row["number"]], row["calls"]
        setattr(of, row["side"], getattr(of, row["side"]) + calls)
        if row["side"] == model.RETURNED:
            of.why = dict(Counter(of.why) + Counter({row["why"]: calls}))
        if row["failure"]:
            of.failures = dict(Counter(of.failures) + Counter({row["failure"]: calls}))
    return counts
