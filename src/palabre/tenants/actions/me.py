"""What a person does about herself."""

from __future__ import annotations

from typing import Any

import msgspec

from palabre.foundations import limits
from palabre.foundations.ids import PersonId
from palabre.foundations.problems import Invalid
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.tenants.actions import passwords
from palabre.tenants.actions.audit import record
from palabre.tenants.actions.people import get_person
from palabre.tenants.actions.tenants import Tenant, get_tenant
from palabre.tenants.model.passwords import check_password
from palabre.tenants.model.people import Person, Signed, check_language, require_no_more_than
from palabre.tenants.problems import PasswordWrong
from palabre.tenants.store import people as store
from palabre.tenants.store import sessions


class Preferences(msgspec.Struct, frozen=True, omit_defaults=True):
    """As her desk kept them. `keys`: a key by what it does."""

    theme: str | None = None
    keys: dict[str, Any] | None = None


class Me(msgspec.Struct, frozen=True):
    """`csrf`: to be given as X-CSRF with whatever changes something. `partition`: where this tenant's facts are
    numbered."""

    person: Person
    tenant: Tenant
    roles: tuple[str, ...]
    permissions: list[str]
    language: str
    preferences: Preferences
    csrf: str | None
    partition: int | None


async def get_me(tx: Transaction, signed: Signed) -> Me:
    person, tenant = await get_person(tx, _person(tx)), await get_tenant(tx)
    return Me(
        person,
        tenant,
        person.roles,
        sorted(tx.scope.permissions),
        person.language,
        msgspec.convert(await store.read_preferences(tx, person.id), Preferences),
        signed.csrf,
        tenant.partition,
    )


async def edit_me(tx: Transaction, language: str | None, preferences: dict[str, Any]) -> None:
    """`preferences` (theme, keys…) are merged into what is there; a null takes one away."""
    merged = await store.read_preferences(tx, _person(tx)) | preferences
    text = msgspec.json.encode({k: v for k, v in merged.items() if v is not None})
    if len(text) > limits.PREFERENCES_BYTES_MAX:
        raise Invalid(field="preferences", reason="too_long")
    await store.set_preferences(tx, _person(tx), check_language(language) if language else None, text.decode())
    await record(
        tx,
        "tenants.edit_me",
        f"person:{tx.scope.person}",
        changed=sorted([*preferences, *(["language"] if language else [])]),
    )


async def change_password(tx: Transaction, signed: Signed, current: str, new: str) -> list[str]:
    """Her other sessions end with the old password; their ids are returned."""
    person = await store.read_secrets(tx, _person(tx))
    if not await passwords.fits(current, person["password_hash"] or passwords.NOBODY):
        raise PasswordWrong()
    check_password(new, person["email"], person["name"])
    await store.set_password(tx, person["id"], await passwords.hash_password(new), now_ms())
    ended = await sessions.end_sessions(tx, person["id"], but=signed.session)
    await record(tx, "tenants.change_password", f"person:{person['id']}", sessions=len(ended))
    return ended


async def set_password_of(tx: Transaction, person: PersonId, new: str) -> list[str]:
    """An administrator gives somebody a new password; all her sessions end."""
    tx.scope.require("people.edit")
    found = await get_person(tx, person, lock=True)
    require_no_more_than(tx.scope, found)
    check_password(new, found.email, found.name)
    await store.set_password(tx, person, await passwords.hash_password(new), now_ms())
    ended = await sessions.end_sessions(tx, person)
    await record(tx, "tenants.set_password", f"person:{person}", sessions=len(ended))
    return ended


async def sign_out_of(tx: Transaction, person: PersonId) -> list[str]:
    """An administrator ends all sessions of somebody."""
    tx.scope.require("people.edit")
    require_no_more_than(tx.scope, await get_person(tx, person))
    ended = await sessions.end_sessions(tx, person)
    await record(tx, "tenants.sign_out_person", f"person:{person}", sessions=len(ended))
    return ended


def _person(tx: Transaction) -> PersonId:
    return PersonId(tx.scope.person or "")
