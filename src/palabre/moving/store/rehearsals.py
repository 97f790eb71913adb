"""Rows of rehearsals, their calls and scripts. Every statement names its tenant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg.types.json import Jsonb

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]
_COUNTS = """(select count(*) from palabre.rehearsal_call c where c.tenant = r.tenant and c.rehearsal = r.id) as calls,
  (select count(*) from palabre.rehearsal_call c where c.tenant = r.tenant and c.rehearsal = r.id
     and c.state in ('done', 'stopped')) as over,
  (select count(*) from palabre.rehearsal_call c where c.tenant = r.tenant and c.rehearsal = r.id
     and c.state = 'done' and c.problems <> '{}') as wrong"""
_SHOWN = "r.id::text, r.kind, r.state, r.as_if, r.asked_at, r.asked_by::text, r.ended_at"
_CALL = """id::text, rehearsal::text, number, name, flow::text, version, keys, expects, as_if, state, key, heard, path,
  came_to, problems, ended_at"""
_HELD = ", ".join(f"c.{column.strip()}" for column in _CALL.split(","))


async def insert(tx: Transaction, row: Row, calls: Sequence[Row]) -> None:
    await tx.execute(
        """insert into palabre.rehearsal (tenant, id, kind, state, as_if, asked_at, asked_by)
           values (%(tenant)s, %(id)s, %(kind)s, 'running', %(as_if)s, %(now)s, %(by)s)""",
        {"tenant": tx.scope.tenant, **row})
    await tx.execute(
        """insert into palabre.rehearsal_call (tenant, rehearsal, id, place, number, name, flow, version, keys, expects,
             as_if, state, problems, ended_at)
           select %(tenant)s, %(rehearsal)s, c.id, c.place, c.number, c.name, c.flow, c.version, c.keys, c.expects,
             c.as_if, c.state, c.problems, c.ended_at
           from jsonb_to_recordset(%(calls)s) as c (id uuid, place int, number text, name text, flow uuid, version int,
             keys text, expects text, as_if bigint, state text, problems text[], ended_at bigint)""",
        {"tenant": tx.scope.tenant, "rehearsal": row["id"], "calls": Jsonb(list(calls))})


async def forget_but(tx: Transaction, kept: int) -> None:
    await tx.execute(
        """delete from palabre.rehearsal where tenant = %(tenant)s and state <> 'running' and id not in (
             select id from palabre.rehearsal where tenant = %(tenant)s order by asked_at desc, id limit %(kept)s)""",
        {"tenant": tx.scope.tenant, "kept": kept})


async def find(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        f"select {_SHOWN}, {_COUNTS} from palabre.rehearsal r where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id})


async def latest(tx: Transaction, limit: int) -> list[Row]:
    return await tx.all(
        f"""select {_SHOWN}, {_COUNTS} from palabre.rehearsal r where tenant = %(tenant)s
            order by asked_at desc, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit})


async def calls(tx: Transaction, id: str, limit: int) -> list[Row]:
    return await tx.all(
        f"""select {_CALL} from palabre.rehearsal_call where tenant = %(tenant)s and rehearsal = %(id)s
            order by place limit %(limit)s""",
        {"tenant": tx.scope.tenant, "id": id, "limit": limit})


async def last_of_numbers(tx: Transaction, limit: int) -> list[Row]:
    """Of each number: a call of its last rehearsal that went wrong, of whatever kind; else the last that called it
    once, as the checklist does: one way through its flow, with keys, proves nothing of how it answers. Nor does what
    was heard as if it were another day."""
    return await tx.all(
        f"""with done as (
              select c.number, c.rehearsal, c.id, c.ended_at, r.kind from palabre.rehearsal_call c
              join palabre.rehearsal r on r.tenant = %(tenant)s and r.id = c.rehearsal
              where c.tenant = %(tenant)s and c.state = 'done' and c.as_if is null),
            newest as (select distinct on (number) number, rehearsal from done order by number, ended_at desc),
            own as (select distinct on (number) id from done where kind = 'calls' order by number, ended_at desc)
            select distinct on (c.number) {_HELD} from palabre.rehearsal_call c
            join newest n on n.number = c.number
            where c.tenant = %(tenant)s and c.state = 'done' and c.as_if is null
              and (c.id in (select id from own) or (c.rehearsal = n.rehearsal and c.problems <> '{{}}'))
            order by c.number, c.problems = '{{}}', c.ended_at desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit})


async def hold(tx: Transaction, holder: str, now: int, until: int) -> Row | None:
    """The next call that nobody has in hand. `began`: another worker had begun it, and is gone."""
    return await tx.one(
        f"""with next as (
              select rehearsal, id, state from palabre.rehearsal_call
              where tenant = %(tenant)s and state in ('waiting', 'running') and held_until < %(now)s
              order by rehearsal, place limit 1 for update skip locked)
            update palabre.rehearsal_call c set state = 'running', holder = %(holder)s, held_until = %(until)s
            from next where c.tenant = %(tenant)s and c.rehearsal = next.rehearsal and c.id = next.id
            returning {_HELD}, next.state = 'running' as began,
              (select r.kind from palabre.rehearsal r where r.tenant = c.tenant and r.id = c.rehearsal) as kind""",
        {"tenant": tx.scope.tenant, "holder": holder, "now": now, "until": until})


async def keep_holding(tx: Transaction, call: Row, holder: str, until: int, heard: Any) -> bool:
    """False: stopped, or another's by now."""
    cursor = await tx.execute(
        """update palabre.rehearsal_call set held_until = %(until)s, heard = %(heard)s where tenant = %(tenant)s
             and rehearsal = %(rehearsal)s and id = %(id)s and holder = %(holder)s and state = 'running'""",
        {"tenant": tx.scope.tenant, "rehearsal": call["rehearsal"], "id": call["id"], "holder": holder, "until": until,
         "heard": Jsonb(heard)})
    return cursor.rowcount == 1


async def set_key(tx: Transaction, call: Row, key: str) -> None:
    await tx.execute(
        """update palabre.rehearsal_call set key = %(key)s
           where tenant = %(tenant)s and rehearsal = %(rehearsal)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "rehearsal": call["rehearsal"], "id": call["id"], "key": key})


async def finish(tx: Transaction, call: Row, holder: str, values: Row) -> None:
    await tx.execute(
        """update palabre.rehearsal_call set state = 'done', heard = %(heard)s, path = %(path)s, came_to = %(came_to)s,
             problems = %(problems)s, ended_at = %(now)s
           where tenant = %(tenant)s and rehearsal = %(rehearsal)s and id = %(id)s and holder = %(holder)s
             and state = 'running'""",
        {"tenant": tx.scope.tenant, "rehearsal": call["rehearsal"], "id": call["id"], "holder": holder, **values,
         "heard": Jsonb(values["heard"]), "path": Jsonb(values["path"])})


async def end_if_over(tx: Transaction, id: str, now: int) -> None:
    """One at a time: of two calls that end at once the second sees that the first has."""
    await tx.execute(
        "select from palabre.rehearsal where tenant = %(tenant)s and id = %(id)s for update",
        {"tenant": tx.scope.tenant, "id": id})
    await tx.execute(
        """update palabre.rehearsal r set state = 'done', ended_at = %(now)s
           where tenant = %(tenant)s and id = %(id)s and state = 'running' and not exists (
             select from palabre.rehearsal_call c where c.tenant = r.tenant and c.rehearsal = r.id
               and c.state in ('waiting', 'running'))""",
        {"tenant": tx.scope.tenant, "id": id, "now": now})


async def stop(tx: Transaction, id: str, now: int) -> list[str]:
    """Ids of calls that were up."""
    rows = await tx.all(
        """with up as (select id from palabre.rehearsal_call where tenant = %(tenant)s and rehearsal = %(id)s
             and state = 'running' for update),
           stopped as (update palabre.rehearsal_call set state = 'stopped', ended_at = %(now)s
             where tenant = %(tenant)s and rehearsal = %(id)s and state in ('waiting', 'running'))
           select id::text from up""",
        {"tenant": tx.scope.tenant, "id": id, "now": now})
    await tx.execute(
        """update palabre.rehearsal set state = 'stopped', ended_at = %(now)s
           where tenant = %(tenant)s and id = %(id)s and state = 'running'""",
        {"tenant": tx.scope.tenant, "id": id, "now": now})
    return [row["id"] for row in rows]


# -- scripts


async def scripts(tx: Transaction, limit: int) -> list[Row]:
    return await tx.all(
        """select id::text, number, name, keys, expects, as_if from palabre.rehearsal_script
           where tenant = %(tenant)s order by number, name, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "limit": limit})


async def put_script(tx: Transaction, row: Row) -> None:
    await tx.execute(
        """insert into palabre.rehearsal_script (tenant, id, number, name, keys, expects, as_if, changed_at, changed_by)
           values (%(tenant)s, %(id)s, %(number)s, %(name)s, %(keys)s, %(expects)s, %(as_if)s, %(now)s, %(by)s)
           on conflict (tenant, id) do update set number = excluded.number, name = excluded.name, keys = excluded.keys,
             expects = excluded.expects, as_if = excluded.as_if, changed_at = excluded.changed_at,
             changed_by = excluded.changed_by""",
        {"tenant": tx.scope.tenant, **row})


async def delete_script(tx: Transaction, id: str) -> bool:
    cursor = await tx.execute(
        "delete from palabre.rehearsal_script where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id})
    return cursor.rowcount == 1
