"""Customers by HTTP. The timeline belongs to conversations."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, get, patch, post
from litestar.params import Parameter

from palabre.customers import actions
from palabre.customers.model import Customer
from palabre.foundations import limits
from palabre.foundations.ids import CustomerId
from palabre.foundations.scope import Scope
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services
from palabre.plumbing.web.pages import Cursor, Limit, Page

UNSET = msgspec.UNSET
Value = Annotated[str, msgspec.Meta(max_length=254)]


class PresentedAddress(msgspec.Struct):
    """`kind`: phone, email, visitor. `value`: as people write it; it is normalised."""

    kind: Annotated[str, msgspec.Meta(pattern="^(phone|email|visitor)$")]
    value: Value


class NewCustomer(msgspec.Struct):
    name: str
    language: str = ""
    note: str = ""
    attributes: dict[str, str] = {}
    addresses: Annotated[list[PresentedAddress], msgspec.Meta(max_length=limits.CUSTOMER_ADDRESSES_MAX)] = []


class CustomerChanges(msgspec.Struct):
    """`version`: of the customer as it was read; what is left out stays."""

    version: int
    name: str | msgspec.UnsetType = UNSET
    language: str | msgspec.UnsetType = UNSET
    note: str | msgspec.UnsetType = UNSET
    attributes: dict[str, str] | msgspec.UnsetType = UNSET


async def _address(tx: Transaction, kind: str, value: str) -> actions.Address:
    return actions.normalise_address(kind, value, await actions.tenant_country(tx))


@get("")
async def list_customers(
    services: Services,
    who: Scope,
    q: Annotated[str, Parameter(max_length=200)] = "",
    phone: Annotated[str | None, Parameter(max_length=40)] = None,
    email: Annotated[str | None, Parameter(max_length=254)] = None,
    limit: Limit = limits.PAGE_ROWS,
    after: Cursor = "",
) -> Page[Customer]:
    """Found by the beginnings of words, numbers or e-mail addresses; or, by `phone` or `email`, all who share that
    one."""
    async with services.database.transaction(who) as tx:
        kind, value = ("phone", phone) if phone else ("email", email)
        address = await _address(tx, kind, value) if value else None
        return await actions.search_customers(tx, q=q, address=address, after=after, limit=limit)


@post("")
async def create_customer(data: NewCustomer, services: Services, who: Scope) -> Customer:
    """A new customer; she may share an address with others."""
    async with services.database.transaction(who) as tx:
        addresses = tuple([await _address(tx, a.kind, a.value) for a in data.addresses])
        return await actions.create_customer(
            tx, name=data.name, language=data.language, note=data.note, attributes=data.attributes, addresses=addresses
        )


@get("/{customer:uuid}")
async def get_customer(customer: UUID, services: Services, who: Scope) -> Customer:
    """One customer. An erased one answers with her id and `erased_at` alone."""
    async with services.database.transaction(who) as tx:
        return await actions.get_customer(tx, CustomerId(str(customer)))


@patch("/{customer:uuid}")
async def edit_customer(customer: UUID, data: CustomerChanges, services: Services, who: Scope) -> Customer:
    """Change a customer."""
    changes = {k: v for k, v in msgspec.structs.asdict(data).items() if v is not UNSET and k != "version"}
    async with services.database.transaction(who) as tx:
        return await actions.edit_customer(tx, CustomerId(str(customer)), data.version, **changes)


@post("/{customer:uuid}/addresses", status_code=200)
async def add_address(customer: UUID, data: PresentedAddress, services: Services, who: Scope) -> Customer:
    """One more address. Withheld, short and invalid numbers are refused with `customers.address_refused`."""
    async with services.database.transaction(who) as tx:
        return await actions.add_address(tx, CustomerId(str(customer)), await _address(tx, data.kind, data.value))


@delete("/{customer:uuid}/addresses", status_code=200)
async def remove_address(
    customer: UUID,
    services: Services,
    who: Scope,
    kind: Annotated[str, Parameter(max_length=20)],
    value: Annotated[str, Parameter(max_length=254)],
) -> Customer:
    """Take an address away, as it is shown."""
    async with services.database.transaction(who) as tx:
        return await actions.remove_address(tx, CustomerId(str(customer)), kind, value)


@post("/{customer:uuid}/erase", status_code=204)
async def erase_customer(customer: UUID, services: Services, who: Scope) -> None:
    """Erase all that is personal of her, in every room; her id remains in facts and figures."""
    async with services.database.transaction(who) as tx:
        await actions.erase_customer(tx, CustomerId(str(customer)))


router = Router(
    "/api/customers",
    tags=["customers"],
    route_handlers=[
        list_customers,
        create_customer,
        get_customer,
        edit_customer,
        add_address,
        remove_address,
        erase_customer,
    ],
)
routes = [router]
