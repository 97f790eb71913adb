"""SQL of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from palabre.plumbing.postgres import Transaction
from palabre.tenants.model.people import Person

_COLUMNS = """p.id::text, p.name, p.name_key, p.email, p.roles, p.language, p.partner::text, p.site::text,
  p.active, p.version"""


def person_of(row: dict) -> Person:
    return Person(**{**{f: row[f] for f in Person.__struct_fields__}, "roles": tuple(row["roles"])})


async def insert_person(tx: Transaction, row: dict[str, Any]) -> None:
    await tx.execute(
        """insert into palabre.person (tenant, id, partner, site, email, email_key, name, name_key, roles, language,
             password_hash, password_changed_at, created_at)
           values (%(tenant)s, %(id)s, %(partner)s, %(site)s, %(email)s, %(email_key)s, %(name)s, %(name_key)s,
             %(roles)s,
             %(language)s, %(password_hash)s, %(now)s, %(now)s)""",
        {**row, "tenant": tx.scope.tenant},
    )


async def update_person(tx: Transaction, row: dict[str, Any]) -> bool:
    cursor = await tx.execute(
        """update palabre.person set partner = %(partner)s, site = %(site)s, email = %(email)s,
          email_key = %(email_key)s,
             name = %(name)s, name_key = %(name_key)s, roles = %(roles)s, language = %(language)s, active = %(active)s,
             version = version + 1
           where tenant = %(tenant)s and id = %(id)s and version = %(version)s""",
        {**row, "tenant": tx.scope.tenant},
    )
    return cursor.rowcount == 1


async def place_people(tx: Transaction, rows: Sequence[tuple[str, str | None, str | None]]) -> None:
    """(person, site, partner), whatever their version: it counts up."""
    await tx.execute(
        """update palabre.person p set site = w.site, partner = w.partner, version = p.version + 1
           from unnest(%(people)s::uuid[], %(sites)s::uuid[], %(partners)s::uuid[]) as w (person, site, partner)
           where p.tenant = %(tenant)s and p.id = w.person""",
        {
            "tenant": tx.scope.tenant,
            "people": [person for person, _, _ in rows],
            "sites": [site for _, site, _ in rows],
            "partners": [partner for _, _, partner in rows],
        },
    )


async def partners_of(tx: Transaction, people: Sequence[str]) -> dict[str, str | None]:
    rows = await tx.all(
        "select id::text, partner::text from palabre.person where tenant = %(tenant)s and id = any(%(people)s::uuid[])",
        {"tenant": tx.scope.tenant, "people": list(people)},
    )
    return {row["id"]: row["partner"] for row in rows}


async def read_person(tx: Transaction, person: str, *, lock: bool = False) -> Person | None:
    """`lock`: held until the end of the transaction, so that what is told of her is told in order."""
    row = await tx.one(
        f"""select {_COLUMNS} from palabre.person p where p.tenant = %(tenant)s and p.id = %(person)s
            {"for update" if lock else ""}""",
        {"tenant": tx.scope.tenant, "person": person},
    )
    return person_of(row) if row else None


async def list_people(
    tx: Transaction,
    *,
    q: str,
    role: str | None,
    partner: str | None,
    site: str | None,
    active: bool | None,
    after: tuple[str, str] | None,
    limit: int,
) -> list[dict]:
    key, id = after or ("", None)
    return await tx.all(
        f"""select {_COLUMNS} from palabre.person p
            where p.tenant = %(tenant)s and (p.name_key, p.id) > (%(key)s, coalesce(%(id)s::uuid, '{"0" * 32}'::uuid))
              and (%(q)s = '' or position(%(q)s in p.name_key) > 0 or position(%(q)s in p.email_key) > 0)
              and (%(role)s::text is null or %(role)s = any (p.roles))
              and (%(partner)s::uuid is null or p.partner = %(partner)s)
                and (%(site)s::uuid is null or p.site = %(site)s)
              and (%(active)s::boolean is null or p.active = %(active)s)
            order by p.name_key, p.id limit %(limit)s""",
        {
            "tenant": tx.scope.tenant,
            "key": key,
            "id": id,
            "q": q,
            "role": role,
            "partner": partner,
            "site": site,
            "active": active,
            "limit": limit,
        },
    )


async def of_addresses(tx: Transaction, keys: Sequence[str]) -> list[dict]:
    return await tx.all(
        f"select {_COLUMNS} from palabre.person p where p.tenant = %(tenant)s and p.email_key = any(%(keys)s)",
        {"tenant": tx.scope.tenant, "keys": list(keys)},
    )


async def names(tx: Transaction, people: Sequence[str]) -> list[dict]:
    """Ids and names; `hidden` where a partner keeps its people's names to itself."""
    return await tx.all(
        """select p.id::text, p.name, not coalesce(c.names_visible, true) as hidden
           from palabre.person p left join palabre.partner c on c.tenant = p.tenant and c.id = p.partner
           where p.tenant = %(tenant)s and p.id = any (%(people)s::uuid[])""",
        {"tenant": tx.scope.tenant, "people": list(people)},
    )


async def partners_hiding_names(tx: Transaction) -> set[str]:
    rows = await tx.all(
        "select id::text from palabre.partner where tenant = %(tenant)s and not names_visible",
        {"tenant": tx.scope.tenant},
    )
    return {row["id"] for row in rows}


async def count_administrators(tx: Transaction, *, but: str) -> int:
    row = await tx.one(
        """select count(*) as n from palabre.person
           where tenant = %(tenant)s and active and 'administrator' = any (roles) and id <> %(but)s""",
        {"tenant": tx.scope.tenant, "but": but},
    )
    return row["n"]


async def count_passwords_alone(tx: Transaction, people: Sequence[str]) -> int:
    row = await tx.one(
        """select count(*) as n from palabre.person
           where tenant = %(tenant)s and active and id = any(%(people)s::uuid[])
             and password_hash is not null and totp_enabled_at is null""",
        {"tenant": tx.scope.tenant, "people": list(people)},
    )
    return row["n"]


async def read_secrets(tx: Transaction, person: str) -> dict | None:
    """What sign-in compares with; locked, so that a code or a recovery code counts once."""
    return await tx.one(
        """select id::text, email, name, roles, language, partner::text, password_hash, totp_sealed,
        totp_enabled_at, totp_step,
             recovery_hashes from palabre.person where tenant = %(tenant)s and id = %(person)s and active for update""",
        {"tenant": tx.scope.tenant, "person": person},
    )


async def set_password(tx: Transaction, person: str, password_hash: str, now: int) -> None:
    await tx.execute(
        """update palabre.person set password_hash = %(hash)s, password_changed_at = %(now)s
           where tenant = %(tenant)s and id = %(person)s""",
        {"tenant": tx.scope.tenant, "person": person, "hash": password_hash, "now": now},
    )


async def set_totp(
    tx: Transaction, person: str, sealed: bytes | None, enabled_at: int | None, recovery: list[bytes]
) -> None:
    await tx.execute(
        """update palabre.person set totp_sealed = %(sealed)s, totp_enabled_at = %(enabled_at)s,
          recovery_hashes = %(recovery)s
           where tenant = %(tenant)s and id = %(person)s""",
        {"tenant": tx.scope.tenant, "person": person, "sealed": sealed, "enabled_at": enabled_at, "recovery": recovery},
    )


async def use_totp_step(tx: Transaction, person: str, step: int) -> None:
    await tx.execute(
        "update palabre.person set totp_step = %(step)s where tenant = %(tenant)s and id = %(person)s",
        {"tenant": tx.scope.tenant, "person": person, "step": step},
    )


async def use_recovery(tx: Transaction, person: str, code_hash: bytes) -> None:
    await tx.execute(
        """update palabre.person set recovery_hashes = array_remove(recovery_hashes, %(hash)s)
           where tenant = %(tenant)s and id = %(person)s""",
        {"tenant": tx.scope.tenant, "person": person, "hash": code_hash},
    )


async def read_preferences(tx: Transaction, person: str) -> dict:
    row = await tx.one(
        "select preferences from palabre.person where tenant = %(tenant)s and id = %(person)s",
        {"tenant": tx.scope.tenant, "person": person},
    )
    return row["preferences"] if row else {}


async def set_preferences(tx: Transaction, person: str, language: str | None, preferences: str) -> None:
    """`preferences`: the whole of them, as JSON."""
    await tx.execute(
        """update palabre.person set language = coalesce(%(language)s, language), preferences = %(preferences)s::jsonb
           where tenant = %(tenant)s and id = %(person)s""",
        {"tenant": tx.scope.tenant, "person": person, "language": language, "preferences": preferences},
    )
