"""A tenant's dial plan as people read and change it, its prices, what today has cost and what was refused."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
import phonenumbers

from palabre.channels.voice.actions.dialling import plan_of, rates, today
from palabre.channels.voice.model.destinations import CLASSES, EMERGENCY, ORDINARY, emergency_numbers
from palabre.channels.voice.model.dialling import RATES, Rate
from palabre.channels.voice.store import dialling as store
from palabre.foundations import limits
from palabre.foundations.problems import Invalid
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.tenants.actions.audit import record

Count = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
Micros = Annotated[int, msgspec.Meta(ge=0, le=10**12)]
Prefix = Annotated[str, msgspec.Meta(max_length=16)]
AUDITED = ("calls_max", "day_micros_max", "classes", "countries", "opened", "closed")
_PREFIX = re.compile(r"\+[1-9][0-9]{0,14}|[0-9]{2,6}")


class Price(msgspec.Struct):
    """`destination`: a class, or a prefix as +212. Micro-units for the call and for each minute."""

    destination: Annotated[str, msgspec.Meta(max_length=16)]
    call: Micros
    minute: Micros


class DialPlan(msgspec.Struct, kw_only=True):
    """`countries`: its own, ISO codes. `classes`: of destinations that are open. `opened`, `closed`: prefixes that go
    before them. Ceilings: calls at once, micro-units of `currency` a day, seconds of one call."""

    countries: Annotated[list[Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]], msgspec.Meta(max_length=30)]
    classes: Annotated[list[str], msgspec.Meta(max_length=20)] = msgspec.field(
        default_factory=lambda: list(ORDINARY))
    opened: Annotated[list[Prefix], msgspec.Meta(max_length=limits.DIAL_PREFIXES_MAX)] = []
    closed: Annotated[list[Prefix], msgspec.Meta(max_length=limits.DIAL_PREFIXES_MAX)] = []
    calls_max: Count = 50
    day_micros_max: Micros = 100_000_000
    call_seconds_max: Annotated[int, msgspec.Meta(ge=60, le=86_400)] = 14_400
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")] = "EUR"
    prices: Annotated[list[Price], msgspec.Meta(max_length=limits.DIAL_RATES_MAX)] = []


class Refusals(msgspec.Struct):
    code: str
    kind: str
    purpose: str
    refusals: int
    last_at: int


class DialUse(msgspec.Struct):
    """Today, in the tenant's time zone. `alarm`: 0, 50 or 100 per cent of the day's money were reached."""

    day: str
    calls: int
    micros: int
    alarm: int
    refused: list[Refusals]
    emergency: list[str]


async def get_plan(tx: Transaction) -> DialPlan:
    row = await store.dial_plan_seen(tx)
    prices = await _prices(tx)
    home = await store.home(tx)
    if row is None:
        return DialPlan(countries=[home["country"]], prices=prices)
    plan = plan_of({**row, **home})[0]
    return DialPlan(
        countries=list(plan.countries), classes=list(plan.classes), opened=list(plan.opened), closed=list(plan.closed),
        calls_max=plan.calls_max, day_micros_max=plan.day_micros_max, call_seconds_max=plan.call_seconds_max,
        currency=row["currency"], prices=prices)  # fmt: skip


async def _prices(tx: Transaction) -> list[Price]:
    """Every class has one, its own or the usual one."""
    own: dict[str, Rate] = await rates(tx)
    return [Price(name, rate.call, rate.minute) for name, rate in (RATES | own).items() if name != EMERGENCY]


async def put_plan(tx: Transaction, wanted: DialPlan) -> None:
    """Raises Invalid."""
    for country in wanted.countries:
        if not phonenumbers.country_code_for_region(country):
            raise Invalid(field="countries", reason="unknown")
    if not wanted.countries:
        raise Invalid(field="countries", reason="missing")
    if not set(wanted.classes) <= set(CLASSES) - {EMERGENCY}:
        raise Invalid(field="classes", reason="unknown")
    for field in ("opened", "closed"):
        if not all(_PREFIX.fullmatch(p) for p in getattr(wanted, field)):
            raise Invalid(field=field, reason="not_a_prefix")
    if not all(p.destination in RATES or _PREFIX.fullmatch(p.destination) for p in wanted.prices):
        raise Invalid(field="prices", reason="not_a_destination")
    before = await store.dial_plan(tx)
    if before["day_micros_max"] != wanted.day_micros_max:
        await store.forget_marks(tx, today(before["time_zone"], now_ms()))
    values = msgspec.structs.asdict(wanted)
    del values["prices"]
    await store.put_dial_plan(tx, values)
    await store.put_dial_rates(tx, [msgspec.structs.asdict(p) for p in wanted.prices if p.destination != EMERGENCY])
    codes = {k: [before[k], values[k]] for k in AUDITED if before[k] != values[k]}
    await record(tx, "voice.change_dial_plan", f"dial_plan:{tx.scope.tenant}", **codes)


async def use_today(tx: Transaction) -> DialUse:
    home = await store.home(tx)
    day = today(home["time_zone"], now_ms())
    used, marked = await store.dial_use(tx, day, now_ms()), await store.dial_day(tx, day)
    refused = [Refusals(**r) for r in await store.refusals(tx, day, limits.PAGE_ROWS_MAX)]
    alarm = 0 if not marked else 100 if marked["stopped_at"] else 50 if marked["alarmed_at"] else 0
    return DialUse(day, used["calls"], used["micros"], alarm, refused, list(emergency_numbers(home["country"])))
