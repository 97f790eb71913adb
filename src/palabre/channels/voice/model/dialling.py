"""What may be dialled outside, at which price, by which trunks and in which writing. Decides; reads no row, no clock.

Order of judgement: emergencies pass; then what the plan closes by name, what it opens by name, its classes and its
countries; then the ceilings. Money is whole micro-units of the tenant's currency.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import phonenumbers

from palabre.channels.voice.model.destinations import (
    EMERGENCY,
    INTERNATIONAL,
    ORDINARY,
    PREMIUM,
    SATELLITE,
    Destination,
    at_home,
    destination,
)
from palabre.channels.voice.problems import CallerIdNotOurs, CeilingReached, DestinationClosed

MILLION = 1_000_000
# a person of ours wants these; what strangers cause (a page, a list, a wake-up) never rings an emergency service
BY_PEOPLE = frozenset({"transfer", "consult", "click", "own_phone"})
PURPOSES = BY_PEOPLE | {"callback", "outbound", "alarm", "test", "rescue", "prompt"}
ALARM_SHARE = 0.5
RESERVED_SECONDS = 60  # counted of every call before it is answered


class Rate(msgspec.Struct, frozen=True):
    """Micro-units for the call and for each minute."""

    call: int
    minute: int


RATES: dict[str, Rate] = {  # what a tenant's own rows do not say: dear enough that a ceiling stops in time
    "emergency": Rate(0, 0), "fixed": Rate(0, 10_000), "mobile": Rate(0, 20_000), "freephone": Rate(0, 0),
    "shared": Rate(80_000, 80_000), "special": Rate(80_000, 200_000), "premium": Rate(3_000_000, 1_000_000),
    "short": Rate(3_000_000, 800_000), "international": Rate(50_000, 500_000), "satellite": Rate(500_000, 10_000_000),
}  # fmt: skip


class Plan(msgspec.Struct, frozen=True):
    """A dial plan. `countries`: the tenant's own, ISO codes. `opened`, `closed`: prefixes, +33899 or short digits."""

    countries: tuple[str, ...]
    classes: tuple[str, ...] = ORDINARY
    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    calls_max: int = 50
    day_micros_max: int = 100 * MILLION
    call_seconds_max: int = 4 * 3_600


class Use(msgspec.Struct, frozen=True):
    """Of a tenant, now: outside calls up, micro-units spent since its midnight, running calls counted."""

    calls: int
    micros: int


class Route(msgspec.Struct, frozen=True):
    """One way out: `endpoint` in Asterisk, the number as this operator wants it dialled, the number shown."""

    endpoint: str
    dialled: str
    shown: str


class TrunkView(msgspec.Struct, frozen=True):
    """What choosing needs of a trunk. `format`: e164, digits, international, national. `shown`: '' any of ours."""

    id: str
    endpoint: str
    priority: int
    calls: int = 0
    calls_max: int = 0  # 0: as many as the plan
    up: bool = True
    paused: bool = False
    format: str = "e164"
    prefix: str = ""
    shown: str = ""
    country: str = ""
    is_last: bool = False  # the installation's, where the tenant has its own


def class_of(plan: Plan, wanted: Destination) -> str:
    """The class it is judged and paid by: abroad, ordinary numbers are international; the costly stay what they are."""
    if wanted.kind in (EMERGENCY, SATELLITE, PREMIUM) or at_home(wanted.region, plan.countries):
        return wanted.kind
    return INTERNATIONAL if wanted.region else wanted.kind


def judge(plan: Plan, wanted: Destination, purpose: str) -> str:
    """The class of what may be dialled. Raises DestinationClosed; its details name no number."""
    kind = class_of(plan, wanted)
    if kind == EMERGENCY:
        if purpose in BY_PEOPLE:
            return kind
        raise DestinationClosed(destination=kind, why="purpose")
    if (stop := _longest(plan.closed, wanted.number)) and len(stop) >= len(_longest(plan.opened, wanted.number)):
        raise DestinationClosed(destination=kind, why="prefix")
    if _longest(plan.opened, wanted.number):
        return kind
    if kind not in plan.classes:
        raise DestinationClosed(destination=kind, why="class")
    return kind


def _longest(prefixes: Sequence[str], number: str) -> str:
    return max((p for p in prefixes if number.startswith(p)), key=len, default="")


def check_ceilings(plan: Plan, use: Use, rate: Rate) -> None:
    """Raises CeilingReached: one more would be over."""
    if use.calls >= plan.calls_max:
        raise CeilingReached(ceiling="calls", limit=plan.calls_max)
    if rate.call + rate.minute and use.micros + cost(rate, RESERVED_SECONDS) > plan.day_micros_max:
        raise CeilingReached(ceiling="money", limit=plan.day_micros_max)


def alarms(plan: Plan, use: Use) -> dict[str, int]:
    """Ceiling → 0, 50 or 100: how much of it is used, as far as somebody must know."""
    shares = {"calls": (use.calls, plan.calls_max), "money": (use.micros, plan.day_micros_max)}
    return {name: 0 if used < most * ALARM_SHARE or not used else 50 if used < most else 100
            for name, (used, most) in shares.items()}  # fmt: skip


def cost(rate: Rate, seconds: float) -> int:
    return rate.call + round(rate.minute * max(seconds, 0) / 60)


def rate_of(rates: Mapping[str, Rate], number: str, kind: str) -> Rate:
    """The longest prefix that has a rate, else its class."""
    prefix = _longest([r for r in rates if r not in RATES], number)
    return rates.get(prefix) or rates.get(kind) or RATES[kind]


def own_caller_id(wanted: str, ours: Sequence[str], country: str) -> str:
    """The number shown: the one asked for where it is the tenant's, else its first. Raises CallerIdNotOurs."""
    if not wanted:
        return ours[0] if ours else ""
    try:
        number = destination(wanted, country).number
    except Exception:
        raise CallerIdNotOurs() from None
    if number not in ours:
        raise CallerIdNotOurs()
    return number


def routes(trunks: Sequence[TrunkView], number: str, shown: str, *, emergency: bool) -> tuple[Route, ...]:
    """Ways out in the order in which they are tried. An emergency leaves by any, however full; those down come last."""
    usable = [t for t in trunks if emergency or not (t.paused or (t.calls_max and t.calls >= t.calls_max))]
    usable = [t for t in usable if emergency or not t.shown or not shown or t.shown == shown] or usable
    usable.sort(key=lambda t: (t.is_last, t.paused, not t.up, t.priority, t.calls, t.id))
    return tuple(Route(t.endpoint, _dialled(t, number), written(t, t.shown or shown)) for t in usable)


def _dialled(trunk: TrunkView, number: str) -> str:
    return number if not number.startswith("+") else trunk.prefix + written(trunk, number)


def written(trunk: TrunkView, number: str) -> str:
    """A number as this operator wants it: +33140…, 33140…, 0033140…, or 0140… at home and 00… abroad."""
    if not number.startswith("+") or trunk.format == "e164":
        return number
    if trunk.format == "digits":
        return number[1:]
    parsed = phonenumbers.parse(number)
    if trunk.format == "national" and at_home(phonenumbers.region_code_for_number(parsed) or "", (trunk.country,)):
        said = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
        return "".join(c for c in said if c.isdigit())
    return f"00{number[1:]}"
