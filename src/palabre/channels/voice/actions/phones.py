"""Telephones for a short time: an advisor's by her session, a web caller's by a ticket."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets

import msgspec

from palabre.channels.voice.actions.relays import IceServer, ice_servers
from palabre.channels.voice.problems import NumberUnknown, PhoneUnavailable, TooManyWebCalls
from palabre.channels.voice.store import across as across_rows
from palabre.channels.voice.store import phones as store
from palabre.foundations import limits
from palabre.foundations.ids import PersonId, TenantId
from palabre.foundations.problems import Invalid
from palabre.foundations.scope import Scope
from palabre.plumbing.bus import BusSilent
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.services import Services

PROVISION_SECONDS_MAX = 3.0
SIP_HOST = "palabre.invalid"  # RFC 2606: a name that never resolves; the relay is the only way there
KINDS = ("browser", "sip")


class Credentials(msgspec.Struct, frozen=True):
    """How a telephone registers. `ws`: path of the relay; `expires_at`: ms; `target`: what a web caller calls;
    `session`: the sign-in that an advisor's telephone belongs to, as `telephone` of her conversations names it; `ice`:
    for RTCPeerConnection."""

    uri: str
    user: str
    password: str
    expires_at: int
    ws: str = "/phone-ws"
    target: str = ""
    session: str = ""
    ice: list[IceServer] = []


async def issue_phone(
    services: Services,
    tenant: TenantId,
    person: PersonId,
    *,
    session: str | None = None,
    kind: str = "browser",
    contact: str = "",
) -> Credentials:
    """Her credentials in this sign-in: the same for all its tabs until half their time is over, and ended with it. Her
    browser elsewhere has others, so that neither moves nor ends what the other one talks on.

    `kind` sip: a plain telephone by UDP; `contact`: its fixed SIP address where it does not register.
    """
    if kind not in KINDS:
        raise Invalid(field="kind", reason="unknown")
    if contact and (kind != "sip" or not contact.startswith("sip:") or len(contact) > 200):
        raise Invalid(field="contact", reason="not_a_sip_address")
    async with services.database.transaction(Scope(tenant)) as tx:
        half = now_ms() + limits.PHONE_SECONDS * 500
        row = await store.phone_of_person(tx, person, session, kind, contact, half)
        if row is None:
            hers = {"person": person, "session": session, "contact": contact}
            row = await _insert(services, tx, kind=kind, seconds=limits.PHONE_SECONDS, **hers)
            await store.forget_phones(tx, now_ms() - limits.PHONE_SECONDS * 1000)
        password = await services.secrets.open(tenant, "phone", bytes(row["secret"]), tx)
    await provision(services, tenant, row["id"])
    return _credentials(services, row, password, session=session or "")


def _credentials(services: Services, row: dict, password: bytes, **more: str) -> Credentials:
    ice = ice_servers(services.settings, row["id"], row["expires_at"]) if services.settings else []
    return Credentials(f"sip:{row['id']}@{SIP_HOST}", row["id"], password.decode(), row["expires_at"], ice=ice, **more)


async def _insert(services: Services, tx: Transaction, *, kind: str, seconds: int, **more: object) -> dict:
    now = now_ms()
    secret = await services.secrets.seal(tx.scope.tenant, "phone", secrets.token_urlsafe(18).encode(), tx)
    # the SIP user names nobody: it stands in Asterisk's logs and in what passes on the wire
    row = {
        "id": f"p{secrets.token_hex(8)}",
        "kind": kind,
        "secret": secret,
        "now": now,
        "expires_at": now + seconds * 1000,
        **more,
    }
    await store.insert_phone(tx, row)
    return row


async def provision(services: Services, tenant: TenantId, id: str) -> None:
    """Have the telephone part know these credentials. Raises PhoneUnavailable."""
    try:
        answer = await services.bus.request(f"live.{tenant}.phone", id.encode(), PROVISION_SECONDS_MAX)
    except BusSilent:
        raise PhoneUnavailable() from None
    if answer != b"ok":
        raise PhoneUnavailable()


async def issue_web_call(services: Services, key: str, network: str) -> Credentials:
    """A caller's telephone for some minutes that reaches one number only. `network`: her address.

    Raises NumberUnknown, TooManyWebCalls, PhoneUnavailable.
    """
    async with services.database.connection() as connection:
        entry = await across_rows.find_web_entry(connection, key[:64])
    if entry is None:
        raise NumberUnknown()
    tenant, ticket = TenantId(str(entry["tenant"])), secrets.token_urlsafe(24)
    async with services.database.transaction(Scope(tenant)) as tx:
        hashed = await network_digest(services, tx, network)
        if (
            await store.web_calls_since(tx, hashed, now_ms() - limits.WEB_CALLS_SECONDS * 1000)
            >= limits.WEB_CALLS_PER_NETWORK
        ):
            raise TooManyWebCalls(retry_after_seconds=limits.WEB_CALLS_SECONDS)
        row = await _insert(
            services,
            tx,
            kind="caller",
            seconds=limits.WEB_CALL_SECONDS,
            number=entry["number"],
            network=hashed,
            ticket=hashlib.sha256(ticket.encode()).digest(),
        )
        password = await services.secrets.open(tenant, "phone", row["secret"], tx)
    await provision(services, tenant, row["id"])
    way = {"ws": f"/welcome/phone-ws?ticket={ticket}", "target": f"sip:call@{SIP_HOST}"}
    return _credentials(services, row, password, **way)


async def issue_trial_call(services: Services, tx: Transaction, key: str) -> Credentials:
    """A telephone for some minutes that reaches one flow under trial, for whoever the caller of this lets have it."""
    ticket, tenant = secrets.token_urlsafe(24), tx.scope.tenant
    row = await _insert(
        services, tx, kind="caller", seconds=limits.WEB_CALL_SECONDS, number=key,
        ticket=hashlib.sha256(ticket.encode()).digest(),
    )  # fmt: skip
    password = await services.secrets.open(tenant, "phone", row["secret"], tx)
    way = {"ws": f"/welcome/phone-ws?ticket={ticket}", "target": f"sip:call@{SIP_HOST}"}
    return _credentials(services, row, password, **way)


async def network_digest(services: Services, tx: Transaction, address: str) -> bytes:
    """A keyed hash of the caller's /24 or /64: enough to bound, not to know who."""
    try:
        ip = ipaddress.ip_address(address)
        prefix = ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 64}", strict=False)
    except ValueError:
        prefix = "unknown"
    key = await services.secrets.key(tx.scope.tenant, tx)
    return hmac.digest(key, f"network:{prefix}".encode(), "sha256")[:16]


async def holds_ticket(services: Services, ticket: str) -> bool:
    """May this ticket open the relay?"""
    async with services.database.connection() as connection:
        digest = hashlib.sha256(ticket[:100].encode()).digest()
        return await across_rows.find_ticket(connection, digest, now_ms()) is not None
