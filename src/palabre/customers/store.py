"""SQL of customers, their addresses and the words they are found by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from palabre.plumbing.postgres import Transaction

_COLUMNS = """c.id::text, c.name, c.language, c.note, c.attributes, c.created_at, c.erased_at, c.version,
  coalesce((select json_agg(json_build_object('kind', a.kind, 'value', a.value, 'verified',
    a.verified) order by a.created_at, a.value)
    from palabre.customer_address a where a.tenant = c.tenant and a.customer = c.id), '[]') as addresses"""


async def country(tx: Transaction) -> str:
    row = await tx.one("select country from palabre.tenant where tenant = %(tenant)s", {"tenant": tx.scope.tenant})
    return row["country"] if row else ""


async def lock_address(tx: Transaction, kind: str, value: str) -> None:
    """Two first calls from one number at the same moment wait for one another: the second finds what the first made."""
    await tx.execute(
        "select pg_advisory_xact_lock(hashtextextended(%(key)s, 7))", {"key": f"{tx.scope.tenant}:{kind}:{value}"}
    )


async def of_address(tx: Transaction, kind: str, value: str, limit: int) -> list[str]:
    rows = await tx.all(
        """select customer::text from palabre.customer_address
           where tenant = %(tenant)s and kind = %(kind)s and value = %(value)s and joins order by created_at,
             customer limit %(limit)s""",
        {"tenant": tx.scope.tenant, "kind": kind, "value": value, "limit": limit},
    )
    return [row["customer"] for row in rows]


async def among(tx: Transaction, kinds: Sequence[str], values: Sequence[str]) -> list[dict]:
    return await tx.all(
        f"""select w.kind as by_kind, w.value as by_value, {_COLUMNS}
            from unnest(%(kinds)s::text[], %(values)s::text[]) as w (kind, value)
            join palabre.customer_address o on o.tenant = %(tenant)s and o.kind = w.kind and o.value = w.value
              and o.joins
            join palabre.customer c on c.tenant = o.tenant and c.id = o.customer and c.erased_at is null
            order by o.created_at, c.id""",
        {"tenant": tx.scope.tenant, "kinds": list(kinds), "values": list(values)},
    )


async def insert_customer(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.customer (tenant, id, name, language, note, attributes, created_at, changed_at)
           values (%(tenant)s, %(id)s, %(name)s, %(language)s, %(note)s, %(attributes)s::jsonb, %(now)s, %(now)s)""",
        {**row, "tenant": tx.scope.tenant},
    )


async def update_customer(tx: Transaction, row: dict[str, Any]) -> bool:
    cursor = await tx.execute(
        """update palabre.customer set name = %(name)s, language = %(language)s, note = %(note)s,
          attributes = %(attributes)s::jsonb,
             changed_at = %(now)s, version = version + 1
           where tenant = %(tenant)s and id = %(id)s and version = %(version)s and erased_at is null""",
        {**row, "tenant": tx.scope.tenant},
    )
    return cursor.rowcount == 1


async def insert_address(tx: Transaction, customer: str, kind: str, value: str, now: int) -> bool:
    cursor = await tx.execute(
        """insert into palabre.customer_address (tenant, customer, kind, value, joins, created_at)
           values (%(tenant)s, %(customer)s, %(kind)s, %(value)s, true, %(now)s) on conflict do nothing""",
        {"tenant": tx.scope.tenant, "customer": customer, "kind": kind, "value": value, "now": now},
    )
    return cursor.rowcount == 1


async def delete_address(tx: Transaction, customer: str, kind: str, value: str) -> bool:
    cursor = await tx.execute(
        """delete from palabre.customer_address
           where tenant = %(tenant)s and customer = %(customer)s and kind = %(kind)s and value = %(value)s""",
        {"tenant": tx.scope.tenant, "customer": customer, "kind": kind, "value": value},
    )
    return cursor.rowcount == 1


async def set_words(tx: Transaction, customer: str, words: Iterable[str]) -> None:
    values = {"tenant": tx.scope.tenant, "customer": customer, "words": sorted(words)}
    await tx.execute(
        """delete from palabre.customer_word
           where tenant = %(tenant)s and customer = %(customer)s and not word = any (%(words)s::text[])""",
        values,
    )
    await tx.execute(
        """insert into palabre.customer_word (tenant, customer, word)
           select %(tenant)s, %(customer)s, unnest(%(words)s::text[]) on conflict do nothing""",
        values,
    )


async def read_customer(tx: Transaction, customer: str) -> dict | None:
    return await tx.one(
        f"select {_COLUMNS} from palabre.customer c where c.tenant = %(tenant)s and c.id = %(customer)s",
        {"tenant": tx.scope.tenant, "customer": customer},
    )


async def lock_customer(tx: Transaction, customer: str) -> None:
    await tx.execute(
        "select 1 from palabre.customer where tenant = %(tenant)s and id = %(customer)s for update",
        {"tenant": tx.scope.tenant, "customer": customer},
    )


async def search(
    tx: Transaction, words: Sequence[tuple[str, str]], customers: Sequence[str] | None, after: str | None, limit: int
) -> list[dict]:
    """The latest first. `words`: ranges, all of which must hold a word of hers. `customers`: among these only."""
    ranges = {f"{end}{i}": text for i, pair in enumerate(words) for end, text in zip(("from", "to"), pair, strict=True)}
    tests = "".join(
        f""" and c.id in (select w.customer from palabre.customer_word w
              where w.tenant = %(tenant)s and w.word >= %(from{i})s and w.word < %(to{i})s)"""
        for i in range(len(words))
    )
    return await tx.all(
        f"""select {_COLUMNS} from palabre.customer c
            where c.tenant = %(tenant)s and c.erased_at is null and (%(after)s::uuid is null or c.id < %(after)s)
              and (%(customers)s::uuid[] is null or c.id = any (%(customers)s)){tests}
            order by c.id desc limit %(limit)s""",
        {
            "tenant": tx.scope.tenant,
            "after": after,
            "customers": list(customers) if customers is not None else None,
            "limit": limit,
            **ranges,
        },
    )


async def erase_customer(tx: Transaction, customer: str, now: int) -> None:
    """Everything personal goes; the id stays, for facts and figures name it."""
    values = {"tenant": tx.scope.tenant, "customer": customer, "now": now}
    await tx.execute("delete from palabre.customer_word where tenant = %(tenant)s and customer = %(customer)s", values)
    await tx.execute(
        "delete from palabre.customer_address where tenant = %(tenant)s and customer = %(customer)s", values
    )
    await tx.execute(
        """update palabre.customer set name = '', language = '', note = '', attributes = '{}', changed_at = %(now)s,
             erased_at = %(now)s, version = version + 1 where tenant = %(tenant)s and id = %(customer)s""",
        values,
    )
