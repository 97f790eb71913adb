"""Rows of imports. Every statement names its tenant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg.types.json import Jsonb

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def insert(tx: Transaction, row: Row) -> None:
    await tx.execute(
        """insert into palabre.moving_import (tenant, id, file_name, kind, blob, permissions, created_at, created_by)
           values (%(tenant)s, %(id)s, %(file_name)s, %(kind)s, %(blob)s, %(permissions)s, %(now)s, %(by)s)""",
        {"tenant": tx.scope.tenant, **row},
    )


async def find(tx: Transaction, id: str, *, lock: bool = False) -> Row | None:
    sql = "select * from palabre.moving_import where tenant = %(tenant)s and id = %(id)s"
    return await tx.one(sql + (" for update" if lock else ""), {"tenant": tx.scope.tenant, "id": id})


async def page(tx: Transaction, key: tuple | None, limit: int) -> list[Row]:
    """The latest first."""
    at, id = key or (2**62, None)
    return await tx.all(
        """select * from palabre.moving_import where tenant = %(tenant)s and state <> 'discarded'
             and (created_at < %(at)s or (created_at = %(at)s and %(id)s::uuid is not null and id > %(id)s))
           order by created_at desc, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "at": at, "id": id, "limit": limit},
    )


async def set_state(tx: Transaction, id: str, state: str, **values: Any) -> None:
    """`values`: columns of ours, by name."""
    sets = "".join(f", {name} = %({name})s" for name in values)
    json = {name: Jsonb(v) if isinstance(v, dict | list) and name != "permissions" else v for name, v in values.items()}
    await tx.execute(
        f"""update palabre.moving_import set tenant = %(tenant)s, state = %(state)s{sets}
            where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "state": state, **json},
    )


async def hold(tx: Transaction, holder: str, now: int, until: int) -> Row | None:
    """The oldest that is under way and in nobody's hands."""
    return await tx.one(
        """update palabre.moving_import set holder = %(holder)s, held_until = %(until)s
           where tenant = %(tenant)s and id = (select id from palabre.moving_import
               where tenant = %(tenant)s and state in ('reading', 'applying', 'undoing') and held_until < %(now)s
               order by created_at limit 1 for update skip locked)
           returning *""",
        {"tenant": tx.scope.tenant, "holder": holder, "now": now, "until": until},
    )


async def still_holds(tx: Transaction, id: str, holder: str, until: int, done: int) -> bool:
    """Locks its row: whoever takes it over waits for this transaction. `done`: rows more."""
    cursor = await tx.execute(
        """update palabre.moving_import set held_until = %(until)s, done = done + %(done)s
           where tenant = %(tenant)s and id = %(id)s and holder = %(holder)s""",
        {"tenant": tx.scope.tenant, "id": id, "holder": holder, "until": until, "done": done},
    )
    return cursor.rowcount == 1


async def forget_file(tx: Transaction, id: str) -> None:
    await tx.execute(
        "update palabre.moving_import set blob = null where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def over(tx: Transaction, applied_before: int, looked_before: int, limit: int) -> list[Row]:
    """Imports whose rows may go: applied too long ago, or looked at and left. Files that a kill left."""
    return await tx.all(
        """select id::text, blob::text, state, coalesce(applied_at, created_at) < %(applied)s as past
           from palabre.moving_import where tenant = %(tenant)s
             and ((state in ('applied', 'undoing', 'undone', 'discarded') and blob is not null)
               or (state in ('applied', 'undone') and coalesce(applied_at, created_at) < %(applied)s
                   and exists (select 1 from palabre.moving_row r where r.tenant = moving_import.tenant
                                 and r.import = moving_import.id))
               or (state in ('ready', 'unreadable') and created_at < %(looked)s))
           order by created_at limit %(limit)s for update skip locked""",
        {"tenant": tx.scope.tenant, "applied": applied_before, "looked": looked_before, "limit": limit},
    )


# -- rows


async def insert_rows(tx: Transaction, rows: Sequence[Row]) -> None:
    await tx.execute(
        """insert into palabre.moving_row (tenant, import, position, kind, line, key, state, field, reason, what,
             fields, before, thing)
           select %(tenant)s, %(import)s, r.position, r.kind, r.line, r.key, r.state, r.field, r.reason, r.what,
             r.fields, r.before, r.thing
           from jsonb_to_recordset(%(rows)s) as r (position int, kind text, line int, key text, state text, field text,
             reason text, what text, fields jsonb, before jsonb, thing text)""",
        {"tenant": tx.scope.tenant, "import": rows[0]["import"], "rows": Jsonb(list(rows))},
    )


async def delete_rows(tx: Transaction, id: str) -> None:
    await tx.execute(
        "delete from palabre.moving_row where tenant = %(tenant)s and import = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def rows_page(
    tx: Transaction, id: str, *, kind: str | None, state: str | None, undone: str | None, after: int, limit: int
) -> list[Row]:
    return await tx.all(
        """select * from palabre.moving_row where tenant = %(tenant)s and import = %(id)s and position > %(after)s
             and (%(kind)s::text is null or kind = %(kind)s) and (%(state)s::text is null or state = %(state)s)
             and (%(undone)s::text is null or undone = %(undone)s)
           order by position limit %(limit)s""",
        {"tenant": tx.scope.tenant, "id": id, "kind": kind, "state": state, "undone": undone, "after": after,
         "limit": limit},
    )  # fmt: skip


async def to_apply(tx: Transaction, id: str, kinds: Sequence[str], limit: int) -> list[Row]:
    """In the order in which they can be made."""
    return await tx.all(
        """select * from palabre.moving_row where tenant = %(tenant)s and import = %(id)s
             and state in ('new', 'changed') and applied_at is null and reason = '' and kind = any(%(kinds)s)
           order by position limit %(limit)s""",
        {"tenant": tx.scope.tenant, "id": id, "kinds": list(kinds), "limit": limit},
    )


async def to_undo(tx: Transaction, id: str, kinds: Sequence[str], limit: int) -> list[Row]:
    """The last first."""
    return await tx.all(
        """select * from palabre.moving_row where tenant = %(tenant)s and import = %(id)s
             and applied_at is not null and undone = '' and kind = any(%(kinds)s)
           order by position desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "id": id, "kinds": list(kinds), "limit": limit},
    )


async def count(tx: Transaction, id: str, where: str) -> int:
    """`where`: apply, undo or left."""
    tests = {"apply": "state in ('new', 'changed') and applied_at is null and reason = ''",
             "undo": "applied_at is not null and undone = ''", "left": "undone = 'left'"}  # fmt: skip
    row = await tx.one(
        f"""select count(*) as n from palabre.moving_row
            where tenant = %(tenant)s and import = %(id)s and {tests[where]}""",
        {"tenant": tx.scope.tenant, "id": id},
    )
    return row["n"]


async def mark_applied(tx: Transaction, id: str, rows: Sequence[Row], now: int) -> None:
    await tx.execute(
        """update palabre.moving_row m set applied_at = case when r.reason = '' then %(now)s::bigint end,
             reason = r.reason, what = r.what, before = r.before, after = r.after, made = r.made, thing = r.thing
           from jsonb_to_recordset(%(rows)s) as r (position int, before jsonb, after jsonb, made boolean, thing text,
             reason text, what text)
           where m.tenant = %(tenant)s and m.import = %(id)s and m.position = r.position""",
        {"tenant": tx.scope.tenant, "id": id, "now": now, "rows": Jsonb(list(rows))},
    )


async def mark_undone(tx: Transaction, id: str, rows: Sequence[Row]) -> None:
    await tx.execute(
        """update palabre.moving_row m set undone = r.undone, left_reason = r.left_reason, what = r.what
           from jsonb_to_recordset(%(rows)s) as r (position int, undone text, left_reason text, what text)
           where m.tenant = %(tenant)s and m.import = %(id)s and m.position = r.position""",
        {"tenant": tx.scope.tenant, "id": id, "rows": Jsonb(list(rows))},
    )


async def take_up_left(tx: Transaction, id: str) -> None:
    """What an undoing left is tried again."""
    await tx.execute(
        """update palabre.moving_row set undone = '', left_reason = ''
           where tenant = %(tenant)s and import = %(id)s and undone = 'left'""",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def things_of(tx: Transaction, id: str, kind: str, limit: int) -> list[str]:
    rows = await tx.all(
        """select thing from palabre.moving_row where tenant = %(tenant)s and import = %(id)s and kind = %(kind)s
             and applied_at is not null and undone = '' and thing <> '' order by position limit %(limit)s""",
        {"tenant": tx.scope.tenant, "id": id, "kind": kind, "limit": limit},
    )
    return [row["thing"] for row in rows]


async def forget_thing(tx: Transaction, thing: str) -> None:
    """What rows say of somebody who is erased."""
    await tx.execute(
        """update palabre.moving_row set key = '', fields = '{}', before = '{}', after = '{}', what = ''
           where tenant = %(tenant)s and thing = %(thing)s""",
        {"tenant": tx.scope.tenant, "thing": thing},
    )
