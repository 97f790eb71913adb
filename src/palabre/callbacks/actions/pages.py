"""A web page's door: by the key of a queue it asks, by a token it looks and cancels. It sees no number and no name."""

from __future__ import annotations

import hashlib

import msgspec

from palabre.callbacks import store
from palabre.callbacks.actions.requests import Requested, end_callback, request_callback
from palabre.callbacks.problems import CallbackUnknown, PageUnknown
from palabre.channels.voice.actions.phones import network_digest
from palabre.foundations.ids import CallbackId, QueueId, TenantId
from palabre.foundations.scope import Scope
from palabre.plumbing.services import Services
from palabre.routing.model.views import position


class Told(msgspec.Struct):
    """`state`: pending, reached, not_reached, cancelled, returned, expired, queue_removed. `position`: 1 is next; 0:
    she does not wait in the queue now. Instants in ms; 0: none."""

    state: str
    position: int
    promised: int
    due: int
    tries: int
    next_at: int


async def ask(services: Services, key: str, number: str, *, due: int, network: str) -> Requested:
    """Raises PageUnknown and what request_callback raises. Whoever asks again learns that one
    is pending and no more: the token was told once."""
    async with services.database.connection() as connection:
        page = await store.find_page(connection, key[:64])
    if page is None:
        raise PageUnknown()
    tenant, queue = TenantId(str(page["tenant"])), QueueId(str(page["queue"]))
    async with services.database.transaction(Scope(tenant)) as tx:
        digest = await network_digest(services, tx, network)
        return await request_callback(tx, queue, number, asked_by="web", due=due, network=digest)


async def look(services: Services, token: str) -> Told:
    """Raises CallbackUnknown."""
    scope, id = await _of_token(services, token)
    async with services.database.transaction(scope) as tx:
        row = await store.get(tx, id)
    if row is None:
        raise CallbackUnknown()
    world = (await services.followers.of(scope.tenant)).world
    known = world["callbacks"].callbacks.get(id)
    place = position(world["routing"], known.item) if known and known.item else 0
    return Told(row["state"], place, row["promised"], row["due"], row["tries"], row["next_at"])


async def cancel(services: Services, token: str) -> None:
    """Raises CallbackUnknown, CallbackOver."""
    scope, id = await _of_token(services, token)
    await end_callback(services, scope.tenant, CallbackId(id), "cancelled")


async def _of_token(services: Services, token: str) -> tuple[Scope, str]:
    digest = hashlib.sha256(token[:64].encode()).digest()
    async with services.database.connection() as connection:
        found = await store.find_token(connection, digest)
    if found is None:
        raise CallbackUnknown()
    return Scope(TenantId(str(found["tenant"]))), str(found["id"])
