"""SQL of contact hours, of changes of many advisors, and of publications that wait for their instant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from palabre.plumbing.postgres import Transaction


async def set_hours(tx: Transaction, person: str, calendar: str | None) -> None:
    """Her calendar in the place of what there was; None: always."""
    values = {"tenant": tx.scope.tenant, "person": person, "calendar": calendar}
    if calendar is None:
        await tx.execute("delete from palabre.advisor_hours where tenant = %(tenant)s and person = %(person)s", values)
        return
    await tx.execute(
        """insert into palabre.advisor_hours (tenant, person, calendar)
           values (%(tenant)s, %(person)s, %(calendar)s)
           on conflict (tenant, person) do update set calendar = excluded.calendar""",
        values,
    )


async def calendar_of(tx: Transaction, person: str) -> str | None:
    row = await tx.one(
        "select calendar::text from palabre.advisor_hours where tenant = %(tenant)s and person = %(person)s",
        {"tenant": tx.scope.tenant, "person": person},
    )
    return row["calendar"] if row else None


async def people_with_hours(tx: Transaction, calendar: str | None, limit: int) -> list[str]:
    """Whose contact hours come from this calendar; None: from any."""
    rows = await tx.all(
        """select person::text from palabre.advisor_hours where tenant = %(tenant)s
             and (%(calendar)s::uuid is null or calendar = %(calendar)s) order by person limit %(limit)s""",
        {"tenant": tx.scope.tenant, "calendar": calendar, "limit": limit},
    )
    return [row["person"] for row in rows]


async def known_advisors(tx: Transaction, people: Sequence[str]) -> set[str]:
    rows = await tx.all(
        "select person::text from palabre.advisor where tenant = %(tenant)s and person = any (%(people)s::uuid[])",
        {"tenant": tx.scope.tenant, "people": list(people)},
    )
    return {row["person"] for row in rows}


async def change_skills(tx: Transaction, people: Sequence[str], skills: dict[str, int]) -> None:
    """For good, of all of them. Level 0: without it."""
    values = {
        "tenant": tx.scope.tenant,
        "people": list(people),
        "without": [skill for skill, level in skills.items() if not level],
        "skills": [skill for skill, level in skills.items() if level],
        "levels": [level for level in skills.values() if level],
    }
    await tx.execute(
        """delete from palabre.advisor_skill where tenant = %(tenant)s and person = any (%(people)s::uuid[])
             and skill = any (%(without)s::uuid[])""",
        values,
    )
    await tx.execute(
        """insert into palabre.advisor_skill (tenant, person, skill, level)
           select %(tenant)s, p, s.skill, s.level from unnest(%(people)s::uuid[]) as p,
             unnest(%(skills)s::uuid[], %(levels)s::int[]) as s (skill, level)
           on conflict (tenant, person, skill) do update set level = excluded.level""",
        values,
    )


async def insert_change(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.skill_change (tenant, id, people, skills, until, changed_at, changed_by, begins_at,
             begun)
           values (%(tenant)s, %(id)s, %(people)s::uuid[], %(skills)s::jsonb, %(until)s, %(now)s, %(person)s,
             %(begins)s, %(begun)s)""",
        {**row, "tenant": tx.scope.tenant},
    )


_CHANGE = "id::text, people::text[], skills, until, changed_at, changed_by::text, begins_at, begun"


async def end_change(tx: Transaction, change: str, now: int) -> dict | None:
    """Whether it had begun; None where it is unknown or over."""
    return await tx.one(
        """update palabre.skill_change set ended_at = %(now)s
           where tenant = %(tenant)s and id = %(change)s and ended_at is null and until > %(now)s returning begun""",
        {"tenant": tx.scope.tenant, "change": change, "now": now},
    )


async def due_changes(tx: Transaction, now: int, limit: int) -> list[dict]:
    """To begin now, locked; those past their end stay unbegun."""
    return await tx.all(
        f"""select {_CHANGE} from palabre.skill_change
            where tenant = %(tenant)s and not begun and ended_at is null and begins_at <= %(now)s and until > %(now)s
            order by begins_at, id limit %(limit)s for update""",
        {"tenant": tx.scope.tenant, "now": now, "limit": limit},
    )


async def begin_change(tx: Transaction, change: str) -> None:
    await tx.execute(
        "update palabre.skill_change set begun = true where tenant = %(tenant)s and id = %(change)s",
        {"tenant": tx.scope.tenant, "change": change},
    )


async def list_changes(tx: Transaction, now: int, after: str | None, limit: int) -> list[dict]:
    """Those that go on and those to come."""
    return await tx.all(
        f"""select {_CHANGE} from palabre.skill_change
            where tenant = %(tenant)s and ended_at is null and until > %(now)s
              and (%(after)s::uuid is null or id > %(after)s) order by id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "now": now, "after": after, "limit": limit},
    )


async def insert_scheduled(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.rules_scheduled (tenant, id, at, content, scheduled_at, scheduled_by)
           values (%(tenant)s, %(id)s, %(at)s, %(content)s::jsonb, %(now)s, %(person)s)""",
        {**row, "tenant": tx.scope.tenant},
    )


async def settle_scheduled(tx: Transaction, id: str, state: str, version: int | None, reason: str | None) -> bool:
    """False where it waits no more."""
    cursor = await tx.execute(
        """update palabre.rules_scheduled set state = %(state)s, version = %(version)s, reason = %(reason)s
           where tenant = %(tenant)s and id = %(id)s and state = 'waiting'""",
        {"tenant": tx.scope.tenant, "id": id, "state": state, "version": version, "reason": reason},
    )
    return cursor.rowcount == 1


async def due_scheduled(tx: Transaction, now: int, limit: int) -> list[dict]:
    return await tx.all(
        """select id::text, at, content from palabre.rules_scheduled
           where tenant = %(tenant)s and state = 'waiting' and at <= %(now)s order by at, id limit %(limit)s""",
        {"tenant": tx.scope.tenant, "now": now, "limit": limit},
    )


async def list_scheduled(tx: Transaction, after: str | None, limit: int) -> list[dict]:
    """The latest first."""
    return await tx.all(
        """select id::text, at, state, version, reason, scheduled_at, scheduled_by::text,
             jsonb_array_length(content) as queues
           from palabre.rules_scheduled where tenant = %(tenant)s and (%(after)s::uuid is null or id < %(after)s)
           order by id desc limit %(limit)s""",
        {"tenant": tx.scope.tenant, "after": after, "limit": limit},
    )
