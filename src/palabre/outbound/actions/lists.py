"""Calling lists: a file is judged whole and reported before anything is taken from it; what was taken can be undone."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from palabre.channels.voice.actions.outbound import forget_number
from palabre.customers.actions import tenant_country
from palabre.foundations import limits
from palabre.foundations.ids import CallingCampaignId, ContactId
from palabre.foundations.problems import Invalid
from palabre.outbound.facts import ContactsWithdrawn
from palabre.outbound.model import files
from palabre.outbound.model.files import Line, Table, Trouble
from palabre.outbound.problems import ImportUnknown, ImportUsed, ListUnknown
from palabre.outbound.store import campaigns as store
from palabre.outbound.store import contacts as contact_store
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.tenants import get_tenant

VIEW, EDIT = "outbound.view", "outbound.edit"


class CallingList(msgspec.Struct):
    id: str
    name: str
    contacts: int
    created_at: int


class Report(msgspec.Struct):
    """What a file would bring, or has brought (`imported`: its id; None: only looked at).

    `found`: which columns are taken for what. `wrong`: how many lines by what is wrong with them. `troubles`: the first
    of them, by line. `without_consent`: accepted, and nothing says when they agreed.
    """

    encoding: str
    separator: str
    header: bool
    columns: list[str]
    doubled_columns: list[str]
    found: dict[str, list[str]]
    lines: int
    accepted: int
    wrong: dict[str, int]
    troubles: list[Trouble]
    without_consent: int
    imported: str | None = None


class Import(msgspec.Struct):
    id: str
    list: str | None
    file_name: str
    imported_at: int
    lines: int
    accepted: int
    undone_at: int | None


class Contact(msgspec.Struct):
    """One line of a list. `refusal`: the rule by which she is not dialled now. Instants in ms; 0 or None: none."""

    id: str
    list: str
    position: int
    number: str
    name: str
    zone: str
    consent_at: int | None
    consent_source: str
    state: str
    next_at: int
    attempts: int
    outcome: str
    disposition: str
    refusal: str
    refused_until: int
    more: dict[str, str] = {}


async def create_list(tx: Transaction, name: str) -> CallingList:
    tx.scope.require(EDIT)
    id, now = new_id(), now_ms()
    await store.insert_list(tx, id, name, now)
    await record(tx, "outbound.create_list", f"calling_list:{id}")
    return CallingList(id, name, 0, now)


async def list_lists(tx: Transaction) -> list[CallingList]:
    tx.scope.require(VIEW)
    rows = await store.lists(tx, limits.PAGE_ROWS_MAX)
    return [CallingList(str(r["id"]), r["name"], r["contacts"], r["created_at"]) for r in rows]


async def look_at(tx: Transaction, data: bytes, *, list: str | None) -> tuple[Report, list[Line]]:
    """`list` None: numbers that are called no more. Raises FileUnreadable, ListUnknown."""
    tx.scope.require(EDIT)
    if list is not None and await store.get_list(tx, list) is None:
        raise ListUnknown(list=list)
    country, zone = await tenant_country(tx), (await get_tenant(tx)).time_zone
    table = files.read(data, country)
    lines, troubles = files.lines_of(table, country, zone)
    known = await _known(tx, list, lines)
    troubles += [Trouble(one.line, known[one.number]) for one in lines if known.get(one.number) == "known"]
    taken = [one for one in lines if known.get(one.number) != "known"]
    troubles += [Trouble(one.line, "do_not_call") for one in taken if one.number in known]
    return _report(table, taken, sorted(troubles, key=lambda t: t.line)), taken


async def _known(tx: Transaction, list: str | None, lines: list[Line]) -> dict[str, str]:
    """What is known of numbers: on the list already, or called no more (taken all the same, and not dialled)."""
    numbers = [one.number for one in lines]
    unwanted = await contact_store.unwanted(tx, numbers, now_ms())
    if list is None:
        return dict.fromkeys(unwanted, "known")
    there = await contact_store.known_numbers(tx, list, numbers)
    return dict.fromkeys(unwanted, "do_not_call") | dict.fromkeys(there, "known")


def _report(table: Table, taken: list[Line], troubles: list[Trouble]) -> Report:
    named = table.columns
    found = {ours: [named[c] for c in columns if c < len(named)] for ours, columns in table.found.items()}
    return Report(
        table.encoding, table.separator, table.header, named[: limits.OUTBOUND_FIELDS_MAX], table.doubled, found,
        len(table.lines), len(taken), dict(Counter(t.why for t in troubles)), troubles[: limits.OUTBOUND_SHOWN_MAX],
        sum(1 for one in taken if not one.consent_at))  # fmt: skip


async def import_file(tx: Transaction, list: str, data: bytes, file_name: str) -> Report:
    """Everything of it that can be taken, in one transaction. Raises as look_at."""
    report, lines = await look_at(tx, data, list=list)
    id, zone = new_id(), ZoneInfo((await get_tenant(tx)).time_zone)
    await store.insert_import(tx, _import_row(tx, id, list, file_name, report))
    await contact_store.insert(tx, list, id, [_row(one, zone) for one in lines])
    await record(tx, "outbound.import", f"calling_list:{list}", lines=report.lines, accepted=report.accepted)
    report.imported = id
    return report


def _import_row(tx: Transaction, id: str, list: str | None, file_name: str, report: Report) -> dict[str, Any]:
    return {"id": id, "list": list, "file_name": file_name[: limits.NAME_CHARACTERS_MAX], "by": tx.scope.person,
            "now": now_ms(), "lines": report.lines, "accepted": report.accepted,
            "report": {"wrong": report.wrong, "encoding": report.encoding}}  # fmt: skip


def _row(one: Line, zone: ZoneInfo) -> dict[str, Any]:
    consent = datetime.fromisoformat(one.consent_at) if one.consent_at else None
    if consent and consent.tzinfo is None:
        consent = consent.replace(tzinfo=zone)
    return {
        "id": new_id(), "position": one.line, "number": one.number, "name": one.name, "zone": one.zone,
        "consent_at": round(consent.timestamp() * 1000) if consent else None, "consent_source": one.consent_source,
        "more": one.more,
    }  # fmt: skip


async def undo_import(tx: Transaction, id: str) -> dict[str, int]:
    """Who was not dialled yet goes; who was stays, and is counted. Raises ImportUnknown, ImportUsed."""
    tx.scope.require(EDIT)
    row = await store.get_import(tx, id)
    if row is None:
        raise ImportUnknown()
    if row["undone_at"]:
        raise ImportUsed(reason="undone")
    if row["list"] is None:
        removed, dialled = await contact_store.remove_do_not_call_import(tx, id), 0
    else:
        await withdraw(tx, await contact_store.taken_of(tx, imported=id))
        removed, dialled = await contact_store.remove_import(tx, id)
    await store.mark_undone(tx, id, now_ms())
    await record(tx, "outbound.undo_import", f"calling_import:{id}", removed=removed, dialled=dialled)
    return {"removed": removed, "dialled": dialled}


async def withdraw(tx: Transaction, taken: list[dict]) -> None:
    """Supplied already: told to the partition, and their numbers are at the telephone no more, whatever comes first."""
    by_campaign: dict[str, list[ContactId]] = {}
    for row in taken:
        by_campaign.setdefault(str(row["campaign"]), []).append(ContactId(str(row["id"])))
        await forget_number(tx, str(row["id"]))
    for campaign, contacts in by_campaign.items():
        tx.tell(ContactsWithdrawn(now_ms(), CallingCampaignId(campaign), tuple(contacts)))
        await contact_store.give_back(tx, contacts)


async def list_imports(tx: Transaction, list: str | None) -> list[Import]:
    tx.scope.require(VIEW)
    rows = await store.imports(tx, list, limits.PAGE_ROWS_MAX)
    return [Import(str(r["id"]), str(r["list"]) if r["list"] else None, r["file_name"], r["imported_at"], r["lines"],
                   r["accepted"], r["undone_at"]) for r in rows]  # fmt: skip


async def list_contacts(
    tx: Transaction, list: str, *, state: str | None, refusal: str | None, number: str | None, after: str, limit: int
) -> Page[Contact]:
    """In the order of the file. `refusal`: held back by this rule."""
    tx.scope.require(VIEW)
    if await store.get_list(tx, list) is None:
        raise ListUnknown(list=list)
    digits = "".join(c for c in number or "" if c in "0123456789").lstrip("0") or None
    rows = await contact_store.page(tx, list, state=state, refusal=refusal, digits=digits,
                                    key=key_of(after, tuple[int, str]), limit=limit + 1)  # fmt: skip
    return page_of(rows, limit, contact_of, "position", "id")


def contact_of(row: dict) -> Contact:
    texts = ("id", "list")
    return Contact(**{f: str(row[f]) if f in texts else row[f] for f in Contact.__struct_fields__})


def checked_name(name: str) -> str:
    if not name.strip():
        raise Invalid(field="name", reason="empty")
    return name.strip()[: limits.NAME_CHARACTERS_MAX]
