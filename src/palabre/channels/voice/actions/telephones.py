"""Which telephone an advisor's calls ring at: her browser, a desk telephone with its own credentials, or her number."""

from __future__ import annotations

import secrets
from pathlib import Path

import msgspec

from palabre.channels.voice.actions.dialling import check_number
from palabre.channels.voice.actions.phones import PROVISION_SECONDS_MAX, provision
from palabre.channels.voice.problems import NoDeskTelephone, PhoneUnavailable
from palabre.channels.voice.store import lines as lines_rows
from palabre.channels.voice.store import phones as store
from palabre.foundations.ids import PersonId, TenantId
from palabre.foundations.problems import Invalid
from palabre.foundations.scope import Scope
from palabre.plumbing.bus import BusSilent
from palabre.plumbing.identity import now_ms
from palabre.plumbing.services import Services
from palabre.plumbing.settings import Settings
from palabre.tenants.actions.audit import record

CHOICES = ("browser", "sip", "number")
LASTING_MS = 10 * 365 * 86_400_000  # until it is taken away


class Telephone(msgspec.Struct):
    """`kind`: browser, sip (her desk telephone), number (her own, called and kept open between calls).

    `sip_user` '': she has no desk telephone. `registered`: seen there by the server it asks.
    """

    kind: str
    number: str = ""
    sip_user: str = ""


class DeskTelephone(msgspec.Struct):
    """What is typed into a desk telephone (SIP with digest). The password is shown this once. `server`: host:port,
    by UDP."""

    user: str
    password: str
    server: str

    def __repr__(self) -> str:
        return f"DeskTelephone({self.user})"


async def telephone(services: Services, tenant: TenantId, person: PersonId) -> Telephone:
    async with services.database.transaction(Scope(tenant)) as tx:
        row = await lines_rows.telephone_choice(tx, person)
        desk = await store.lasting_phone(tx, person, now_ms())
    chosen = Telephone(row["kind"], row["number"]) if row else Telephone("browser")
    return Telephone(chosen.kind, chosen.number, desk["id"] if desk else "")


async def choose(services: Services, who: Scope, kind: str, number: str) -> Telephone:
    """Raises Invalid, NumberInvalid, NotPermitted (her number is none the tenant's plan opens), NoDeskTelephone."""
    person = _person(who)
    if kind not in CHOICES:
        raise Invalid(field="kind", reason="unknown")
    async with services.database.transaction(who) as tx:
        if kind == "sip" and await store.lasting_phone(tx, person, now_ms()) is None:
            raise NoDeskTelephone()
        wanted = await check_number(tx, number, "own_phone") if kind == "number" else ""
        await lines_rows.put_telephone_choice(tx, person, kind, wanted, now_ms())
        await record(tx, "voice.choose_telephone", f"person:{person}", kind=kind)
    await _tell(services, who.tenant, person)
    return await telephone(services, who.tenant, person)


async def issue_desk_telephone(services: Services, who: Scope) -> DeskTelephone:
    """New credentials; the ones before are worth nothing from now on."""
    person, password = _person(who), secrets.token_urlsafe(18)
    async with services.database.transaction(who) as tx:
        await store.end_lasting_phones(tx, person, now_ms())
        user = f"d{secrets.token_hex(8)}"
        sealed = await services.secrets.seal(who.tenant, "phone", password.encode(), tx)
        await store.insert_phone(tx, {
            "id": user, "kind": "sip", "person": person, "secret": sealed, "now": now_ms(),
            "expires_at": now_ms() + LASTING_MS, "lasting": True})  # fmt: skip
        await record(tx, "voice.issue_desk_telephone", f"person:{person}")
    await provision(services, who.tenant, user)
    await _tell(services, who.tenant, person)
    return DeskTelephone(user, password, server_of(services.settings))


async def remove_desk_telephone(services: Services, who: Scope) -> None:
    """Idempotent; her calls ring in her browser again."""
    person = _person(who)
    async with services.database.transaction(who) as tx:
        if await store.end_lasting_phones(tx, person, now_ms()):
            await record(tx, "voice.remove_desk_telephone", f"person:{person}")
        row = await lines_rows.telephone_choice(tx, person)
        if row and row["kind"] == "sip":
            await lines_rows.put_telephone_choice(tx, person, "browser", "", now_ms())
    await _tell(services, who.tenant, person)


def server_of(settings: Settings | None) -> str:
    """Where plain telephones register: host, and the port where we know it."""
    if settings is None:
        return ""
    kept = Path(settings.asterisk_folder or settings.data_folder / "asterisk") / "sip_port"
    try:
        port = settings.sip_port or int(kept.read_text())
    except (OSError, ValueError):
        port = 0
    return f"{settings.sip_host}:{port}" if port else settings.sip_host


def _person(who: Scope) -> PersonId:
    who.require("desk.answer")
    if who.person is None:
        raise Invalid(field="person", reason="no_desk")
    return who.person


async def _tell(services: Services, tenant: TenantId, person: PersonId) -> None:
    """In force when we answer; where the telephone part is away it reads the rows when it is back."""
    try:
        answer = await services.bus.request(f"live.{tenant}.telephone", person.encode(), PROVISION_SECONDS_MAX)
    except BusSilent:
        raise PhoneUnavailable() from None
    if answer != b"ok":
        raise PhoneUnavailable()
