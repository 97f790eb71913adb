"""Rows of packages that were brought: what was in them, what became of it."""

from __future__ import annotations

from typing import Any

from psycopg.types.json import Jsonb

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]
_SHORT = """id::text, file_name, state, blob::text, told, created_at, created_by::text, applied_at, applied_by::text,
  undone_at, undone_by::text, jsonb_path_exists(done, '$[*] ? (@.left != "")') as left_some"""


async def insert(tx: Transaction, row: Row) -> None:
    await tx.execute(
        """insert into palabre.flow_import (tenant, id, file_name, blob, contents, created_at, created_by)
           values (%(tenant)s, %(id)s, %(file_name)s, %(blob)s, %(contents)s, %(now)s, %(by)s)""",
        {"tenant": tx.scope.tenant, **row, "contents": Jsonb(row["contents"])},
    )


async def find(tx: Transaction, id: str, *, lock: bool = False) -> Row | None:
    """With all that it holds."""
    return await tx.one(
        f"""select {_SHORT}, contents, done from palabre.flow_import
            where tenant = %(tenant)s and id = %(id)s and state <> 'discarded' {"for update" if lock else ""}""",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def page(tx: Transaction, key: tuple[int, str] | None, limit: int) -> list[Row]:
    """The latest first, without what they hold."""
    at, id = key or (2**62, None)
    return await tx.all(
        f"""select {_SHORT} from palabre.flow_import where tenant = %(tenant)s and state <> 'discarded'
             and (created_at < %(at)s or (created_at = %(at)s and %(id)s::uuid is not null and id > %(id)s))
           order by created_at desc, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "at": at, "id": id, "limit": limit},
    )


async def set_applied(tx: Transaction, id: str, told: Any, done: list, now: int) -> None:
    await tx.execute(
        """update palabre.flow_import set state = 'applied', contents = '{}', told = %(told)s, done = %(done)s,
             applied_at = %(now)s, applied_by = %(by)s where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "told": Jsonb(told), "done": Jsonb(done), "now": now,
         "by": tx.scope.person},
    )  # fmt: skip


async def set_undone(tx: Transaction, id: str, done: list, now: int) -> None:
    await tx.execute(
        """update palabre.flow_import set state = 'undone', done = %(done)s, undone_at = %(now)s, undone_by = %(by)s
           where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "done": Jsonb(done), "now": now, "by": tx.scope.person},
    )


async def set_discarded(tx: Transaction, id: str) -> None:
    await tx.execute(
        """update palabre.flow_import set state = 'discarded', contents = '{}'
           where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def forget_file(tx: Transaction, id: str) -> None:
    await tx.execute(
        "update palabre.flow_import set blob = null where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def forget_before(tx: Transaction, id: str) -> None:
    """What was there before: nobody can go back to it any more."""
    await tx.execute(
        "update palabre.flow_import set done = '[]' where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def over(tx: Transaction, applied_before: int, looked_before: int, limit: int) -> list[Row]:
    """Previews that nobody applied, files that nobody needs, ways back that are closed."""
    return await tx.all(
        """select id::text, state, blob::text from palabre.flow_import where tenant = %(tenant)s and (
             (state = 'ready' and created_at < %(looked)s) or (state <> 'ready' and blob is not null)
             or (state in ('applied', 'undone') and applied_at < %(applied)s and done <> '[]'))
           order by created_at limit %(limit)s""",
        {"tenant": tx.scope.tenant, "applied": applied_before, "looked": looked_before, "limit": limit},
    )
