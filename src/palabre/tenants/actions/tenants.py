"""Tenants: founded by the installation, changed by their administrators."""

from __future__ import annotations

from zoneinfo import available_timezones

import msgspec
from phonenumbers import SUPPORTED_REGIONS

from palabre.foundations.ids import PersonId, TenantId
from palabre.foundations.problems import Invalid, NotFound
from palabre.plumbing.identity import new_id, now_ms
from palabre.plumbing.postgres import Database, Transaction
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.people import create_person, hash_new_password
from palabre.tenants.model.people import check_language
from palabre.tenants.model.permissions import everything
from palabre.tenants.model.words import clean_name
from palabre.tenants.problems import ChangedMeanwhile
from palabre.tenants.store import tenants as store


class Tenant(msgspec.Struct, frozen=True):
    """`country`: ISO 3166 code from where numbers are dialled. `partition`: where its facts are numbered."""

    id: TenantId
    name: str
    language: str
    country: str
    time_zone: str
    partition: int | None
    version: int


class Founded(msgspec.Struct, frozen=True):
    tenant: TenantId
    partition: int
    administrator: PersonId


async def create_tenant(
    admin_db: Database,
    name: str,
    *,
    administrator_name: str,
    administrator_email: str,
    administrator_password: str,
    language: str = "fr",
    country: str = "FR",
    time_zone: str = "Europe/Paris",
    operator: bool = False,
) -> Founded:
    """A tenant with its partition and first administrator. `admin_db`: a pool of the role owner.

    `operator`: the administrator also keeps the installation (a laptop, a single organisation).
    """
    tenant = TenantId(new_id())
    row = _checked(name, language, country, time_zone)
    password_hash = await hash_new_password(administrator_password, administrator_email, administrator_name)
    roles = ["administrator", "operator"] if operator else ["administrator"]
    async with admin_db.transaction(everything(tenant)) as tx:
        await store.insert_tenant(tx, {**row, "now": now_ms()})
        partition = await store.create_partition(tx)
        await record(tx, "tenants.create_tenant", f"tenant:{tenant}", partition=partition)
        person = await create_person(
            tx,
            name=administrator_name,
            email=administrator_email,
            roles=roles,
            language=language,
            password_hash=password_hash,
        )
    return Founded(tenant, partition, person.id)


def _checked(name: str, language: str, country: str, time_zone: str) -> dict[str, str]:
    if country not in SUPPORTED_REGIONS:
        raise Invalid(field="country", reason="unknown")
    if time_zone not in available_timezones():
        raise Invalid(field="time_zone", reason="unknown")
    return {"name": clean_name(name), "language": check_language(language), "country": country, "time_zone": time_zone}


async def get_tenant(tx: Transaction) -> Tenant:
    row = await store.read_tenant(tx)
    if row is None:
        raise NotFound(what="tenant")
    return Tenant(
        TenantId(str(row["tenant"])),
        row["name"],
        row["language"],
        row["country"],
        row["time_zone"],
        row["partition"],
        row["version"],
    )


async def edit_tenant(tx: Transaction, version: int, **changes: str) -> Tenant:
    """`changes`: any of name, language, country, time_zone."""
    tx.scope.require("tenant.edit")
    before = await get_tenant(tx)
    after = msgspec.structs.replace(before, **changes)
    if not await store.update_tenant(
        tx, {**_checked(after.name, after.language, after.country, after.time_zone), "version": version}
    ):
        raise ChangedMeanwhile(version=before.version)
    await record(tx, "tenants.edit_tenant", f"tenant:{tx.scope.tenant}", changed=sorted(changes))
    return await get_tenant(tx)
