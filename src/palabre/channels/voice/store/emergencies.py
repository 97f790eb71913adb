"""Where people are found."""

from __future__ import annotations

from typing import Any

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def emergency_address_of(tx: Transaction, person: str) -> Row | None:
    """Her own before her site's."""
    return await tx.one(
        """select e.kind, e.address, e.number, e.changed_at from palabre.emergency_address e
           left join palabre.person p on p.tenant = e.tenant and p.id = %(person)s
           where e.tenant = %(tenant)s and ((e.kind = 'person' and e.subject = %(person)s)
             or (e.kind = 'site' and e.subject = p.site)) order by e.kind limit 1""",
        {"tenant": tx.scope.tenant, "person": person},
    )


async def site_kind_of(tx: Transaction, person: str) -> str:
    """Where she works: '' no site."""
    row = await tx.one(
        """select s.kind from palabre.person p join palabre.site s on s.tenant = p.tenant and s.id = p.site
           where p.tenant = %(tenant)s and p.id = %(person)s""",
        {"tenant": tx.scope.tenant, "person": person},
    )
    return row["kind"] if row else ""


async def emergency_addresses(tx: Transaction, kind: str, limit: int) -> list[Row]:
    return await tx.all(
        """select subject, address, number from palabre.emergency_address
           where tenant = %(tenant)s and kind = %(kind)s order by subject limit %(limit)s""",
        {"tenant": tx.scope.tenant, "kind": kind, "limit": limit},
    )


async def site_exists(tx: Transaction, site: str) -> bool:
    row = await tx.one(
        "select id from palabre.site where tenant = %(tenant)s and id = %(id)s", {"tenant": tx.scope.tenant, "id": site}
    )
    return row is not None


async def put_emergency_address(tx: Transaction, values: Row) -> None:
    given = {"tenant": tx.scope.tenant, **values}
    if not values["address"]:
        await tx.execute(
            """delete from palabre.emergency_address
               where tenant = %(tenant)s and kind = %(kind)s and subject = %(subject)s""",
            given,
        )
        return
    await tx.execute(
        """insert into palabre.emergency_address (tenant, kind, subject, address, number, changed_at)
           values (%(tenant)s, %(kind)s, %(subject)s, %(address)s, %(number)s, %(now)s)
           on conflict (tenant, kind, subject) do update set address = excluded.address, number = excluded.number,
             changed_at = excluded.changed_at""",
        given,
    )
