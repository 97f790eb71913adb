"""May this be dialled? Rows of the dial plan, ceilings and money; each refusal is counted, its first one audited."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec

from palabre.channels.voice.actions.emergencies import shown_number
from palabre.channels.voice.model import dialling
from palabre.channels.voice.model.destinations import EMERGENCY, Destination, destination
from palabre.channels.voice.model.dialling import ALARM_SHARE, Plan, Rate, Route, TrunkView, Use
from palabre.channels.voice.problems import CallerIdNotOurs, NotPermitted, NoWayOut
from palabre.channels.voice.store import dialling as store
from palabre.channels.voice.store import numbers as numbers_rows
from palabre.foundations import limits
from palabre.foundations.ids import TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Database, Transaction
from palabre.tenants.actions.audit import record

log = logging.getLogger("palabre.voice")
BEGINNING_CHARACTERS = 6  # of a number, kept of each call: enough to see a pattern, not to know whom


class Permit(msgspec.Struct):
    """`routes` in the order in which they are tried; `seconds_max`: the call is ended after it, 0 never."""

    number: str
    kind: str
    routes: tuple[Route, ...]
    seconds_max: int


class Asked(msgspec.Struct):
    """One call that somebody wants. `channel`: its id in Asterisk, `node` makes it; `caller_id` '': our first."""

    number: str
    channel: str
    node: str
    purpose: str
    caller_id: str = ""
    advisor: str = ""
    trunk: str = ""


async def country_of(database: Database, tenant: TenantId) -> str:
    """From where its numbers are dialled, ISO 3166; '' unknown."""
    async with database.transaction(Scope(tenant)) as tx:
        return (await store.home(tx))["country"]


async def permit(
    database: Database, tenant: TenantId, asked: Asked, *, fallback: str, up: Mapping[str, bool]
) -> Permit:
    """Counted as up from here on: `ended` must follow. `fallback`: the installation's trunk, for tenants without one;
    `up`: endpoint → reachable. Raises NumberInvalid, NotPermitted."""
    kind = ""
    try:
        async with database.transaction(Scope(tenant)) as tx:
            plan, country, zone = plan_of(await store.dial_plan(tx))
            wanted = destination(asked.number, country)
            kind = dialling.class_of(plan, wanted)
            kind = dialling.judge(plan, wanted, asked.purpose)
            rate = await _affordable(tx, plan, wanted, kind, zone)
            routes = await _routes(tx, asked, wanted, kind, country, fallback, up)
            await store.insert_dialled(tx, {
                "channel": asked.channel, "node": asked.node, "trunk": routes[0].endpoint, "purpose": asked.purpose,
                "kind": kind, "beginning": wanted.number[:BEGINNING_CHARACTERS], "now": now_ms(),
                "call": rate.call, "minute": rate.minute})  # fmt: skip
    except NotPermitted as refused:
        await _refused(database, tenant, refused, kind, asked.purpose)
        raise
    return Permit(wanted.number, kind, routes, 0 if kind == EMERGENCY else plan.call_seconds_max)


async def seconds_max(database: Database, tenant: TenantId, kind: str) -> int:
    """How long a call to such a destination may last, as the plan says now; 0: for ever."""
    if kind == EMERGENCY:
        return 0
    async with database.transaction(Scope(tenant)) as tx:
        row = await store.dial_plan_seen(tx)
    return row["call_seconds_max"] if row else Plan(()).call_seconds_max


def plan_of(row: dict) -> tuple[Plan, str, str]:
    """The plan, the tenant's country and time zone."""
    plan = Plan(
        tuple(row["countries"]) or (row["country"],), tuple(row["classes"]), tuple(row["opened"]),
        tuple(row["closed"]), row["calls_max"], row["day_micros_max"], row["call_seconds_max"])  # fmt: skip
    return plan, row["country"], row["time_zone"]


def today(zone: str, now: int) -> str:
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(zone)).date().isoformat()


async def rates(tx: Transaction) -> dict[str, Rate]:
    rows = await store.dial_rates(tx, limits.DIAL_RATES_MAX)
    return {r["destination"]: Rate(r["call_micros"], r["minute_micros"]) for r in rows}


async def _affordable(tx: Transaction, plan: Plan, wanted: Destination, kind: str, zone: str) -> Rate:
    """Its price. Raises CeilingReached; an emergency has no ceiling."""
    rate = dialling.rate_of(await rates(tx), wanted.number, kind)
    if kind != EMERGENCY:
        used = await store.dial_use(tx, today(zone, now_ms()), now_ms())
        dialling.check_ceilings(plan, Use(used["calls"], used["micros"]), rate)
    return rate


async def _routes(
    tx: Transaction, asked: Asked, wanted: Destination, kind: str, country: str, fallback: str, up: Mapping[str, bool]
) -> tuple[Route, ...]:
    wanted_id = asked.caller_id
    if kind == EMERGENCY:  # by the number of the place where she is
        wanted_id = await shown_number(tx, asked.advisor) or wanted_id
    ours = await numbers_rows.own_numbers(tx, limits.PAGE_ROWS_MAX)
    try:
        shown = dialling.own_caller_id(wanted_id, ours, country)
    except CallerIdNotOurs:
        if kind != EMERGENCY:
            raise
        shown = dialling.own_caller_id("", ours, country)  # help is not refused for the number that it would see
    busy = await store.dialled_by_trunk(tx)
    ways = [view_of(row, country, busy, up) for row in await store.trunks(tx, limits.TRUNKS_MAX)]
    if asked.trunk:
        ways = [w for w in ways if w.endpoint == asked.trunk]
    elif fallback and (not ways or kind == EMERGENCY):
        ways.append(TrunkView("~", fallback, 1_000_000, busy.get(fallback, 0), up=up.get(fallback, True), is_last=True))
    found = dialling.routes(ways, wanted.number, shown, emergency=kind == EMERGENCY)
    if not found:
        raise NoWayOut()
    return found


def view_of(row: dict, country: str, busy: Mapping[str, int], up: Mapping[str, bool]) -> TrunkView:
    endpoint = endpoint_of(str(row["id"]))
    return TrunkView(
        str(row["id"]), endpoint, row["priority"], busy.get(endpoint, 0), row["calls_max"], up.get(endpoint, True),
        row["paused"], row["dial_format"], row["dial_prefix"], row["shown_number"], country)  # fmt: skip


def endpoint_of(trunk: str) -> str:
    """Its name in Asterisk."""
    return f"trunk-{trunk.replace('-', '')[-16:]}"


async def _refused(database: Database, tenant: TenantId, refused: NotPermitted, kind: str, purpose: str) -> None:
    """Counted by day; the first of its kind is audited, for a pump refused a thousand times is one thing to know."""
    code = refused.code
    async with database.transaction(Scope(tenant)) as tx:
        day = today((await store.home(tx))["time_zone"], now_ms())
        first = await store.count_refusal(
            tx, {"day": day, "code": code, "kind": kind, "purpose": purpose, "now": now_ms()})
        if first:
            await record(tx, "voice.refuse_dial", f"dial_plan:{tenant}", code=code, destination=kind, purpose=purpose)
        if refused.details.get("ceiling") == "money":
            await mark_day(tx, day, 100)
    log.warning("not dialled", extra={"code": code, "destination": kind, "purpose": purpose})


async def moved(database: Database, tenant: TenantId, channel: str, trunk: str, answered_at: int | None = None) -> None:
    """It goes by another trunk now, or is answered."""
    async with database.transaction(Scope(tenant)) as tx:
        await store.update_dialled(tx, channel, trunk, answered_at, now_ms())


async def ended(database: Database, tenant: TenantId, channel: str, *, answered_at: int | None = None) -> None:
    """Counted and paid for; alarm at half of the day's money, and at all of it. Idempotent."""
    async with database.transaction(Scope(tenant)) as tx:
        plan, _, zone = plan_of(await store.dial_plan(tx))
        row = await store.end_dialled(tx, channel, answered_at, now_ms())
        if row is None:
            return
        seconds = (row["ended_at"] - row["answered_at"]) / 1000 if row["answered_at"] else 0.0
        rate = Rate(row["call_micros"], row["minute_micros"])
        day = today(zone, row["began_at"])
        await store.add_to_day(tx, day, round(seconds), dialling.cost(rate, seconds) if row["answered_at"] else 0)
        used = await store.dial_use(tx, day, now_ms())
        await mark_day(tx, day, dialling.alarms(plan, Use(used["calls"], used["spent"]))["money"])


async def mark_day(tx: Transaction, day: str, percent: int) -> None:
    """So much of the day's money is spent (50, 100; less is no news): audited, each once a day and budget."""
    if percent < round(ALARM_SHARE * 100):
        return
    for what in await store.mark_day(tx, day, alarmed=True, stopped=percent >= 100, now=now_ms()):
        percent = 100 if what == "stopped" else round(ALARM_SHARE * 100)
        await record(tx, "voice.spending_alarm", f"dial_plan:{tx.scope.tenant}", percent=percent)
        log.error("money of the day spent on calls", extra={"percent": percent})


async def check_number(tx: Transaction, number: str, purpose: str) -> str:
    """E.164 of a number that may be dialled later. Raises NumberInvalid, DestinationClosed; counts nothing."""
    row = await store.dial_plan_seen(tx)
    home = await store.home(tx)
    plan = plan_of({**row, **home})[0] if row else Plan((home["country"],))
    wanted = destination(number, home["country"])
    dialling.judge(plan, wanted, purpose)
    return wanted.number
