"""SQL of changes of many advisors: as they stand, what is written of each, and what was, so that it is undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from palabre.plumbing.postgres import Transaction

_numbers = msgspec.json.Decoder(dict[str, int]).decode
_STANDING = """select p.id::text as person, p.email, p.roles, p.site::text, p.partner::text, h.calendar::text,
  (select coalesce(jsonb_object_agg(s.skill, s.level), '{}') from palabre.advisor_skill s
     where s.tenant = p.tenant and s.person = p.id)::text as skills,
  (select coalesce(jsonb_object_agg(c.channel, c.conversations_max), '{}') from palabre.advisor_capacity c
     where c.tenant = p.tenant and c.person = p.id)::text as capacities
from palabre.person p left join palabre.advisor_hours h on h.tenant = p.tenant and h.person = p.id
where p.tenant = %(tenant)s and p.active and 'advisor' = any (p.roles)"""


async def lock_people(tx: Transaction, people: Sequence[str]) -> None:
    """Held until the end of the transaction, so that what is told of each is told in order."""
    await tx.execute(
        """select 1 from palabre.person where tenant = %(tenant)s and id = any (%(people)s::uuid[])
           order by id for update""",
        {"tenant": tx.scope.tenant, "people": sorted(people)},
    )


async def standing(tx: Transaction, people: Sequence[str], limit: int) -> list[dict]:
    """Active advisors among these ids."""
    rows = await tx.all(
        f"{_STANDING} and p.id = any (%(people)s::uuid[]) order by p.id limit %(limit)s",
        {"tenant": tx.scope.tenant, "people": list(people), "limit": limit},
    )
    for row in rows:  # ten thousand small documents: the driver's own decoding took most of the time
        row["skills"], row["capacities"] = _numbers(row["skills"]), _numbers(row["capacities"])
    return rows


async def people_of_addresses(tx: Transaction, keys: Sequence[str], limit: int) -> list[str]:
    """Ids by folded e-mail addresses."""
    rows = await tx.all(
        """select id::text from palabre.person where tenant = %(tenant)s and email_key = any (%(keys)s)
           limit %(limit)s""",
        {"tenant": tx.scope.tenant, "keys": list(keys), "limit": limit},
    )
    return [row["id"] for row in rows]


async def set_skills(tx: Transaction, levels: Iterable[tuple[str, str, int]]) -> None:
    """(person, skill, level); level 0: without it."""
    rows = list(levels)
    values = {
        "tenant": tx.scope.tenant,
        "people": [p for p, _, _ in rows],
        "skills": [s for _, s, _ in rows],
        "levels": [n for _, _, n in rows],
    }
    await tx.execute(
        """delete from palabre.advisor_skill a
           using unnest(%(people)s::uuid[], %(skills)s::uuid[], %(levels)s::int[]) as w (person, skill, level)
           where a.tenant = %(tenant)s and a.person = w.person and a.skill = w.skill and w.level = 0""",
        values,
    )
    await tx.execute(
        """insert into palabre.advisor_skill (tenant, person, skill, level)
           select %(tenant)s, * from unnest(%(people)s::uuid[], %(skills)s::uuid[], %(levels)s::int[])
             as w (person, skill, level) where w.level > 0
           on conflict (tenant, person, skill) do update set level = excluded.level""",
        values,
    )


async def set_capacities(tx: Transaction, capacities: Mapping[str, Mapping[str, int]]) -> None:
    """Of each person; channels that are not named stay as they are."""
    rows = [(person, channel, most) for person, of in capacities.items() for channel, most in of.items()]
    values = {
        "tenant": tx.scope.tenant,
        "people": [p for p, _, _ in rows],
        "channels": [c for _, c, _ in rows],
        "most": [n for _, _, n in rows],
    }
    await tx.execute(
        """insert into palabre.advisor_capacity as a (tenant, person, channel, conversations_max)
           select %(tenant)s, * from unnest(%(people)s::uuid[], %(channels)s::text[], %(most)s::int[])
           on conflict (tenant, person, channel) do update set conversations_max = excluded.conversations_max
             where a.conversations_max <> excluded.conversations_max""",
        values,
    )


async def set_calendars(tx: Transaction, calendars: Mapping[str, str | None]) -> None:
    """By person; None: always."""
    values = {
        "tenant": tx.scope.tenant,
        "without": [p for p, calendar in calendars.items() if calendar is None],
        "people": [p for p, calendar in calendars.items() if calendar is not None],
        "calendars": [calendar for calendar in calendars.values() if calendar is not None],
    }
    await tx.execute(
        "delete from palabre.advisor_hours where tenant = %(tenant)s and person = any (%(without)s::uuid[])", values
    )
    await tx.execute(
        """insert into palabre.advisor_hours (tenant, person, calendar)
           select %(tenant)s, * from unnest(%(people)s::uuid[], %(calendars)s::uuid[])
           on conflict (tenant, person) do update set calendar = excluded.calendar""",
        values,
    )


async def set_advisors(tx: Transaction, people: Sequence[str], now: int) -> None:
    await tx.execute(
        """insert into palabre.advisor (tenant, person, configured_at)
           select %(tenant)s, p, %(now)s from unnest(%(people)s::uuid[]) p
           on conflict (tenant, person) do update set configured_at = excluded.configured_at""",
        {"tenant": tx.scope.tenant, "people": list(people), "now": now},
    )


async def insert(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.bulk_change (tenant, id, changes, changed_at, changed_by)
           values (%(tenant)s, %(id)s, %(changes)s::jsonb, %(now)s, %(person)s)""",
        {**row, "tenant": tx.scope.tenant},
    )


async def find(tx: Transaction, id: str) -> dict | None:
    """Locked, so that it is undone once."""
    return await tx.one(
        """select changes, undone_at from palabre.bulk_change where tenant = %(tenant)s and id = %(id)s for update""",
        {"tenant": tx.scope.tenant, "id": id},
    )


async def undone(tx: Transaction, id: str, now: int, left_alone: int) -> None:
    await tx.execute(
        """update palabre.bulk_change set undone_at = %(now)s, left_alone = %(left)s
           where tenant = %(tenant)s and id = %(id)s""",
        {"tenant": tx.scope.tenant, "id": id, "now": now, "left": left_alone},
    )


async def page(tx: Transaction, before: str | None, limit: int, *, only: str | None = None) -> list[dict]:
    """The latest first; or one alone."""
    return await tx.all(
        """select id::text, jsonb_array_length(changes) as advisors, changed_at, changed_by::text, undone_at, left_alone
           from palabre.bulk_change where tenant = %(tenant)s and (%(before)s::uuid is null or id < %(before)s)
             and (%(only)s::uuid is null or id = %(only)s) order by id desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "before": before, "limit": limit, "only": only},
    )


async def advisor_ids(tx: Transaction, limit: int) -> list[str]:
    rows = await tx.all(
        "select person::text from palabre.advisor where tenant = %(tenant)s order by person limit %(limit)s",
        {"tenant": tx.scope.tenant, "limit": limit},
    )
    return [row["person"] for row in rows]


async def account_manager(tx: Transaction, customer: str) -> str | None:
    row = await tx.one(
        "select person::text from palabre.account_manager where tenant = %(tenant)s and customer = %(customer)s",
        {"tenant": tx.scope.tenant, "customer": customer},
    )
    return row["person"] if row else None


async def set_account_manager(tx: Transaction, customer: str, person: str | None) -> None:
    values = {"tenant": tx.scope.tenant, "customer": customer, "person": person}
    if person is None:
        await tx.execute(
            "delete from palabre.account_manager where tenant = %(tenant)s and customer = %(customer)s", values
        )
        return
    await tx.execute(
        """insert into palabre.account_manager (tenant, customer, person)
           values (%(tenant)s, %(customer)s, %(person)s)
           on conflict (tenant, customer) do update set person = excluded.person""",
        values,
    )


async def has_customer(tx: Transaction, customer: str) -> bool:
    return await tx.one(
        """select 1 as yes from palabre.customer where tenant = %(tenant)s and id = %(customer)s
           and erased_at is null""",
        {"tenant": tx.scope.tenant, "customer": customer},
    ) is not None  # fmt: skip
