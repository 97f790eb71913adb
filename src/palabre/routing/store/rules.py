"""SQL of skills, queues, advisors' abilities and versions of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from palabre.plumbing.postgres import Transaction

_QUEUE = "id::text, name, channel, rings, options, calendar::text, active, version"


async def insert_skill(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.skill (tenant, id, name, kind, created_at)
                        values (%(tenant)s, %(id)s, %(name)s, %(kind)s, %(now)s)""",
        {**row, "tenant": tx.scope.tenant},
    )


async def update_skill(tx: Transaction, row: dict[str, Any]) -> bool:
    cursor = await tx.execute(
        """update palabre.skill set name = %(name)s, kind = %(kind)s, active = %(active)s, version = version + 1
           where tenant = %(tenant)s and id = %(id)s and version = %(version)s""",
        {**row, "tenant": tx.scope.tenant},
    )
    return cursor.rowcount == 1


async def read_skill(tx: Transaction, skill: str) -> dict | None:
    return await tx.one(
        "select id::text, name, kind, active, version from palabre.skill where tenant = %(tenant)s and id = %(skill)s",
        {"tenant": tx.scope.tenant, "skill": skill},
    )


async def list_skills(tx: Transaction, after: str | None, limit: int) -> list[dict]:
    return await tx.all(
        """select id::text, name, kind, active, version from palabre.skill
           where tenant = %(tenant)s and (%(after)s::uuid is null or id > %(after)s) order by id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "after": after, "limit": limit},
    )


async def known_skills(tx: Transaction, skills: Sequence[str]) -> set[str]:
    rows = await tx.all(
        "select id::text from palabre.skill where tenant = %(tenant)s and active and id = any (%(skills)s::uuid[])",
        {"tenant": tx.scope.tenant, "skills": list(skills)},
    )
    return {row["id"] for row in rows}


async def insert_queue(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.queue (tenant, id, name, channel, calendar, rings, options, created_at)
           values (%(tenant)s, %(id)s, %(name)s, %(channel)s, %(calendar)s, %(rings)s::jsonb,
             %(options)s::jsonb, %(now)s)""",
        {**row, "tenant": tx.scope.tenant},
    )


async def update_queue(tx: Transaction, row: dict[str, Any]) -> bool:
    cursor = await tx.execute(
        """update palabre.queue set name = %(name)s, calendar = %(calendar)s, rings = %(rings)s::jsonb,
             options = %(options)s::jsonb, active = %(active)s, version = version + 1
           where tenant = %(tenant)s and id = %(id)s and version = %(version)s""",
        {**row, "tenant": tx.scope.tenant},
    )
    return cursor.rowcount == 1


async def read_queue(tx: Transaction, queue: str) -> dict | None:
    return await tx.one(
        f"select {_QUEUE} from palabre.queue where tenant = %(tenant)s and id = %(queue)s",
        {"tenant": tx.scope.tenant, "queue": queue},
    )


async def list_queues(tx: Transaction, *, active: bool | None, after: str | None, limit: int) -> list[dict]:
    return await tx.all(
        f"""select {_QUEUE} from palabre.queue
            where tenant = %(tenant)s and (%(active)s::boolean is null or active = %(active)s)
              and (%(after)s::uuid is null or id > %(after)s) order by id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "active": active, "after": after, "limit": limit},
    )


async def unset_advisor(tx: Transaction, person: str) -> bool:
    cursor = await tx.execute(
        "delete from palabre.advisor where tenant = %(tenant)s and person = %(person)s",
        {"tenant": tx.scope.tenant, "person": person},
    )
    return cursor.rowcount == 1


async def set_abilities(tx: Transaction, person: str, skills: dict[str, int], capacities: dict[str, int]) -> None:
    """The whole of them, in the place of what there was."""
    values = {
        "tenant": tx.scope.tenant,
        "person": person,
        "skills": list(skills),
        "levels": list(skills.values()),
        "channels": list(capacities),
        "most": list(capacities.values()),
    }
    await tx.execute("delete from palabre.advisor_skill where tenant = %(tenant)s and person = %(person)s", values)
    await tx.execute(
        """insert into palabre.advisor_skill (tenant, person, skill, level)
                        select %(tenant)s, %(person)s, * from unnest(%(skills)s::uuid[], %(levels)s::int[])""",
        values,
    )
    await tx.execute("delete from palabre.advisor_capacity where tenant = %(tenant)s and person = %(person)s", values)
    await tx.execute(
        """insert into palabre.advisor_capacity (tenant, person, channel, conversations_max)
                        select %(tenant)s, %(person)s, * from unnest(%(channels)s::text[], %(most)s::int[])""",
        values,
    )


async def list_abilities(tx: Transaction, *, person: str | None, after: str | None, limit: int) -> list[dict]:
    """`skills` and `capacities` as JSON objects, of active advisors (or of one person, whoever she is)."""
    return await tx.all(
        """select p.id::text as person,
             (select coalesce(jsonb_object_agg(s.skill, s.level), '{}') from palabre.advisor_skill s
                where s.tenant = p.tenant and s.person = p.id) as skills,
             (select coalesce(jsonb_object_agg(c.channel, c.conversations_max), '{}') from palabre.advisor_capacity c
                where c.tenant = p.tenant and c.person = p.id) as capacities
           from palabre.person p
           where p.tenant = %(tenant)s and (p.id = %(person)s or %(person)s::uuid is null and p.active
             and 'advisor' = any (p.roles))
             and (%(after)s::uuid is null or p.id > %(after)s) order by p.id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "person": person, "after": after, "limit": limit},
    )


async def lock_rules(tx: Transaction) -> None:
    """Versions are published one at a time."""
    await tx.execute("select pg_advisory_xact_lock(hashtextextended(%(key)s, 11))", {"key": f"rules:{tx.scope.tenant}"})


async def last_version(tx: Transaction) -> dict | None:
    return await tx.one(
        """select version, source, content from palabre.rules_version where tenant = %(tenant)s
                           order by version desc limit 1""",
        {"tenant": tx.scope.tenant},
    )


async def version_before(tx: Transaction, source: int) -> dict | None:
    """The latest version that was written (and not gone back to) before `source`."""
    return await tx.one(
        """select version, source, content from palabre.rules_version
           where tenant = %(tenant)s and version < %(source)s and version = source order by version desc limit 1""",
        {"tenant": tx.scope.tenant, "source": source},
    )


async def insert_version(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.rules_version (tenant, version, content, source, published_at, published_by)
           values (%(tenant)s, %(version)s, %(content)s::jsonb, %(source)s, %(now)s, %(person)s)""",
        {**row, "tenant": tx.scope.tenant},
    )


async def list_versions(tx: Transaction, before: int | None, limit: int) -> list[dict]:
    return await tx.all(
        """select version, source, published_at, published_by::text, jsonb_array_length(content) as queues
           from palabre.rules_version where tenant = %(tenant)s and (%(before)s::int is null or version < %(before)s)
           order by version desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "before": before, "limit": limit},
    )
