"""The address that is given when somebody calls for help: her own where she works at home, else her site's."""

from __future__ import annotations

from typing import Annotated

import msgspec

from palabre.channels.voice.model.destinations import destination, emergency_numbers, is_emergency
from palabre.channels.voice.problems import CallerIdNotOurs
from palabre.channels.voice.store import dialling as dialling_rows
from palabre.channels.voice.store import emergencies as store
from palabre.channels.voice.store import numbers as numbers_rows
from palabre.foundations import limits
from palabre.foundations.ids import PersonId
from palabre.foundations.problems import NotFound
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.tenants.actions.audit import record

SITE, PERSON = "site", "person"
AT_HOME = "home"  # a kind of site
CONFIRMED_MS = 180 * 86_400_000  # after it she is asked whether she still works there


class EmergencyAddress(msgspec.Struct):
    """`number`: of ours, by which the operator knows this place; '' the tenant's first."""

    address: Annotated[str, msgspec.Meta(max_length=500)]
    number: Annotated[str, msgspec.Meta(max_length=30)] = ""


class EmergencyView(msgspec.Struct):
    """What the desk tells her before she calls. `given`: person, site, or '' none is known: say it yourself. `asks`:
    she works at home, and has said no address of hers, or not for long (`since`, ms, when she last did)."""

    address: str
    given: str
    numbers: list[str]
    asks: bool = False
    since: int = 0


async def view(tx: Transaction, person: PersonId) -> EmergencyView:
    found = await store.emergency_address_of(tx, person)
    numbers = list(emergency_numbers((await dialling_rows.home(tx))["country"]))
    hers = found is not None and found["kind"] == PERSON
    at_home = await store.site_kind_of(tx, person) == AT_HOME
    since = found["changed_at"] if found and hers else 0
    asks = since < now_ms() - CONFIRMED_MS if hers else at_home
    if found is None:
        return EmergencyView("", "", numbers, asks)
    return EmergencyView(found["address"], found["kind"], numbers, asks, since)


async def shown_number(tx: Transaction, person: str) -> str:
    """By which the emergency service finds her; '' the tenant's first. A number that is ours no more is not shown."""
    found = await store.emergency_address_of(tx, person) if person else None
    number = found["number"] if found else ""
    return number if number in await numbers_rows.own_numbers(tx, limits.PAGE_ROWS_MAX) else ""


async def help_number(tx: Transaction, number: str) -> str:
    """Its digits where it is a number of help; else ''."""
    digits = "".join(c for c in number if c.isdigit())
    help = not number.strip().startswith("+") and is_emergency(digits, (await dialling_rows.home(tx))["country"])
    return digits if help else ""


async def put_address(tx: Transaction, kind: str, subject: str, wanted: EmergencyAddress) -> None:
    """An empty address takes it away. Raises CallerIdNotOurs, NotFound."""
    number = ""
    if wanted.number:
        number = destination(wanted.number, (await dialling_rows.home(tx))["country"]).number
        if number not in await numbers_rows.own_numbers(tx, limits.PAGE_ROWS_MAX):
            raise CallerIdNotOurs()
    if kind == SITE and not await store.site_exists(tx, subject):
        raise NotFound(what="site")
    values = {"kind": kind, "subject": subject, "address": wanted.address.strip(), "number": number, "now": now_ms()}
    await store.put_emergency_address(tx, values)
    await record(tx, "voice.change_emergency_address", f"{kind}:{subject}", known=bool(values["address"]))


async def site_addresses(tx: Transaction) -> dict[str, EmergencyAddress]:
    rows = await store.emergency_addresses(tx, SITE, limits.PAGE_ROWS_MAX)
    return {str(r["subject"]): EmergencyAddress(r["address"], r["number"]) for r in rows}
