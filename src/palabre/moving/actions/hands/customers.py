"""Customers by files: found again by an address. A file adds addresses, and takes none away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from palabre.conversations.actions.records import timeline
from palabre.customers.actions import (
    Address,
    add_address,
    create_customer,
    customers_among,
    edit_customer,
    erase_customer,
    get_customer,
    remove_address,
)
from palabre.customers.model import Customer
from palabre.foundations.ids import CustomerId
from palabre.moving.actions.hands.work import Left, Work
from palabre.moving.model import cells
from palabre.moving.model.judging import MORE, Thing
from palabre.plumbing.postgres import Transaction

_ADDRESSES = ("phones", "emails")


class Customers:
    async def present(self, tx: Transaction, keys: Sequence[str]) -> dict[str, Thing]:
        """By address. One that several share is there as a thing without id."""
        found = await customers_among(tx, [_address(key) for key in keys])
        return {f"{kind}:{value}": _thing(rows[0]) if len(rows) == 1 else Thing("", {})
                for (kind, value), rows in found.items()}  # fmt: skip

    async def write(self, work: Work, there: Thing | None, fields: dict[str, str]) -> None:
        more = {name.removeprefix(MORE): value for name, value in fields.items() if name.startswith(MORE) and value}
        plain = {name: fields.get(name, "") for name in ("name", "language", "note")}
        wanted = _addresses(fields)
        if there is None:
            await create_customer(work.tx, **plain, attributes=more, addresses=tuple(wanted))
            return
        own, id = _addresses(there.fields), CustomerId(there.id)
        for address in wanted:
            if address not in own:
                await add_address(work.tx, id, address)
        for address in own:
            if address not in wanted:
                await remove_address(work.tx, id, address.kind, address.value)
        if any(fields.get(name, "") != value for name, value in there.fields.items() if name not in _ADDRESSES):
            now = await get_customer(work.tx, id)
            await edit_customer(work.tx, id, now.version, **plain, attributes=more)

    async def take_away(self, work: Work, there: Thing) -> None:
        """Erased, as though she had never come; who was in contact since is somebody's customer."""
        if await timeline(work.tx, CustomerId(there.id), limit=1):
            raise Left("used_since")
        await erase_customer(work.tx, CustomerId(there.id))


def _address(key: str) -> Address:
    kind, _, value = key.partition(":")
    return Address(kind, value, True)


def _addresses(fields: Mapping[str, str]) -> list[Address]:
    return [Address(name[:-1], one, True) for name in _ADDRESSES for one in cells.parts(fields.get(name, ""))]


def _thing(one: Customer) -> Thing:
    of = {kind: "; ".join(a.value for a in one.addresses if a.kind == kind) for kind in ("phone", "email")}
    more = {f"{MORE}{name}": value for name, value in one.attributes.items()}
    return Thing(one.id, {"name": one.name, "language": one.language, "note": one.note, "phones": of["phone"],
                          "emails": of["email"], **more})  # fmt: skip
