"""The peer of `routing`: the same lifecycle matched in SQL by SKIP LOCKED, one statement and one commit a step.

What most open systems do, at its best: prepared single statements, partial indexes, autocommit, several workers.
Seven facts a lifecycle, all durable: queued, offered, shown, accepted, ended, wrap-up begun, wrap-up ended.
"""

from __future__ import annotations

import asyncio
import random
import time

import psycopg

TABLES = """
drop schema if exists peer cascade;
create schema peer;
create table peer.advisor (
  id int primary key, skills int[] not null, free_since float8, busy boolean not null default false
) with (fillfactor = 50);
create index on peer.advisor using gin (skills) where not busy;
create index on peer.advisor (free_since) where not busy;
create table peer.item (
  id bigint primary key, queue int not null, since float8 not null, state text not null, advisor int
) with (fillfactor = 50);
create index on peer.item (queue, since) where state = 'waiting';
create table peer.fact (
  id bigint generated always as identity primary key, item bigint not null, kind text not null,
  at timestamptz not null default now()
);
"""
QUEUE = """
with a as (select id from peer.advisor where not busy and skills @> array[%(queue)s::int]
        order by free_since limit 1 for update skip locked),
 b as (update peer.advisor set busy = true from a where peer.advisor.id = a.id returning peer.advisor.id),
 i as (insert into peer.item select %(item)s, %(queue)s, %(now)s,
        case when exists (select 1 from b) then 'offered' else 'waiting' end, (select id from b)),
 f as (insert into peer.fact (item, kind) select %(item)s, k
        from unnest(case when exists (select 1 from b) then array['queued', 'offered'] else array['queued'] end) k)
select id from b"""
SHOWN = "insert into peer.fact (item, kind) values (%(item)s, 'shown')"
ACCEPTED = """with u as (update peer.item set state = 'talk' where id = %(item)s and state = 'offered' returning id)
insert into peer.fact (item, kind) select id, 'accepted' from u"""
ENDED = """with u as (update peer.item set state = 'wrap' where id = %(item)s returning id)
insert into peer.fact (item, kind) select id, k from u, unnest(array['ended', 'wrap_up_begun']) k"""
FREED = """
with u as (delete from peer.item where id = %(item)s returning advisor),
 w as (select i.id from peer.item i join peer.advisor a on a.id = (select advisor from u)
        where i.state = 'waiting' and i.queue = any(a.skills) order by i.since limit 1 for update of i skip locked),
 o as (update peer.item set state = 'offered', advisor = (select advisor from u)
        from w where peer.item.id = w.id returning peer.item.id),
 a as (update peer.advisor set busy = exists (select 1 from o), free_since = %(now)s
        where id = (select advisor from u)),
 f as (insert into peer.fact (item, kind) select %(item)s, 'wrap_up_ended' union all select id, 'offered' from o)
select id from o"""


def prepare(dsn: str, advisors: int, queues: int) -> None:
    chance = random.Random(1)
    with psycopg.connect(dsn) as connection:
        connection.execute(TABLES)
        with (
            connection.cursor() as cursor,
            cursor.copy("copy peer.advisor (id, skills, free_since) from stdin") as copy,
        ):
            for n in range(advisors):
                copy.write_row((n, [*{(n * 4 + k) % queues for k in range(4)}], chance.random()))
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("vacuum analyze peer.advisor")


async def run(dsn: str, queues: int, seconds: float, workers: int) -> dict[str, float]:
    """Closed loop: each worker takes customers through their lives, one after the other."""
    end, done, waited = time.perf_counter() + seconds, 0, []
    numbers, chance = iter(range(1, 10**9)), random.Random(2)

    async def worker() -> None:
        nonlocal done
        async with await psycopg.AsyncConnection.connect(dsn, autocommit=True, prepare_threshold=0) as connection:
            in_hand: list[int] = []
            while time.perf_counter() < end:
                item, begun = next(numbers), time.perf_counter()
                asked = {"item": item, "queue": chance.randrange(queues), "now": begun}
                if await (await connection.execute(QUEUE, asked)).fetchone():
                    waited.append(time.perf_counter() - begun)
                    in_hand.append(item)
                while in_hand:
                    one = {"item": in_hand.pop()}
                    for statement in (SHOWN, ACCEPTED, ENDED):
                        await connection.execute(statement, one)
                    row = await (await connection.execute(FREED, one | {"now": time.perf_counter()})).fetchone()
                    done += 1
                    if row:
                        in_hand.append(row[0])

    begun = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(workers)))
    return {"lifecycles_per_second": done / (time.perf_counter() - begun)}
