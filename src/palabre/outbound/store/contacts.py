"""Rows of those who are called, their attempts, and numbers called no more. Every statement names its tenant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg.types.json import Jsonb

from palabre.plumbing.postgres import Transaction

Row = dict[str, Any]


async def insert(tx: Transaction, list: str, imported: str, rows: Sequence[Row]) -> None:
    async with tx.connection.cursor() as cursor:
        await cursor.executemany(
            """insert into palabre.calling_contact
                 (tenant, id, list, import, position, number, name, zone, consent_at, consent_source, more)
               values (%(tenant)s, %(id)s, %(list)s, %(import)s, %(position)s, %(number)s, %(name)s, %(zone)s,
                 %(consent_at)s, %(consent_source)s, %(more)s)
               on conflict do nothing""",
            [{"tenant": tx.scope.tenant, "list": list, "import": imported, **r, "more": Jsonb(r["more"])}
             for r in rows],
        )


async def known_numbers(tx: Transaction, list: str, numbers: Sequence[str]) -> set[str]:
    rows = await tx.all(
        """select number from palabre.calling_contact where tenant = %(tenant)s and list = %(list)s
             and number = any(%(numbers)s) and state <> 'removed'""",
        {"tenant": tx.scope.tenant, "list": list, "numbers": [*numbers]},
    )
    return {r["number"] for r in rows}


async def page(
    tx: Transaction, list: str, *, state: str | None, refusal: str | None, digits: str | None, key: tuple | None,
    limit: int,
) -> list[Row]:
    return await tx.all(
        """select * from palabre.calling_contact where tenant = %(tenant)s and list = %(list)s and state <> 'removed'
             and (%(state)s::text is null or state = %(state)s)
             and (%(refusal)s::text is null or refusal = %(refusal)s)
             and (%(digits)s::text is null or strpos(number, %(digits)s) > 0)
             and (%(at)s::int is null or (position, id) > (%(at)s, %(id)s::uuid))
           order by position, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "list": list, "state": state, "refusal": refusal, "digits": digits, "limit": limit,
         "at": key[0] if key else None, "id": key[1] if key else None},
    )  # fmt: skip


async def get(tx: Transaction, id: str) -> Row | None:
    return await tx.one(
        "select * from palabre.calling_contact where tenant = %(tenant)s and id = %(id)s",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def of_conversation(tx: Transaction, conversation: str) -> Row | None:
    return await tx.one(
        """select * from palabre.calling_contact where tenant = %(tenant)s and conversation = %(conversation)s
           order by id limit 1""",
        {"tenant": tx.scope.tenant, "conversation": conversation},
    )


async def candidates(tx: Transaction, list: str, now: int, limit: int) -> list[Row]:
    """Who may be due; locked, and no number that is being dialled by another campaign."""
    return await tx.all(
        """select c.*, x.until is not null or x.number is not null as unwanted, x.until as unwanted_until
           from palabre.calling_contact c
           left join palabre.do_not_call x on x.tenant = c.tenant and x.number = c.number
             and (x.until is null or x.until > %(now)s)
           where c.tenant = %(tenant)s and c.list = %(list)s and c.state = 'waiting' and c.number <> ''
             and c.next_at <= %(now)s and c.refused_until <= %(now)s
             and not exists (select from palabre.calling_contact o where o.tenant = c.tenant and o.number = c.number
               and o.state = 'taken')
           order by c.next_at, c.position, c.id limit %(limit)s for update of c skip locked""",
        {"tenant": tx.scope.tenant, "list": list, "now": now, "limit": limit},
    )


async def attempts(tx: Transaction, numbers: Sequence[str], since: int) -> list[Row]:
    """number, at, refused of what was dialled, whatever the campaign."""
    return await tx.all(
        """select number, at, refused, outcome from palabre.calling_attempt
           where tenant = %(tenant)s and number = any(%(numbers)s) and at > %(since)s order by at""",
        {"tenant": tx.scope.tenant, "numbers": [*numbers], "since": since},
    )


async def lock_numbers(tx: Transaction) -> None:
    """One supply at a time: two campaigns must not take the same number in the same moment."""
    await tx.execute(
        "select pg_advisory_xact_lock(hashtextextended('outbound ' || %(tenant)s::text, 0))",
        {"tenant": tx.scope.tenant},
    )


async def take(tx: Transaction, ids: Sequence[str], campaign: str) -> None:
    """What was said of her after the call before is over with: this one's outcome decides."""
    await tx.execute(
        """update palabre.calling_contact set state = 'taken', campaign = %(campaign)s, refusal = '', refused_until = 0,
             disposition = '', next_at = 0
           where tenant = %(tenant)s and id = any(%(ids)s::uuid[])""",
        {"tenant": tx.scope.tenant, "ids": [*ids], "campaign": campaign},
    )


async def hold_back(tx: Transaction, id: str, refusal: str, until: int) -> None:
    await tx.execute(
        """update palabre.calling_contact set refusal = %(refusal)s, refused_until = %(until)s
           where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "refusal": refusal, "until": until},
    )


async def look_again(tx: Transaction, *, numbers: Sequence[str] | None = None, list: str | None = None) -> None:
    """What was held back is judged anew: a rule or a do-not-call entry has changed."""
    await tx.execute(
        """update palabre.calling_contact set refused_until = 0, refusal = ''
           where tenant = %(tenant)s and state = 'waiting' and refusal <> ''
             and (%(numbers)s::text[] is null or number = any(%(numbers)s))
             and (%(list)s::uuid is null or list = %(list)s)""",
        {"tenant": tx.scope.tenant, "numbers": numbers if numbers is None else [*numbers], "list": list},
    )


async def taken_of(tx: Transaction, *, numbers: Sequence[str] = (), imported: str | None = None) -> list[Row]:
    return await tx.all(
        """select id, campaign from palabre.calling_contact where tenant = %(tenant)s and state = 'taken'
             and (number = any(%(numbers)s) or import = %(import)s::uuid) for update""",
        {"tenant": tx.scope.tenant, "numbers": [*numbers], "import": imported},
    )


async def taken_by(tx: Transaction, campaign: str, limit: int) -> list[Row]:
    return await tx.all(
        """select id, number from palabre.calling_contact where tenant = %(tenant)s and campaign = %(campaign)s
             and state = 'taken' and number <> '' order by id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "campaign": campaign, "limit": limit},
    )


async def remove_import(tx: Transaction, imported: str) -> tuple[int, int]:
    """Undone: how many went, and how many stay, for they were dialled."""
    row = await tx.one(
        """with gone as (update palabre.calling_contact set state = 'removed'
             where tenant = %(tenant)s and import = %(import)s and attempts = 0 and state in ('waiting', 'taken')
             returning 1)
           select (select count(*)::int from gone) as removed,
             (select count(*)::int from palabre.calling_contact where tenant = %(tenant)s and import = %(import)s
               and attempts > 0) as dialled""",
        {"tenant": tx.scope.tenant, "import": imported},
    )
    return (row["removed"], row["dialled"]) if row else (0, 0)


# -- as the stream tells it


async def give_back(tx: Transaction, ids: Sequence[str]) -> None:
    await tx.execute(
        """update palabre.calling_contact set state = 'waiting'
           where tenant = %(tenant)s and id = any(%(ids)s::uuid[]) and state = 'taken'""",
        {"tenant": tx.scope.tenant, "ids": [*ids]},
    )


async def note_reached(tx: Transaction, id: str, conversation: str) -> None:
    await tx.execute(
        """update palabre.calling_contact set conversation = %(conversation)s
           where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "conversation": conversation},
    )


async def insert_attempt(tx: Transaction, values: Row) -> bool:
    cursor = await tx.execute(
        """insert into palabre.calling_attempt
             (tenant, contact, campaign, number, at, day, outcome, advisor, conversation)
           select %(tenant)s, c.id, %(campaign)s, c.number, %(at)s, %(day)s, %(outcome)s, %(advisor)s, %(conversation)s
           from palabre.calling_contact c where c.tenant = %(tenant)s and c.id = %(contact)s
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )
    return cursor.rowcount == 1


async def close_attempt(tx: Transaction, id: str, *, counted: bool, outcome: str, next_at: int, over: bool) -> None:
    """Beyond an advisor's word given meanwhile (`disposition`) the outcome decides nothing."""
    await tx.execute(
        """update palabre.calling_contact set attempts = attempts + %(counted)s, outcome = %(outcome)s,
             next_at = case when disposition = '' then %(next_at)s else next_at end,
             state = case when state = 'removed' then state
               when disposition <> '' then case when next_at > 0 then 'waiting' else 'over' end
               when %(over)s then 'over' else 'waiting' end
           where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "counted": int(counted), "outcome": outcome, "next_at": next_at,
         "over": over},
    )  # fmt: skip


async def dispose(tx: Transaction, id: str, code: str, next_at: int) -> None:
    await tx.execute(
        """update palabre.calling_contact set disposition = %(code)s, next_at = %(next_at)s,
             state = case when state = 'taken' then state when %(next_at)s > 0 then 'waiting' else 'over' end
           where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "code": code, "next_at": next_at},
    )


async def note_refusal(tx: Transaction, values: Row) -> None:
    """She refused: counted from now on, whether her attempt is written already or not."""
    await tx.execute(
        """insert into palabre.calling_attempt
             (tenant, contact, campaign, number, at, day, outcome, conversation, refused)
           values (%(tenant)s, %(contact)s, %(campaign)s, %(number)s, %(at)s, 0, 'refusal', %(conversation)s, true)
           on conflict do nothing""",
        {"tenant": tx.scope.tenant, **values},
    )


# -- numbers that are called no more


async def put_do_not_call(tx: Transaction, values: Row) -> bool:
    cursor = await tx.execute(
        """insert into palabre.do_not_call (tenant, number, source, since, until, campaign, import, added_by)
           values (%(tenant)s, %(number)s, %(source)s, %(now)s, %(until)s, %(campaign)s, %(import)s, %(by)s)
           on conflict (tenant, number) do update set until = case when palabre.do_not_call.until is null then null
             else excluded.until end where palabre.do_not_call.until is not null""",
        {"tenant": tx.scope.tenant, "until": None, "campaign": None, "import": None, "by": None, **values},
    )
    return cursor.rowcount == 1


async def unwanted(tx: Transaction, numbers: Sequence[str], now: int) -> set[str]:
    rows = await tx.all(
        """select number from palabre.do_not_call where tenant = %(tenant)s and number = any(%(numbers)s)
             and (until is null or until > %(now)s)""",
        {"tenant": tx.scope.tenant, "numbers": [*numbers], "now": now},
    )
    return {r["number"] for r in rows}


async def do_not_call_page(tx: Transaction, *, digits: str | None, key: tuple | None, limit: int) -> list[Row]:
    return await tx.all(
        """select * from palabre.do_not_call where tenant = %(tenant)s
             and (%(digits)s::text is null or strpos(number, %(digits)s) > 0)
             and (%(at)s::bigint is null or (since, number) < (%(at)s, %(number)s))
           order by since desc, number desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "digits": digits, "limit": limit, "at": key[0] if key else None,
         "number": key[1] if key else None},
    )  # fmt: skip


async def remove_do_not_call(tx: Transaction, number: str) -> Row | None:
    return await tx.one(
        "delete from palabre.do_not_call where tenant = %(tenant)s and number = %(number)s returning source",
        {"tenant": tx.scope.tenant, "number": number},
    )


async def remove_do_not_call_import(tx: Transaction, imported: str) -> int:
    cursor = await tx.execute(
        "delete from palabre.do_not_call where tenant = %(tenant)s and import = %(import)s",
        {"tenant": tx.scope.tenant, "import": imported},
    )
    return cursor.rowcount


# -- results, erasure


async def results(tx: Transaction, campaign: str, key: tuple | None, limit: int) -> list[Row]:
    return await tx.all(
        """select a.at, a.contact, a.number, c.name, a.outcome,
             case when a.conversation = c.conversation then c.disposition end as disposition, a.advisor,
             a.conversation, c.attempts, c.state, c.refusal
           from palabre.calling_attempt a
           join palabre.calling_contact c on c.tenant = a.tenant and c.id = a.contact
           where a.tenant = %(tenant)s and a.campaign = %(campaign)s and a.outcome <> 'refusal'
             and (%(at)s::bigint is null or (a.at, a.contact) > (%(at)s, %(contact)s::uuid))
           order by a.at, a.contact limit %(limit)s""",
        {"tenant": tx.scope.tenant, "campaign": campaign, "limit": limit, "at": key[0] if key else None,
         "contact": key[1] if key else None},
    )  # fmt: skip


async def erase_number(tx: Transaction, numbers: Sequence[str]) -> list[Row]:
    """Names and numbers go; what happened stays counted."""
    found = await tx.all(
        """update palabre.calling_contact set number = '', name = '', more = '{}',
             state = case when state in ('waiting', 'taken') then 'removed' else state end
           where tenant = %(tenant)s and number = any(%(numbers)s) returning id""",
        {"tenant": tx.scope.tenant, "numbers": [*numbers]},
    )
    await tx.execute(
        "update palabre.calling_attempt set number = '' where tenant = %(tenant)s and number = any(%(numbers)s)",
        {"tenant": tx.scope.tenant, "numbers": [*numbers]},
    )
    return found
