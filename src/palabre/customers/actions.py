"""Customers: found by their addresses or made, edited, searched, erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from palabre.customers import store
from palabre.customers.model import (
    Address,
    Customer,
    CustomerAddress,
    clean_customer,
    normalise_address,
    query_words,
    words_of,
)
from palabre.customers.ports import erasers
from palabre.customers.problems import AddressRefused, CustomerChangedMeanwhile, CustomerErased
from palabre.foundations import limits
from palabre.foundations.ids import CustomerId
from palabre.foundations.problems import NotFound
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.web.pages import Page, key_of, page_of
from palabre.tenants.actions.audit import record

__all__ = [
    "Address",
    "add_address",
    "create_customer",
    "customers_among",
    "customers_of",
    "edit_customer",
    "erase_customer",
    "find_or_create_customer",
    "get_customer",
    "normalise_address",
    "remove_address",
    "search_customers",
    "tenant_country",
]

SHARED_MAX = 50  # customers of one address shown to choose from


async def tenant_country(tx: Transaction) -> str:
    """Where a number without country code is dialled from, for `normalise_address`."""
    return await store.country(tx)


async def find_or_create_customer(tx: Transaction, address: Address) -> CustomerId | None:
    """Whom this address leads to; made when nobody has it.

    None when it joins nothing (withheld, invalid, short), or when several share it: then a person picks
    (`customers_of`).
    Called twice at once for one address, one customer is made.
    """
    if not address.joins:
        return None
    await store.lock_address(tx, address.kind, address.value)
    found = await store.of_address(tx, address.kind, address.value, 2)
    if found:
        return CustomerId(found[0]) if len(found) == 1 else None
    return await _insert(tx, "", "", "", {}, (address,))


async def customers_of(tx: Transaction, address: Address) -> list[CustomerId]:
    """All who share this address, the oldest first, SHARED_MAX at most."""
    if not address.joins:
        return []
    return [CustomerId(c) for c in await store.of_address(tx, address.kind, address.value, SHARED_MAX)]


async def customers_among(tx: Transaction, addresses: Sequence[Address]) -> dict[tuple[str, str], list[Customer]]:
    """(kind, value) → who has this address, of many at once."""
    tx.scope.require("customers.view")
    found: dict[tuple[str, str], list[Customer]] = {}
    wanted = list(dict.fromkeys((a.kind, a.value) for a in addresses))
    for row in await store.among(tx, [kind for kind, _ in wanted], [value for _, value in wanted]):
        found.setdefault((row.pop("by_kind"), row.pop("by_value")), []).append(_customer(row))
    return found


async def create_customer(
    tx: Transaction,
    *,
    name: str,
    language: str = "",
    note: str = "",
    attributes: Mapping[str, str] | None = None,
    addresses: tuple[Address, ...] = (),
) -> Customer:
    """A new customer, also where others have her address: several may share one. Raises AddressRefused."""
    tx.scope.require("customers.edit")
    customer = await _insert(tx, name.strip(), language, note, dict(attributes or {}), addresses)
    await record(tx, "customers.create_customer", f"customer:{customer}")
    return await get_customer(tx, customer)


async def _insert(
    tx: Transaction, name: str, language: str, note: str, attributes: dict[str, str], addresses: tuple[Address, ...]
) -> CustomerId:
    clean_customer(name, language, note, attributes)
    id, now = CustomerId(new_id()), now_ms()
    await store.insert_customer(
        tx,
        {
            "id": id,
            "name": name,
            "language": language,
            "note": note,
            "attributes": msgspec.json.encode(attributes).decode(),
            "now": now,
        },
    )
    for address in addresses:
        _require_joining(address)
        await store.insert_address(tx, id, address.kind, address.value, now)
    await store.set_words(tx, id, words_of(name, tuple(CustomerAddress(a.kind, a.value) for a in addresses)))
    return id


def _require_joining(address: Address) -> None:
    if not address.joins:
        raise AddressRefused(kind=address.kind)


async def get_customer(tx: Transaction, customer: CustomerId) -> Customer:
    tx.scope.require("customers.view")
    row = await store.read_customer(tx, customer)
    if row is None:
        raise NotFound(what="customer")
    return _customer(row)


def _customer(row: dict) -> Customer:
    return msgspec.convert({**row, "addresses": row["addresses"]}, Customer)


async def search_customers(
    tx: Transaction, *, q: str = "", address: Address | None = None, after: str = "", limit: int
) -> Page[Customer]:
    """By the beginnings of words, of a number or of an e-mail address; or those who share `address`. The latest
    first."""
    tx.scope.require("customers.view")
    words = query_words(q)
    among = None if address is None else await customers_of(tx, address)
    if (q.strip() and not words) or among == []:
        return Page([])
    key = key_of(after, tuple[str])
    found = await store.search(tx, words, among, key and key[0], limit + 1)
    return page_of(found, limit, _customer, "id")


async def edit_customer(tx: Transaction, customer: CustomerId, version: int, **changes: object) -> Customer:
    """`changes`: any of name, language, note, attributes. Raises CustomerChangedMeanwhile, CustomerErased."""
    tx.scope.require("customers.edit")
    before = await _living(tx, customer)
    after = msgspec.structs.replace(before, **changes)  # type: ignore[arg-type]
    clean_customer(after.name, after.language, after.note, after.attributes)
    row = {
        "id": customer,
        "name": after.name.strip(),
        "language": after.language,
        "note": after.note,
        "version": version,
        "attributes": msgspec.json.encode(after.attributes).decode(),
        "now": now_ms(),
    }
    if not await store.update_customer(tx, row):
        raise CustomerChangedMeanwhile(version=before.version)
    await store.set_words(tx, customer, words_of(after.name, after.addresses))
    await record(tx, "customers.edit_customer", f"customer:{customer}", changed=sorted(changes))
    return await get_customer(tx, customer)


async def _living(tx: Transaction, customer: CustomerId) -> Customer:
    """Read under its lock."""
    await store.lock_customer(tx, customer)
    found = await get_customer(tx, customer)
    if found.erased_at is not None:
        raise CustomerErased()
    return found


async def add_address(tx: Transaction, customer: CustomerId, address: Address) -> Customer:
    tx.scope.require("customers.edit")
    _require_joining(address)
    before = await _living(tx, customer)
    if len(before.addresses) >= limits.CUSTOMER_ADDRESSES_MAX:
        raise AddressRefused(kind=address.kind, reason="too_many")
    await store.insert_address(tx, customer, address.kind, address.value, now_ms())
    return await _readdressed(tx, customer, "customers.add_address", address.kind)


async def remove_address(tx: Transaction, customer: CustomerId, kind: str, value: str) -> Customer:
    tx.scope.require("customers.edit")
    await _living(tx, customer)
    if not await store.delete_address(tx, customer, kind, value):
        raise NotFound(what="address")
    return await _readdressed(tx, customer, "customers.remove_address", kind)


async def _readdressed(tx: Transaction, customer: CustomerId, verb: str, kind: str) -> Customer:
    found = await get_customer(tx, customer)
    await store.set_words(tx, customer, words_of(found.name, found.addresses))
    await record(tx, verb, f"customer:{customer}", kind=kind)
    return found


async def erase_customer(tx: Transaction, customer: CustomerId) -> None:
    """What is personal goes, here and in every room that registered `ports.on_erase`; ids, facts and figures remain."""
    tx.scope.require("customers.erase")
    await _living(tx, customer)
    for erase in erasers:
        await erase(tx, customer)
    await store.erase_customer(tx, customer, now_ms())
    await record(tx, "customers.erase_customer", f"customer:{customer}")
