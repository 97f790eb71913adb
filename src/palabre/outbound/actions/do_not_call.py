"""Numbers that are called no more, whoever said so: a file, another system, a person, a customer by a digit."""

from __future__ import annotations

import msgspec

from palabre.customers.actions import tenant_country
from palabre.foundations.problems import Invalid, NotFound
from palabre.outbound.actions.lists import EDIT, VIEW, Report, _import_row, look_at, withdraw
from palabre.outbound.model.files import number_of
from palabre.outbound.store import campaigns as store
from palabre.outbound.store import contacts as contact_store
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.tenants.actions.audit import record


class DoNotCall(msgspec.Struct):
    """`source`: csv, api, person, digit (pressed in a call), customer, advisor. `until`: ms; None: for good."""

    number: str
    source: str
    since: int
    until: int | None


async def add(tx: Transaction, number: str, *, source: str) -> DoNotCall:
    """From now on, also where she is on a list that is being dialled. Raises Invalid."""
    e164, why = number_of(number, await tenant_country(tx))
    if not e164:
        raise Invalid(field="number", reason=why)
    await put(tx, [e164], source=source)
    await record(tx, "outbound.add_do_not_call", "do_not_call", source=source)
    return DoNotCall(e164, source, now_ms(), None)


async def put(
    tx: Transaction, numbers: list[str], *, source: str, campaign: str | None = None, imported: str | None = None
) -> int:
    """How many were new. Whoever of them is supplied already is taken back."""
    new = 0
    for number in numbers:
        new += await contact_store.put_do_not_call(tx, {
            "number": number, "source": source, "now": now_ms(), "campaign": campaign, "import": imported,
            "by": tx.scope.person})  # fmt: skip
    await withdraw(tx, await contact_store.taken_of(tx, numbers=numbers))
    await contact_store.look_again(tx, numbers=numbers)
    return new


async def known(tx: Transaction, numbers: list[str]) -> set[str]:
    """Of these (E.164), those that are called no more."""
    tx.scope.require(VIEW)
    return await contact_store.unwanted(tx, numbers, now_ms())


async def remove(tx: Transaction, number: str) -> None:
    """An entry made by mistake; on record with who had made it."""
    tx.scope.require(EDIT)
    row = await contact_store.remove_do_not_call(tx, number)
    if row is None:
        raise NotFound(what="do_not_call")
    await contact_store.look_again(tx, numbers=[number])
    await record(tx, "outbound.remove_do_not_call", "do_not_call", source=row["source"])


async def import_file(tx: Transaction, data: bytes, file_name: str) -> Report:
    report, lines = await look_at(tx, data, list=None)
    id = new_id()
    await store.insert_import(tx, _import_row(tx, id, None, file_name, report))
    await put(tx, [one.number for one in lines], source="csv", imported=id)
    await record(tx, "outbound.import_do_not_call", "do_not_call", lines=report.lines, accepted=report.accepted)
    report.imported = id
    return report


async def list_numbers(tx: Transaction, *, number: str | None, after: str, limit: int) -> Page[DoNotCall]:
    tx.scope.require(VIEW)
    digits = "".join(c for c in number or "" if c in "0123456789").lstrip("0") or None
    rows = await contact_store.do_not_call_page(tx, digits=digits, key=key_of(after, tuple[int, str]), limit=limit + 1)
    return page_of(rows, limit, _shaped, "since", "number")


def _shaped(row: dict) -> DoNotCall:
    return DoNotCall(row["number"], row["source"], row["since"], row["until"])
