"""What HTTP steps prove themselves with: sealed, named by flows, sent to one host alone, never shown again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

import msgspec

from palabre.flows.actions.published import published_flows
from palabre.foundations import limits
from palabre.foundations.clock import Instant
from palabre.foundations.problems import Invalid
from palabre.information import store
from palabre.information.problems import CredentialInUse, CredentialUnknown
from palabre.plumbing.identity import now_ms
from palabre.plumbing.postgres import Transaction
from palabre.plumbing.secrets import Secrets
from palabre.tenants.actions.audit import record

PURPOSE = "information.credential"
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,59}")
NOT_THESE = ("host", "content-length", "transfer-encoding", "connection", "accept-encoding")

Value = Annotated[str, msgspec.Meta(min_length=1, max_length=limits.CREDENTIAL_CHARACTERS_MAX)]


class Credential(msgspec.Struct, frozen=True):
    """Its value is never given back."""

    name: str
    host: str
    header: str
    changed_at: Instant


async def put_credential(tx: Transaction, secrets: Secrets, name: str, *, host: str, header: str, value: str) -> None:
    """`host`: with its port where it has one. `value`: the whole header, as `Bearer …`."""
    tx.scope.require("information.edit")
    if not NAME.fullmatch(name):
        raise Invalid(field="name", reason="shape")
    if not HEADER.fullmatch(header) or header.lower() in NOT_THESE:
        raise Invalid(field="header", reason="shape")
    if not value.isascii() or not value.isprintable():
        raise Invalid(field="value", reason="shape")
    if len(await store.credentials(tx, limits.CREDENTIALS_MAX)) >= limits.CREDENTIALS_MAX:
        raise Invalid(field="credentials", reason="too_many")
    sealed = await secrets.seal(tx.scope.tenant, PURPOSE, value.encode(), tx)
    await store.put_credential(
        tx, {"name": name, "host": host.lower(), "header": header, "sealed": sealed, "now": now_ms()})
    await record(tx, "information.put_credential", f"credential:{name}")


async def list_credentials(tx: Transaction) -> list[Credential]:
    tx.scope.require("information.view")
    return [Credential(**row) for row in await store.credentials(tx, limits.CREDENTIALS_MAX)]


async def remove_credential(tx: Transaction, name: str) -> None:
    tx.scope.require("information.edit")
    flows = await published_flows(tx)
    named = ("credential", name)
    if used := [flow for flow, doc in flows.items() if any(named in s.refers_to() for s in doc.steps.values())]:
        raise CredentialInUse(flows=used)
    if not await store.delete_credential(tx, name):
        raise CredentialUnknown(credential=name)
    await record(tx, "information.remove_credential", f"credential:{name}")


async def headers_for(tx: Transaction, secrets: Secrets, names: Sequence[str], host: str) -> dict[str, str]:
    """Opened for one request. Raises CredentialUnknown, also for one that belongs to another host."""
    rows = await store.credentials_named(tx, names) if names else []
    if missing := sorted(set(names) - {row["name"] for row in rows if row["host"] == host.lower()}):
        raise CredentialUnknown(credential=missing[0])
    return {
        row["header"]: (await secrets.open(tx.scope.tenant, PURPOSE, bytes(row["sealed"]), tx)).decode()
        for row in rows
    }
